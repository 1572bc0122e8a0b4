"""What a case remembers: only what its next decision needs. Everything else is a view."""

from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from concerns import events
from concerns.aggregates.personal_data import PersonalData
from concerns.aggregates.seeing import Seeing
from concerns.aggregates.shared_items import SharedItems
from concerns.events import EVERY_AREA_SUSTAINABLE, CaseOpened, Duty, Fact
from concerns.vocabulary import By, Clause, Colour, Person, Rag

NO_LONGER_REQUIRED = "no longer required or superseded"


@dataclass(slots=True)
class Taken:
    """When a step was last taken, and by whom."""

    version: int
    humans: tuple[Person, ...]


@dataclass(slots=True)
class Plan:
    """A plan as it stands: its lines, and those that are done."""

    title: str
    absolute: bool
    items: frozenset[str]
    areas: frozenset[str]
    done: set[str] = field(default_factory=set[str])
    settled: set[str] = field(default_factory=set[str])
    """Lines verified as effective, no longer required or superseded."""
    ended: bool = False
    step: str = ""
    """The step by which it was agreed: a plan agreed by another step takes its place."""

    @property
    def current(self) -> bool:
        """Whether something in it is still to be done."""
        return not self.ended and not self.items <= self.settled


class Remembered(NamedTuple):
    """As much of an earlier fact as a later decision about it needs."""

    version: int
    name: str
    humans: tuple[Person, ...]


@dataclass(slots=True)
class ProviderCase:
    """A case of concern about one or more services of one provider, under one authority."""

    id: UUID
    version: int = 0
    opened: CaseOpened | None = None
    under: Clause | None = None
    """The procedure, version and digest that the case runs under now."""
    title: str = ""
    """What that procedure is called."""
    stage: str = ""
    rag: Rag | None = None
    closed: bool = False
    overlays: set[str] = field(default_factory=set[str])
    steps: dict[str, Taken] = field(default_factory=dict[str, Taken])
    settled: dict[str, int] = field(default_factory=dict[str, int])
    signatures: dict[str, list[By]] = field(default_factory=dict[str, list[By]])
    terms: dict[str, str] = field(default_factory=dict[str, str])
    choices: dict[str, bool] = field(default_factory=dict[str, bool])
    duties: dict[str, Duty] = field(default_factory=dict[str, Duty])
    issued: dict[str, Duty] = field(default_factory=dict[str, Duty])
    appointed: dict[str, Person] = field(default_factory=dict[str, Person])
    plans: dict[str, Plan] = field(default_factory=dict[str, Plan])
    suggested: Colour | None = None
    suggestions: dict[str, str | None] = field(default_factory=dict[str, "str | None"])
    total: int | None = None
    samples: dict[str, events.SampleAssessed] = field(
        default_factory=dict[str, events.SampleAssessed]
    )
    risk_plan_edition: int = 0
    triggers: dict[str, str] = field(default_factory=dict[str, str])
    recommendations: set[str] = field(default_factory=set[str])
    checklists: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    people: dict[str, str | None] = field(default_factory=dict[str, "str | None"])
    """Everyone listed, by reference, with what became of them."""
    conflicted: list[Person] = field(default_factory=list[Person])
    personal_data: PersonalData = field(default_factory=PersonalData)
    seeing: Seeing = field(default_factory=Seeing)
    shared: SharedItems = field(default_factory=SharedItems)
    facts: dict[UUID, "Remembered"] = field(default_factory=dict[UUID, "Remembered"])

    def remember(self, fact: Fact) -> None:
        """Take a fact into account. Never refuses: the past is not judged again."""
        self.version = fact.version
        self.facts[fact.id] = Remembered(fact.version, fact.name, fact.by.humans())
        self.choices.update(fact.choices)
        self.personal_data.remember(fact)
        self.seeing.remember(fact)
        self.shared.remember(fact)
        signed = self.signatures.get(fact.clause.step, [])
        self._follow(fact)
        match fact:
            case events.SignatureGiven():
                self.signatures.setdefault(fact.step, []).append(fact.by)
                self.terms[fact.step] = fact.terms
                return
            case events.CaseOpened():
                self.opened, self.under, self.title = fact, fact.clause, fact.procedure_title
            case events.CaseMoved():
                self.under, self.title = fact.clause, fact.to_title
            case events.ManagerAppointed():
                self.appointed[fact.role] = fact.appointed
            case events.ProgressReported():
                self.choices[EVERY_AREA_SUSTAINABLE] = self._all_sustainable(fact)
            case events.InterestDeclared():
                self._declare(fact)
            case _:
                self._scored(fact)
                self._planned(fact)
                self._answered(fact)
        self.steps[fact.clause.step] = Taken(fact.version, fact.by.humans())
        self.signatures.pop(fact.clause.step, None)
        self.terms.pop(fact.clause.step, None)
        self.steps[fact.clause.step].humans += tuple(one for by in signed for one in by.humans())

    def _scored(self, fact: Fact) -> None:
        match fact:
            case events.RiskScored():
                self.suggested = fact.suggested
            case events.CriteriaScored():
                self.total = fact.total
            case events.LevelsAssessed():
                self.suggestions[fact.tool] = fact.outcome
            case events.SampleAssessed():
                self.samples[fact.person] = fact
            case events.OverallRiskDetermined():
                self.samples.clear()  # a later assessment has a sample of its own
            case _:
                pass

    def _planned(self, fact: Fact) -> None:
        match fact:
            case events.PlanAgreed():
                self.plans.pop(fact.plan, None)  # the latest plan stands last
                self.plans[fact.plan] = _plan(fact, fact.plan_title, fact.items)
            case events.FailurePlanAgreed():
                lines = (*fact.actions, *fact.safety_actions)
                self.plans[fact.clause.step] = _plan(fact, str(fact), lines)
            case events.PlanItemDone():
                self.plans[fact.plan].done.add(fact.item)
            case events.PlanItemVerified():
                if fact.effective:
                    self.plans[fact.plan].settled.add(fact.item)
            case events.PlanItemMovedOn():
                if fact.next_step == NO_LONGER_REQUIRED:
                    self.plans[fact.plan].settled.add(fact.item)
            case events.PlanEnded():
                self.plans[fact.plan].ended = True
            case events.RiskPlanUpdated():
                self.risk_plan_edition = fact.edition
                self.triggers = {one.id: one.what for one in fact.triggers}
            case _:
                pass

    def _answered(self, fact: Fact) -> None:
        match fact:
            case events.ChecklistItemAnswered():
                self.checklists.setdefault(fact.checklist, {})[fact.item] = fact.answer
            case events.PeopleListed():
                self.people = {one: self.people.get(one) for one in (*self.people, *fact.people)}
            case events.PersonMoved():
                self.people[fact.person] = "moved"
            case events.PersonOutcomeRecorded():
                self.people[fact.person] = fact.outcome
            case events.RecommendationMade():
                self.recommendations.add(fact.number)
            case _:
                pass

    def _follow(self, fact: Fact) -> None:
        consequence = fact.consequence
        if consequence.stage is not None:
            if consequence.stage != self.stage:
                self.signatures.clear()  # a signature was for the decision as it stood
                self.terms.clear()
            self.stage, self.rag = consequence.stage, consequence.rag
        self.closed = self.closed or consequence.closes
        self.overlays.update(consequence.turns_on)
        self.overlays.difference_update(consequence.turns_off)
        self.settled.update(dict.fromkeys(consequence.settles, fact.version))
        self.duties.update({duty.id: duty for duty in consequence.begins})
        match fact:
            case events.LetterIssued() | events.NotificationIssued():
                self.issued[fact.duty] = self.duties[fact.duty]
            case events.NotificationDelivered():
                self.issued.pop(fact.duty, None)
            case _:
                pass
        for duty in consequence.ends:
            self.duties.pop(duty, None)

    def _all_sustainable(self, fact: events.ProgressReported) -> bool:
        """Whether a report shows every area of the case's latest plan as sustainable."""
        shown = {one.area for one in fact.areas if one.sustainable}
        wanted = set[str]() if not self.plans else [*self.plans.values()][-1].areas
        return bool(shown) and all(one.sustainable for one in fact.areas) and shown >= wanted

    def _declare(self, fact: events.InterestDeclared) -> None:
        others = [one for one in self.conflicted if not one.is_same(fact.by.person)]
        self.conflicted = [*others, fact.by.person] if fact.conflict else others


def _plan(fact: Fact, title: str, lines: tuple[events.PlanItem, ...]) -> Plan:
    ids, areas = {line.id for line in lines}, {line.area for line in lines}
    absolute = isinstance(fact, events.PlanAgreed) and fact.absolute
    return Plan(title, absolute, frozenset(ids), frozenset(areas), step=fact.clause.step)
