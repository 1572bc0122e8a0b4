from typing import Any, ClassVar

from pydantic import Field

from concerns.commands.command import Command, DepartureAsked


class TakeStep(Command):
    """Take a step of the procedure: decide, sign, agree, recommend, record."""

    path: ClassVar[str] = "decisions"

    step: str = Field(description="Its key, as `permitted` lists it.")
    details: dict[str, Any] = Field(
        default={},
        description="What this step asks for: the procedure describes it by step, under `takes`.",
    )
    choices: dict[str, bool] = Field(
        default={}, description="Yes or no to what the step leaves open: its `choices`."
    )
    departure: DepartureAsked | None = None
