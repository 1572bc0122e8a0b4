from typing import ClassVar

from pydantic import Field, StrictBool, StrictInt, StrictStr

from concerns.commands.command import Command


class FillInForm(Command):
    """Fill in a form that the procedure names. A field left out stays unanswered, never zero."""

    path: ClassVar[str] = "forms"

    form: str
    about: str = ""
    """The reference of the person it is about, such as R12; empty for the case."""
    entries: dict[str, StrictInt | StrictBool | StrictStr | None] = Field(default={}, repr=False)
    """May hold personal data, which is sealed; so it is shown in no trace."""
