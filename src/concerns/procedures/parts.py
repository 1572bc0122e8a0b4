"""Plans, meetings, forms, checklists, lists, teams: what the document asks people to work with."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from concerns.procedures.elements import Element, Key, Labelled, Number, Requirement, Words


class PlanLine(Labelled):
    """A line that the document itself puts into a plan."""

    block: str = ""
    responsible: str = ""
    """As printed; empty where the document is."""


class PlanKind(Element):
    """A plan: what this council calls it, and whether its deadline can move."""

    title: Words
    absolute: bool = False
    areas: bool = False
    owner: Key | None = None
    lines: dict[Number, PlanLine] = {}
    """Lines that every such plan begins with; each gets a due date and a person."""
    columns: dict[Key, Labelled] = {}
    """The columns as the form prints them."""
    reading: tuple[str, ...] = ()


class MeetingKind(Element):
    """A meeting: chair, the groups that should be there, what goes in and comes out."""

    title: Words
    chair: Key | None = None
    groups: dict[str, tuple[str, ...]] = {}
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    output_requirements: dict[Requirement, str] = {}
    """What a meeting must bring out or do, where each has a requirement of its own."""
    reading: tuple[str, ...] = ()


class FormField(Labelled):
    """A field of a form. Personal data is sealed: refused in clear."""

    kind: Literal["text", "count", "date", "yes or no", "choice"] = "text"
    options: tuple[Words, ...] = ()
    sealed: bool = False
    part_of: Key | None = None
    """The count of which this is a part: a larger one is shown as a contradiction."""


class Form(Element):
    """A form, letter template, report or log that the document names."""

    title: Words
    kept_by: Key | None = None
    filled_in_by: tuple[Key, ...] = ()
    """Who may fill it in; whoever keeps the logs, where the document does not say."""
    per: Literal["case", "person"] = "case"
    fields: dict[Key, FormField] = {}
    reading: tuple[str, ...] = ()


class ChecklistItem(Labelled):
    """One numbered line of a checklist."""

    group: str = ""
    same_as: Number | None = None
    """A line that asks the same: one answer may serve both."""
    parts: dict[Key, str] = {}


class Checklist(Element):
    """Numbered lines to be answered, with who is responsible; some numbers are reserved."""

    title: Words
    by: tuple[Key, ...] = ()
    """Who may answer; whoever keeps the logs, where the document does not say."""
    agencies: dict[Key, str] = {}
    """Columns of responsibility, filled in with an officer's initials."""
    items: dict[Number, ChecklistItem]
    reserved: dict[Number, str] = {}
    """Numbers that the document skips, and why they stay empty."""
    satisfied_by: Literal["every yes", "one yes", "every answer"] = "every answer"
    """When a step that needs this checklist may follow; "not applicable" counts as answered."""
    reading: tuple[str, ...] = ()


class Choices(Element):
    """A list to choose from."""

    title: Words
    items: dict[Key, Labelled]
    reading: tuple[str, ...] = ()


class TeamDuty(Element):
    """What a member of a team is there to do."""

    role: Words
    duties: dict[str, str]
    reading: tuple[str, ...] = ()


class Setting(Element):
    """What the document leaves to the council; without a value a human chooses, with a reason."""

    what: Words
    kind: Literal["number", "matrix", "hours", "list"] = "number"
    value: Any = None
    reading: tuple[str, ...] = ()


class Word(Element):
    """What one council calls something that every council has."""

    word: Words


class Acts(BaseModel):
    """Who may do what every procedure needs: keep logs, correct, annul, excuse, depart."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    keep_logs: tuple[Key, ...] = Field(min_length=1)
    excuse_duties: tuple[Key, ...] = Field(min_length=1)
    authorise_departures: tuple[Key, ...] = Field(min_length=1)
    correct: tuple[Key, ...] = Field(min_length=1)
    annul: tuple[Key, ...] = Field(min_length=1)
    verify_plan_items: tuple[Key, ...] = Field(min_length=1)
    move_cases: tuple[Key, ...] = ()
    """Who may move a case to this procedure; whoever authorises departures, where it is silent."""
    requirement: tuple[Requirement, ...] = ()
    note: str = ""


class HistoryStep(BaseModel):
    """Where an imported published event would stand in this procedure."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: Key
    stage: Key | None = None
