"""Who may act, where a case can be, and each decision that the document describes."""

from typing import Any, Literal

from pydantic import Field

from concerns.procedures.elements import Element, Key, Words
from concerns.vocabulary import Colour


class Role(Element):
    """Who may act. An appointed role is held by whom the case appoints, not by a token."""

    title: Words
    appointed: bool = False
    outside: bool = False
    """Outside the council (provider, regulator): named as owner or addressee, never decides."""


class Stage(Element):
    """Where a case can be."""

    label: Words
    rag: Colour | None = None
    start: bool = False
    final: bool = False
    log_of: Key | None = None
    """The role whose logs must hold every decision taken in this stage."""


class Overlay(Element):
    """Something that runs beside the stage, such as a suspension."""

    label: Words
    rag: Colour | None = None
    """While it is on, the colour is at least this bad."""


class CoSignature(Element):
    """A second (third …) signature: whose, and the recorded choice on which it depends."""

    role: Key
    when: Key | None = None


class Step(Element):
    """One decision or act that the document describes."""

    title: Words
    fact: Words
    from_: tuple[Key, ...] | Literal["any"] = Field(alias="from")
    to: Key | None = None
    by: tuple[Key, ...] = Field(min_length=1)
    together_with: tuple[CoSignature, ...] = ()
    not_the_same_person_as: tuple[Key, ...] = ()
    needs: tuple[Key, ...] = ()
    """Steps that must have been taken since this one was last taken."""
    only_after: tuple[Key, ...] = ()
    """Steps that must have been taken at some time in the case."""
    never_after: tuple[Key, ...] = ()
    """Steps that must not have been taken in the case."""
    settles: tuple[Key, ...] = ()
    """Steps that this one answers: a later step needs them taken anew."""
    needs_done: tuple[Key, ...] = ()
    """Duties of which none may be open."""
    only_while: tuple[Key, ...] = ()
    not_while: tuple[Key, ...] = ()
    turns_on: tuple[Key, ...] = ()
    turns_off: tuple[Key, ...] = ()
    choices: tuple[Key, ...] = ()
    """Yes-or-no questions that the decider must answer and that later steps may depend on."""
    only_if: dict[str, bool] = {}
    """Choices recorded earlier in the case (or with this step) that must have this answer."""
    asks: tuple[Key, ...] = ()
    """Fields of the fact that this document makes compulsory here."""
    demands: dict[str, str | int | bool] = {}
    """Fields of the fact that must have this value here."""
    sets: dict[str, Any] = {}
    """Fields of the fact that the step fixes."""
    starts: tuple[Key, ...] = ()
    ends: tuple[Key, ...] = ()
    duties: tuple[Key, ...] = ()
    scoring: Key | None = None
    """The tool that is applied: the fact's shape says of which kind."""
    rating: Key | None = None
    """The scale on which a judgement is given."""
    needs_checklists: tuple[Key, ...] = ()
    """Checklists whose own rule must be satisfied first."""
    needs_outcomes: bool = False
    """Everyone listed in the case must have an outcome."""
    chooses: dict[str, Key] = {}
    """Fields of the fact, each with the list from which it is chosen."""
    plan: Key | None = None
    meeting: Key | None = None
    log_of: Key | None = None
    departures: bool = True
    """False where the document allows no departure at all."""
    automatic: bool = False
    """The one kind of decision that a rule takes without a person (DER-ST-35)."""
    closes: bool = False
    reading: tuple[str, ...] = ()
    """Ambiguities (AMB-…) whose reading this step takes."""
