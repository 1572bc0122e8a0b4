from typing import Any, ClassVar

from concerns.commands.command import Command, DepartureAsked


class TakeStep(Command):
    """Take a step of the procedure: decide, sign, agree, recommend, record."""

    path: ClassVar[str] = "decisions"

    step: str
    details: dict[str, Any] = {}
    choices: dict[str, bool] = {}
    departure: DepartureAsked | None = None
