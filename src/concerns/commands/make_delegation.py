from typing import ClassVar
from uuid import UUID

from pydantic import Field

from concerns.commands.command import CouncilCommand
from concerns.vocabulary import Person
from concerns.when import Day


class MakeDelegation(CouncilCommand):
    """Let somebody else act in your place, in some of your roles, for a time."""

    path: ClassVar[str] = "delegations"

    delegate: Person
    roles: tuple[str, ...] = Field(min_length=1, description="Which of your roles.")
    procedures: tuple[str, ...] = Field(default=(), description="Only under these procedures.")
    steps: tuple[str, ...] = Field(default=(), description="Only these steps.")
    limit: int | None = Field(default=None, ge=0, description="The most to agree or pay, in pence.")
    starts: Day
    ends: Day = Field(description="The last day, in London.")
    may_pass_on: bool = False
    under: UUID | None = Field(default=None, description="The delegation that you pass on.")
    when_absent: bool = Field(
        default=False, description="Only while you are recorded as absent: a nominated deputy."
    )
