"""The permanent record: every fact that a case can hold, written for a stranger in twenty years.

A stored name is pinned and versioned and never reused; a class may move or change its Python name.
A changed shape is a new class with the next version beside the old one. Facts hold no floats; money
is in pence; residents, families and reporters are never named in them (design: sealed fields).
"""

from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from concerns.vocabulary import (
    By,
    Clause,
    Colour,
    Departure,
    Evidence,
    Frozen,
    Person,
    Provider,
    Rag,
    Service,
)
from concerns.when import When

FACTS: dict[str, type["Fact"]] = {}
"""Every fact by its stored name."""


class UnknownFact(LookupError):
    """A stored fact has a name that this program does not know: a replay stops here, loudly."""


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be blank")
    return text


Text = Annotated[str, AfterValidator(_said)]
"""Words that somebody must have said: never blank."""

ISODate = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Counted(Frozen):
    """How a due date was counted, so that it can be explained and never silently changes."""

    start: ISODate
    length: int
    unit: str
    calendar: str
    calendar_version: str
    calendar_digest: str


class Duty(Frozen):
    """Something the procedure says must now be done, or a time limit that now runs."""

    id: str
    key: str
    kind: Literal["telling", "letter", "check", "time limit", "condition", "plan", "confirmation"]
    what: str
    owners: tuple[str, ...]
    owner_title: str
    whom: str | None = None
    done_when: Literal["issued", "delivered", "acknowledged", "done", "step taken"]
    due: ISODate | None = None
    firmness: Literal["soft", "firm", "absolute"] = "firm"
    counted: Counted | None = None
    requirements: tuple[str, ...] = ()


class Consequence(Frozen):
    """What the fact leaves behind, so that replay and views need no council's rules."""

    stage: str | None = None
    stage_label: str | None = None
    rag: Rag | None = None
    turns_on: tuple[str, ...] = ()
    turns_off: tuple[str, ...] = ()
    begins: tuple[Duty, ...] = ()
    ends: tuple[str, ...] = ()
    log_of: tuple[str, ...] = ()
    closes: bool = False


class Fact(Frozen):
    """What every fact says. `recorded_at` and the log position are given by the database."""

    name: ClassVar[str] = ""
    sentence: ClassVar[str] = ""
    decision: ClassVar[bool] = False
    """A decision needs a reason and stands in the decision log."""

    id: UUID
    case: UUID
    version: int
    occurred: When
    by: By
    clause: Clause
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    choices: dict[str, bool] = {}
    """Yes-or-no questions that the procedure leaves to the decider, and the answers."""
    departure: Departure | None = None
    consequence: Consequence = Consequence()

    def __init_subclass__(cls, **keywords: Any) -> None:  # noqa: ANN401 - pydantic's own signature
        super().__init_subclass__(**keywords)
        if cls.name in FACTS:
            raise TypeError(f"two facts are called {cls.name}")
        if cls.name:
            FACTS[cls.name] = cls

    @model_validator(mode="after")
    def _decisions_have_reasons(self) -> "Fact":
        if self.decision and not self.reason.strip():
            raise ValueError("a decision must carry its reason")
        return self

    def __str__(self) -> str:
        """One plain sentence, complete in itself."""
        told = self.sentence.format_map(
            {name: getattr(self, name) for name in type(self).model_fields}
        )
        if self.departure:
            told += f" [Departure from the procedure: {self.departure.reason}]"
        return told


def fact_class(name: str) -> type[Fact]:
    """The class of a stored name.

    Raises:
        UnknownFact: nothing is known by that name; never skipped, because what it did is unknown.
    """
    try:
        return FACTS[name]
    except KeyError:
        raise UnknownFact(
            f"the record holds a fact called {name!r}, which this program does not know"
        ) from None


class Decision(Fact):
    """A fact that somebody decided."""

    decision: ClassVar[bool] = True


# --- the case -----------------------------------------------------------------------------------


class CaseOpened(Decision):
    name = "case-opened/1"
    sentence = "{by} opened a case about {provider.name} under {procedure_title}: {reason}"
    procedure_title: str
    provider: Provider
    services: tuple[Service, ...] = Field(min_length=1)


class ConcernRaised(Fact):
    name = "concern-raised/1"
    sentence = "{by} recorded a concern ({route}): {summary}"
    route: Text
    summary: Text


class CaseClosed(Decision):
    name = "case-closed/1"
    sentence = "{by} closed the case: {reason}"


class RoutineMonitoringResumed(Decision):
    name = "routine-monitoring-resumed/1"
    sentence = (
        "{by} returned the provider to routine monitoring with greater initial oversight: {reason}"
    )
    oversight_until: ISODate | None = None


class HandedOver(Decision):
    name = "handed-over/1"
    sentence = "{by} handed the case over to {to}: {reason}"
    to: Text


# --- risk ---------------------------------------------------------------------------------------


class RiskScored(Fact):
    name = "risk-scored/1"
    sentence = "{by} applied {tool_title}: it suggests {suggests}"
    tool: str
    tool_title: str
    met: tuple[str, ...]
    not_met: tuple[str, ...]
    unanswered: tuple[str, ...]
    measures: dict[str, int | str | None] = {}
    contradictions: tuple[str, ...] = ()
    suggested: Colour | None = None

    @property
    def suggests(self) -> str:
        return self.suggested or "no colour"

    def __str__(self) -> str:
        told = f"{self.by} applied {self.tool_title}: it suggests {self.suggests}"
        return f"{told}; met: {', '.join(self.met) or 'none'}"


class RagStatusSet(Decision):
    name = "rag-status-set/1"
    sentence = "{by} set the status to {colour}: {reason}"
    colour: Colour
    suggested: Colour | None = None

    def __str__(self) -> str:
        told = super().__str__()
        differs = self.suggested is not None and self.suggested != self.colour
        return f"{told} (the tool suggested {self.suggested})" if differs else told


class EscalationRecommended(Decision):
    name = "escalation-recommended/1"
    sentence = "{by} recommended escalation to {to}: {reason}"
    to: Text


class EscalationAgreed(Decision):
    name = "escalation-agreed/1"
    sentence = "{by} agreed escalation to {to}: {reason}"
    to: Text


class EscalationDeclined(Decision):
    name = "escalation-declined/1"
    sentence = "{by} declined escalation to {to}: {reason}"
    to: Text


class DeEscalationRecommended(Decision):
    name = "de-escalation-recommended/1"
    sentence = "{by} recommended de-escalation to {to}: {reason}"
    to: Text


class DeEscalated(Decision):
    name = "de-escalated/1"
    sentence = "{by} de-escalated to {to}: {reason}"
    to: Text


class ContractBreachNotified(Decision):
    name = "contract-breach-notified/1"
    sentence = "{by} recorded a contract breach notice ({notice}): {reason}"
    notice: Text
    final: bool = False


class BreachesDetermined(Decision):
    name = "breaches-determined/1"
    sentence = "{by} determined the contract breaches, {number} in all, level {level}: {reason}"
    number: int = Field(ge=0)
    level: Text


class NextStepDecided(Decision):
    name = "next-step-decided/1"
    sentence = "{by} decided the next step, {next_step}: {reason}"
    next_step: Text


class LegalAdviceTaken(Fact):
    name = "legal-advice-taken/1"
    sentence = "{by} recorded legal advice: {advice}"
    advice: Text


class AtRiskStatusAgreed(Decision):
    name = "at-risk-status-agreed/1"
    sentence = "{by} agreed that the provider is at risk of suspension: {reason}"


class AtRiskStatusLifted(Decision):
    name = "at-risk-status-lifted/1"
    sentence = "{by} lifted the at-risk status: {reason}"


class ComplianceAssessed(Decision):
    name = "compliance-assessed/1"
    sentence = "{by} assessed compliance with the plan as {result}: {reason}"
    result: Literal["full", "partial", "none"]


class UrgentConcernEscalated(Decision):
    name = "urgent-concern-escalated/1"
    sentence = "{by} escalated an urgent safety concern: {reason}"


# --- suspension and lifting -----------------------------------------------------------------------


class SuspensionRecommended(Decision):
    name = "suspension-recommended/1"
    sentence = "{by} recommended suspension of placements: {reason}"


class SuspensionConsidered(Decision):
    name = "suspension-considered/1"
    sentence = "{by} considered the suspension report: {reason}"


class SignatureGiven(Decision):
    name = "signature-given/1"
    sentence = "{by} signed “{what}”; {awaiting} still to sign: {reason}"
    step: str
    what: str
    awaiting: str


class SuspensionSignedOff(Decision):
    name = "suspension-signed-off/1"
    sentence = "{by} signed off the suspension of placements ({scope}): {reason}"
    scope: Text
    basis: Text
    review_on: ISODate | None = None


class SuspensionNotEndorsed(Decision):
    name = "suspension-not-endorsed/1"
    sentence = "{by} did not endorse the suspension: {reason}"
    rationale_reviewed: Text


class VoluntarySuspensionRecorded(Decision):
    name = "voluntary-suspension-recorded/1"
    sentence = "{by} recorded the provider's voluntary suspension ({scope}): {reason}"
    scope: Text


class NeighbourSuspensionReceived(Decision):
    name = "neighbour-suspension-received/1"
    sentence = "{by} recorded that {neighbour} suspended placements ({service_type}): {reason}"
    neighbour: Text
    service_type: Text
    automatic: bool = False
    """True only for the one decision that a rule takes by itself (DER-ST-35)."""


class NeighbourSuspensionConsidered(Decision):
    name = "neighbour-suspension-considered/1"
    sentence = (
        "{by} considered a neighbouring council's suspension; suspend here: {suspend}: {reason}"
    )
    suspend: bool
    issues: Text


class RestrictionSet(Decision):
    name = "restriction-set/1"
    sentence = "{by} set a contractual restriction ({terms}): {reason}"
    terms: Text


class RestrictionEnded(Decision):
    name = "restriction-ended/1"
    sentence = "{by} ended the contractual restriction: {reason}"


class SufficientProgressAgreed(Decision):
    name = "sufficient-progress-agreed/1"
    sentence = "{by} agreed that progress is sufficient to work towards lifting: {reason}"


class ProgressReviewed(Decision):
    name = "progress-reviewed/1"
    sentence = "{by} reviewed progress: {reason}"


class LiftingReportInstructed(Decision):
    name = "lifting-report-instructed/1"
    sentence = "{by} instructed a report on lifting the suspension: {reason}"


class LiftingRecommended(Decision):
    name = "lifting-recommended/1"
    sentence = "{by} recommended lifting the suspension: {reason}"
    conditional: bool = False


class LiftingConsidered(Decision):
    name = "lifting-considered/1"
    sentence = "{by} considered the lifting report: {reason}"


class Condition(Frozen):
    """A condition attached to lifting, with the date on which it is looked at again."""

    what: Text
    review_on: ISODate


class SuspensionLifted(Decision):
    name = "suspension-lifted/1"
    sentence = "{by} signed off the lifting of the suspension{with_conditions}: {reason}"
    conditions: tuple[Condition, ...] = ()

    def __str__(self) -> str:
        count = len(self.conditions)
        conditions = f" with {count} condition{'s' * (count != 1)}" if count else ""
        told = f"{self.by} signed off the lifting of the suspension{conditions}: {self.reason}"
        return f"{told} [Departure: {self.departure.reason}]" if self.departure else told


class LiftingDeclined(Decision):
    name = "lifting-declined/1"
    sentence = "{by} declined to lift the suspension: {reason}"


class ConditionReviewed(Decision):
    name = "condition-reviewed/1"
    sentence = "{by} reviewed the condition “{what}”: {outcome}: {reason}"
    duty: str
    what: str
    outcome: Literal["met", "continues", "breached"]
    next_review_on: ISODate | None = None


# --- plans --------------------------------------------------------------------------------------


class PlanItem(Frozen):
    """One line of a plan: concern, action, the provider's response, owner, due date."""

    id: Text
    area: Text
    action: Text
    owner: Text
    due: ISODate
    response: str = ""


class PlanAgreed(Decision):
    name = "plan-agreed/1"
    sentence = "{by} agreed the {plan_title}, due {deadline}: {reason}"
    plan: str
    plan_title: str
    deadline: ISODate
    absolute: bool = False
    items: tuple[PlanItem, ...] = Field(min_length=1)
    follow_up_on: ISODate | None = None


class PlanExtended(Decision):
    name = "plan-extended/1"
    sentence = "{by} extended the {plan_title} to {deadline}: {reason}"
    plan: str
    plan_title: str
    deadline: ISODate


class PlanItemDone(Fact):
    name = "plan-item-done/1"
    sentence = "{by} recorded plan item {item} as done: {how}"
    plan: str
    item: str
    how: Text


class PlanItemVerified(Decision):
    name = "plan-item-verified/1"
    sentence = "{by} verified plan item {item}; effective: {effective}: {reason}"
    plan: str
    item: str
    effective: bool


class AreaProgress(Frozen):
    """How one area of the plan stands."""

    area: Text
    sustainable: bool
    note: str = ""


class ProgressReported(Fact):
    name = "progress-reported/1"
    sentence = "{by} reported progress: {summary}"
    summary: Text
    areas: tuple[AreaProgress, ...] = ()


# --- duties, letters, telling ---------------------------------------------------------------------


class DutyDischarged(Fact):
    name = "duty-discharged/1"
    sentence = "{by} did “{what}”: {how}"
    duty: str
    what: str
    how: Text


class DutyExcused(Decision):
    name = "duty-excused/1"
    sentence = "{by} excused “{what}”: {reason}"
    duty: str
    what: str


class LetterIssued(Fact):
    name = "letter-issued/1"
    sentence = "{by} issued “{what}” to {whom}"
    duty: str
    what: str
    whom: str
    how: Text


class NotificationIssued(Fact):
    name = "notification-issued/1"
    sentence = "{by} told {whom} by {how}: {what}"
    duty: str
    what: str
    whom: str
    how: Text


class NotificationDelivered(Fact):
    name = "notification-delivered/1"
    sentence = "{by} recorded delivery to {whom} of “{what}”"
    duty: str
    what: str
    whom: str


class NotificationAcknowledged(Fact):
    name = "notification-acknowledged/1"
    sentence = "{acknowledged_by} ({as_role}) acknowledged “{what}”"
    duty: str
    what: str
    acknowledged_by: Text
    as_role: Text
    deputy: bool = False


# --- meetings, visits, reports ----------------------------------------------------------------------


class MeetingConvened(Fact):
    name = "meeting-convened/1"
    sentence = "{by} called the {meeting_title} for {on}"
    meeting: str
    meeting_title: str
    on: ISODate
    invited: tuple[Text, ...] = ()
    held_how: Literal["face to face", "virtual", "both"] = "face to face"


class SubmissionReceived(Fact):
    name = "submission-received/1"
    sentence = "{by} received a submission from {group} before the meeting: {summary}"
    group: Text
    summary: Text


class Present(Frozen):
    """Who sat for which agency or group."""

    group: Text
    who: Text
    brought: str = ""


class MeetingHeld(Decision):
    name = "meeting-held/1"
    sentence = "{by} held the {meeting_title}: {reason}"
    meeting: str
    meeting_title: str
    chair: Text
    present: tuple[Present, ...] = Field(min_length=1)
    absent: tuple[Text, ...] = ()
    outputs: tuple[Text, ...] = ()


class MinutesAgreed(Fact):
    name = "minutes-agreed/1"
    sentence = "{by} recorded that the minutes of {meeting_title} were agreed and circulated to {circulated_to}"
    meeting: str
    meeting_title: str
    circulated_to: Text


class VisitRecorded(Fact):
    name = "visit-recorded/1"
    sentence = "{by} visited: {findings}"
    findings: Text
    other_standards: str = ""
    """What was seen of standards outside the plan (NWR-PL-04)."""


class ReportIssued(Fact):
    name = "report-issued/1"
    sentence = "{by} issued the {report}: {summary}"
    report: Text
    summary: Text
    to: tuple[Text, ...] = ()


# --- logs and people --------------------------------------------------------------------------------


class LogEntryMade(Fact):
    name = "log-entry-made/1"
    sentence = "{by} entered in the {log} log: {entry}"
    log: Literal["request", "decision", "action", "risk", "movement"]
    entry: Text
    owner: str = ""
    due: ISODate | None = None


class ManagerAppointed(Decision):
    name = "manager-appointed/1"
    sentence = "{by} appointed {appointed.name} as {title} ({eligibility}): {reason}"
    role: str
    title: str
    appointed: Person
    eligibility: Text
    delegated: bool = False


class InterestDeclared(Fact):
    name = "interest-declared/1"
    sentence = "{by} declared an interest: {interest}; conflict: {conflict}"
    interest: Text
    conflict: bool


# --- provider failure ---------------------------------------------------------------------------------


class ProcessInstigated(Decision):
    name = "process-instigated/1"
    sentence = "{by} instigated {process}: {reason}"
    process: Text


class ProviderFailureRecommended(Decision):
    name = "provider-failure-recommended/1"
    sentence = "{by} recommended that the provider failure process be activated: {reason}"


class TriggerReceived(Decision):
    name = "trigger-received/1"
    sentence = "{by} recorded trigger {trigger}: {reason}"
    trigger: Literal["i", "ii", "iii", "iv"]
    notified_by: Text


class DecommissioningDecided(Decision):
    name = "decommissioning-decided/1"
    sentence = "{by} decided to decommission care: {reason}"
    health_leads: Text
    """What the Health Leads said, or why they were not asked (DER-RO-33)."""


class FailureNotified(Fact):
    name = "failure-notified/1"
    sentence = "{by} reported failure or a real risk of it: {summary}"
    summary: Text


class FailureVerified(Decision):
    name = "failure-verified/1"
    sentence = "{by} verified the failure with {verified_with}: {reason}"
    verified_with: Text


class ProviderFailureActivated(Decision):
    name = "provider-failure-activated/1"
    sentence = "{by} activated the provider failure process: {reason}"
    in_liaison_with: Text


class FailurePlanAgreed(Decision):
    name = "failure-plan-agreed/1"
    sentence = (
        "{by} agreed the options and actions of the failure plan, end date {end_date}: {reason}"
    )
    options: tuple[Text, ...] = Field(min_length=1)
    actions: tuple[PlanItem, ...] = Field(min_length=1)
    safety_actions: tuple[PlanItem, ...] = Field(min_length=1)
    communications_plan: Text
    end_date: ISODate
    progress_meeting_on: ISODate


class ProviderFailureEnded(Decision):
    name = "provider-failure-ended/1"
    sentence = "{by} ended the provider failure process: {reason}"


class TemporaryDutyEngaged(Decision):
    name = "temporary-duty-engaged/1"
    sentence = "{by} engaged the temporary duty to meet needs: {reason}"


class TemporaryDutyEnded(Decision):
    name = "temporary-duty-ended/1"
    sentence = "{by} ended the temporary duty to meet needs: {reason}"


class UrgentNeedsDecided(Decision):
    name = "urgent-needs-decided/1"
    sentence = "{by} decided whether to meet urgent needs; act: {act}: {reason}"
    act: bool
    risk_assessment: Text
    """What the risk assessment found, on which the decision rests (DER-ST-40)."""


class LessonsReviewed(Decision):
    name = "lessons-reviewed/1"
    sentence = "{by} held the review of lessons: {lessons}: {reason}"
    lessons: Text
    referred_to_board: bool


# --- the record itself ------------------------------------------------------------------------------


class FactCorrected(Decision):
    name = "fact-corrected/1"
    sentence = "{by} corrected an earlier fact: it said “{wrong}”; right is “{right}”: {reason}"
    fact: UUID
    wrong: Text
    right: Text


class DecisionAnnulled(Decision):
    name = "decision-annulled/1"
    sentence = "{by} recorded that {annulled_by} annulled an earlier decision: {reason}"
    fact: UUID
    annulled_by: Text


class DepartureRecorded(Decision):
    name = "departure-recorded/1"
    sentence = "{by} recorded that “{omitted}” was not done as the procedure says: {reason}"
    omitted: Text
    ends_duty: str | None = None


class DepartureConfirmed(Decision):
    name = "departure-confirmed/1"
    sentence = "{by} confirmed a departure that was taken first: {reason}"
    fact: UUID


class HistoryRecorded(Fact):
    name = "history-recorded/1"
    sentence = "{occurred.in_words}: {text} ({who}; source: {source})"
    item: str
    kind: Literal[
        "concern",
        "safeguarding alert",
        "inspection",
        "risk assessment",
        "meeting",
        "notification",
        "suspension",
        "lifting",
        "plan",
        "closure",
        "lesson",
        "other",
    ]
    who: Text
    text: Text
    source: Text
    other_sources: tuple[str, ...] = ()
    known_to_authority: When | None = None
    """First date on which a source shows that the authority knew; None is "not shown"."""
    count: int | None = None
    note: str = ""
    other_dates: tuple[When, ...] = ()
    """What other sources say of the date: all are kept."""
    not_shown: tuple[str, ...] = ()
    """What the procedure requires at such a step and the sources do not show: never filled in."""
