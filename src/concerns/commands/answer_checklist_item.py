from typing import ClassVar, Literal

from pydantic import Field

from concerns.commands.command import Command


class AnswerChecklistItem(Command):
    """Answer one numbered line of a checklist, and say who is responsible, by initials."""

    path: ClassVar[str] = "checklist-answers"

    checklist: str
    item: str = Field(min_length=1, description="The number as printed, such as 2.8.")
    answer: Literal["yes", "no", "not applicable", "in hand"]
    notes: str = ""
    responsible: dict[str, str] = Field(default={}, description="Initials, by agency.")
