"""The model that reads a council's document: what may be decided, by whom, and what follows.

A council's folder holds YAML that reads like the document. Nothing here knows any council. Every
element cites the requirement ids that it fulfils, so that coverage can be computed.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from concerns.vocabulary import Colour

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, Field(min_length=1)]
Requirement = Annotated[str, Field(pattern=r"^[A-Z]{1,4}-[A-Za-z]+-[A-Za-z0-9.-]+$")]


class Element(BaseModel):
    """Whatever the document says, with the requirements it fulfils and the readings it takes."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    requirement: tuple[Requirement, ...] = ()
    note: str = ""


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


class Measure(Element):
    """A number or date that an indicator is judged by."""

    what: Words
    kind: Literal["percent", "count", "date"]


class Band(Element):
    """When a measured indicator is met; dates are judged by their age in months."""

    measure: Key
    above: int | None = None
    at_most: int | None = None


class Indicator(Element):
    """One line of a scoring tool."""

    label: Words
    colour: Colour
    measured: Band | None = None
    alias_of: str | None = None
    watch: bool = False
    """A watch mark: shown, and stays in its own colour (AMB-DER-12)."""
    reading: tuple[str, ...] = ()


class ScoringTool(Element):
    """Indicators that suggest a colour: the worst of those met. A person decides."""

    title: Words
    measures: dict[Key, Measure] = {}
    indicators: dict[str, Indicator]
    contradictions: tuple[tuple[str, str], ...] = ()
    """Pairs that cannot both be true: shown to a human, never resolved by the program."""
    reading: tuple[str, ...] = ()


class PlanKind(Element):
    """A plan: what this council calls it, and whether its deadline can move."""

    title: Words
    absolute: bool = False
    areas: bool = False
    owner: Key | None = None
    reading: tuple[str, ...] = ()


class MeetingKind(Element):
    """A meeting: chair, the groups that should be there, what goes in and comes out."""

    title: Words
    chair: Key | None = None
    groups: dict[str, tuple[str, ...]] = {}
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()


class Form(Element):
    """A form, letter template, report or log that the document names."""

    title: Words
    kept_by: Key | None = None
    fields: tuple[str, ...] = ()


class TeamDuty(Element):
    """What a member of a team is there to do."""

    role: Words
    duties: dict[str, str]
    reading: tuple[str, ...] = ()


class Acts(BaseModel):
    """Who may do what every procedure needs: keep logs, correct, annul, excuse, depart."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    keep_logs: tuple[Key, ...] = Field(min_length=1)
    excuse_duties: tuple[Key, ...] = Field(min_length=1)
    authorise_departures: tuple[Key, ...] = Field(min_length=1)
    correct: tuple[Key, ...] = Field(min_length=1)
    annul: tuple[Key, ...] = Field(min_length=1)
    verify_plan_items: tuple[Key, ...] = Field(min_length=1)
    requirement: tuple[Requirement, ...] = ()
    note: str = ""


class HistoryStep(BaseModel):
    """Where an imported published event would stand in this procedure."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: Key
    stage: Key | None = None


class Procedure(BaseModel):
    """A council's document as data."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    procedure: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    title: Words
    version: Words
    in_force_from: Words
    calendar: Literal["england-and-wales", "scotland", "northern-ireland"]
    source: Words
    roles: dict[Key, Role]
    stages: dict[Key, Stage]
    overlays: dict[Key, Overlay] = {}
    steps: dict[Key, Step]
    clocks: dict[Key, Clock] = {}
    duties: dict[Key, DutyKind] = {}
    scoring: dict[Key, ScoringTool] = {}
    plans: dict[Key, PlanKind] = {}
    meetings: dict[Key, MeetingKind] = {}
    forms: dict[Key, Form] = {}
    team: dict[Key, TeamDuty] = {}
    options: dict[Key, Form] = {}
    """Choices that the document lists, such as alternative service provision."""
    settings: dict[Key, int | None] = {}
    """What the document leaves to the council; None means a human chooses, with a reason."""
    rules: dict[str, str] = {}
    """Requirements that are statements about the procedure as a whole, in our words."""
    history: dict[str, HistoryStep] = {}
    acts: Acts

    _digest: str = PrivateAttr(default="")

    @property
    def digest(self) -> str:
        """SHA-256 of the content, which stays with each case opened under it."""
        return self._digest

    def sealed(self, digest: str) -> "Procedure":
        """The procedure, knowing its own digest; called by the reader alone."""
        self._digest = digest
        return self

    @property
    def start(self) -> str:
        """The stage in which a case opens."""
        return next(key for key, stage in self.stages.items() if stage.start)

    def role_title(self, key: str) -> str:
        """What the document calls a role."""
        return self.roles[key].title
