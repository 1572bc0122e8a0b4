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
    delegation: UUID | None = Field(
        default=None, description="Under which delegation you act for somebody else."
    )
    seen: str | None = Field(
        default=None,
        pattern=r"^[0-9a-f]{64}$",
        description="The case's digest as you saw it: where it is another by now, you are refused.",
    )


class CouncilCommand(Frozen):
    """Something asked for about the council's own arrangements, and about no case."""

    path: ClassVar[str]
    """The noun under `/v1` to which this is sent."""

    reason: str = Field(min_length=1, description="Why.")


class DepartureAsked(Frozen):
    """Ask for a step outside the procedure: why, and who authorised it."""

    reason: str = Field(min_length=1)
    authorised_by: str | None = Field(
        default=None,
        description="Subject of the person who authorised it; yourself if not given.",
    )
    authorised_by_name: str | None = None
    confirm_by: str | None = Field(
        default=None,
        pattern=r"^\d{4}-\d{2}-\d{2}$",
        description="By when it must be confirmed; the next working day if not given.",
    )


class AboutDuty(Command):
    """Something done about one duty."""

    duty: str = Field(min_length=1, description="The duty's id, such as tell_cqc#7.")


class AboutShared(Command):
    """Something that a guest says about what is shared with them. Guests have addresses of their
    own, so it is sent to no case.
    """

    item: UUID


class AboutFact(Command):
    """Something said about an earlier fact of the case."""

    fact: UUID
