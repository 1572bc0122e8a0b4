"""A case as it stood, ready to be shown: the facts known by an instant, and what they leave."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from concerns.events import CaseOpened, Fact
from concerns.projections import VIEWS, Doc, fold
from concerns.register import Recorded, Register
from concerns.replay import Stood, stood


@dataclass(frozen=True)
class Picture:
    """What was known of a case, and how it stood."""

    stood: Stood
    opened: CaseOpened | None
    """What the case is about, though it may have been opened later; None if nobody knew of it."""

    @property
    def facts(self) -> list[Fact]:
        """The facts that count, in order."""
        return [one.fact for one in self.stood.facts]

    @property
    def beside(self) -> list[str]:
        """What holds beside the stage, such as a suspension, in words."""
        holds = dict[str, None]()
        for fact in self.facts:
            holds |= dict.fromkeys(fact.consequence.turns_on)
            for over in fact.consequence.turns_off:
                holds.pop(over, None)
        return [one.replace("_", " ") for one in holds]

    @property
    def open_duties(self) -> list[Doc]:
        """What had to be done and was not yet, soonest first."""
        rows = fold(VIEWS["duties"], self.facts).values()
        return sorted(
            (row for row in rows if row["state"] == "open"),
            key=lambda row: (row["due"] or "9999", row["duty"]),
        )


def picture(
    register: Register, case: UUID, as_known: datetime | None = None, as_at: date | None = None
) -> Picture:
    """The case as known at an instant (now if None), of what had happened by a date."""
    found = _known(register, case, as_known)
    opened = next((one.fact for one in found if isinstance(one.fact, CaseOpened)), None)
    return Picture(stood(found, as_at), opened)


def _known(register: Register, case: UUID, as_known: datetime | None) -> list[Recorded]:
    if as_known is None:
        return register.of_case(case)
    return register.known_of_case(case, as_known)
