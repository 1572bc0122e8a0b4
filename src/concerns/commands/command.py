"""What every command says: why, when it happened, in which role, on what evidence."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from concerns.vocabulary import Evidence, Frozen
from concerns.when import When


class Command(Frozen):
    """Something a person asks for. Data only; the case decides."""

    path: ClassVar[str]
    """The noun under a case's address to which this is sent."""
    unseen: ClassVar[bool] = False
    """Whether it is for somebody who cannot have seen the case, and so no version of it."""

    reason: str = Field(default="", description="Why; never blank on a decision.")
    occurred: When | None = Field(default=None, description="When it happened; today if not given.")
    role: str | None = Field(default=None, description="In which of your roles, if several fit.")
    evidence: tuple[Evidence, ...] = ()


class DepartureAsked(Frozen):
    """Ask for a step outside the procedure: why, and who authorised it."""

    reason: str = Field(min_length=1)
    authorised_by: str | None = Field(
        default=None,
        description="Subject of the person who authorised it; yourself if not given.",
    )
    authorised_by_name: str | None = None


class AboutDuty(Command):
    """Something done about one duty."""

    duty: str = Field(min_length=1, description="The duty's id, such as tell_cqc#7.")


class AboutFact(Command):
    """Something said about an earlier fact of the case."""

    fact: UUID
