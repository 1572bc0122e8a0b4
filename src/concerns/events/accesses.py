"""Who read what, and what for: in a log of its own beside the council's record."""

from uuid import UUID

from pydantic import Field

from concerns.events.fact import Text
from concerns.events.record_keeping import RecordFact
from concerns.events.sealing import Subject


class PersonalDataRead(RecordFact):
    name = "personal-data-read/1"
    sentence = "{by} was about to be shown {count} of {whose}: {purpose}"
    about_case: UUID
    fact: UUID
    """What holds it, in the council's own record."""
    fields: tuple[Text, ...] = Field(min_length=1)
    subjects: tuple[Subject, ...] = Field(min_length=1)
    purpose: Text

    @property
    def count(self) -> str:
        number = len(self.fields)
        return f"{number} sealed field" + "s" * (number != 1)

    @property
    def whose(self) -> str:
        return ", ".join(self.subjects)


class AccessLogRead(RecordFact):
    name = "access-log-read/1"
    sentence = "{by} was about to be shown {count} to {what}: {purpose}"
    about_case: UUID | None = None
    subjects: tuple[Subject, ...] = ()
    """What was asked about: a case, a person of it; neither is everything."""
    after: int = Field(ge=0)
    up_to: int = Field(ge=0)
    """The positions of this log between which was looked: behind the first, the last included."""
    shown: int = Field(ge=0)
    purpose: Text

    @property
    def count(self) -> str:
        return f"{self.shown} access" + "es" * (self.shown != 1)

    @property
    def what(self) -> str:
        whose = f"{', '.join(self.subjects)} in " if self.subjects else ""
        return f"{whose}the case {self.about_case}" if self.about_case else "every case"
