from typing import ClassVar

from pydantic import Field

from concerns.commands.command import AboutFact


class CorrectRecord(AboutFact):
    """Say that an earlier fact is wrong and what is right. The earlier fact stays as it was."""

    path: ClassVar[str] = "corrections"

    wrong: str = Field(min_length=1)
    right: str = Field(min_length=1)
