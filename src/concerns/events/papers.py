"""Checklists answered and forms filled in."""

from typing import Annotated, Literal

from pydantic import Field

from concerns.events.fact import Fact, Text
from concerns.vocabulary import Frozen

Initials = Annotated[str, Field(pattern=r"^[A-Z]{2,5}$")]
"""An officer's initials, as the columns of responsibility hold them."""


class ChecklistItemAnswered(Fact):
    name = "checklist-item-answered/1"
    sentence = "{by} answered {item} of {checklist_title} ({label}): {answer}{noted}"
    checklist: str
    checklist_title: str
    item: str
    label: str
    answer: Literal["yes", "no", "not applicable", "in hand"]
    notes: str = ""
    responsible: dict[str, Initials] = {}
    """Who is responsible, by agency."""

    @property
    def noted(self) -> str:
        return f"; {self.notes}" if self.notes else ""


class Entry(Frozen):
    """One field of a form as filled in; None where it was left open."""

    field: Text
    label: Text
    value: str | int | bool | None = None


class FormFilledIn(Fact):
    name = "form-filled-in/1"
    sentence = "{by} filled in {form_title}{whom}: {said}"
    form: str
    form_title: str
    about: str = ""
    """The reference of the person whom it is about; empty where it is about the case."""
    entries: tuple[Entry, ...]
    unanswered: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()

    @property
    def whom(self) -> str:
        return f" about {self.about}" if self.about else ""

    @property
    def said(self) -> str:
        return "; ".join(f"{one.label}: {one.value}" for one in self.entries)
