"""The model that reads a council's document: what may be decided, by whom, and what follows.

A council's folder holds YAML that reads like the document. Nothing here knows any council. Every
element cites the requirement ids that it fulfils, so that coverage can be computed.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from concerns.procedures.duties import Clock, DutyKind
from concerns.procedures.elements import Key, Requirement, Words
from concerns.procedures.parts import (
    Acts,
    Checklist,
    Choices,
    Form,
    HistoryStep,
    MeetingKind,
    PlanKind,
    Setting,
    TeamDuty,
    Word,
)
from concerns.procedures.steps import Overlay, Role, Stage, Step
from concerns.procedures.tools import (
    Matrix,
    Questionnaire,
    Rating,
    SampleTool,
    ScoringTool,
    Thresholds,
)


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
    questionnaires: dict[Key, Questionnaire] = {}
    matrices: dict[Key, Matrix] = {}
    samples: dict[Key, SampleTool] = {}
    thresholds: dict[Key, Thresholds] = {}
    ratings: dict[Key, Rating] = {}
    plans: dict[Key, PlanKind] = {}
    meetings: dict[Key, MeetingKind] = {}
    forms: dict[Key, Form] = {}
    checklists: dict[Key, Checklist] = {}
    lists: dict[Key, Choices] = {}
    team: dict[Key, TeamDuty] = {}
    settings: dict[Key, Setting] = {}
    """What the document leaves to the council; without a value a human chooses, with a reason."""
    words: dict[Key, Word] = {}
    """What this council calls the things that every council has."""
    rules: dict[Requirement, str] = {}
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
