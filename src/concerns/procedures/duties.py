"""Time limits and duties: what must be done, by whom, by when, and what counts as done."""

from typing import Literal

from pydantic import Field

from concerns.procedures.elements import Element, Key, Words


class Clock(Element):
    """A time limit: how long, who must keep it, how firm it is."""

    what: Words
    owner: Key
    length: int | None = Field(default=None, ge=0)
    unit: Literal["working days", "days", "weeks", "months", "years"] | None = None
    set_by: Key | None = None
    """The field of the starting fact that holds the date, where the document sets none."""
    setting: Key | None = None
    """The council setting that holds the length, where the document leaves it open."""
    firmness: Literal["soft", "firm", "absolute"] = "firm"
    recurring: bool = False
    reading: tuple[str, ...] = ()


class DutyKind(Element):
    """Something that must be done when a step says so, and how it counts as done."""

    kind: Literal["telling", "letter", "check", "condition"]
    what: Words
    owner: tuple[Key, ...] = Field(min_length=1)
    whom: str | None = None
    how: tuple[Words, ...] = ()
    """The ways of telling that count; empty where the document names none."""
    done_when: Literal["issued", "delivered", "acknowledged", "done", "step taken"] | None = None
    acknowledged_by: tuple[Literal["the person named", "a nominated deputy"], ...] = ()
    """Whose acknowledgement counts; empty where the document does not say."""
    within: Key | None = None
    """The clock that limits it."""
    on_delivery: tuple[Key, ...] = ()
    """Clocks that delivery (not issue) starts."""
    reading: tuple[str, ...] = ()
