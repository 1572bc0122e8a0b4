"""What an officer gives with a step: the fact's own fields, less what the procedure knows."""

from typing import Any

from pydantic import ConfigDict, create_model
from pydantic.fields import FieldInfo

from concerns import events
from concerns.events import Fact
from concerns.procedures.procedure import Procedure
from concerns.procedures.steps import Step

GIVEN_TO_TOOLS = {
    "RiskScored": ("answers", "measures"),
    "CriteriaScored": ("answers", "measures"),
    "LevelsAssessed": ("levels", "statements"),
    "OutcomeChosen": ("outcome",),
    "SampleAssessed": ("person", "domains"),
    "ThresholdsTested": ("measures",),
}
"""By the fact that applying a tool leaves: all else in it the tool works out."""

KNOWN = {
    "RagStatusSet": {"suggested"},
    "AssessmentOutcomeDecided": {"total"},
    "RatingGiven": {"rating", "rating_title", "level_label"},
    "OverallRiskDetermined": {
        "rating",
        "level_label",
        "worst_of_sample",
        "spread",
        "people_assessed",
    },
    "RiskPlanUpdated": {"edition"},
    "RiskEscalated": {"what"},
    "ConditionReviewed": {"what"},
    "OptionsChosen": {"list", "list_title", "labels"},
}
"""By fact, what the case or the procedure says by itself."""

SHEET = FieldInfo(annotation=dict[str, Any], default={})
"""What is filled in on a tool's sheet: which lines there are stands with the tool."""


def kind_of(step: Step) -> type[Fact]:
    """The fact that a step leaves."""
    kind: type[Fact] = getattr(events, step.fact)
    return kind


def takes(step: Step) -> dict[str, FieldInfo]:
    """The details that an officer gives with a step, by name."""
    fields = kind_of(step).model_fields
    if step.scoring:
        names = GIVEN_TO_TOOLS[step.fact]
        sheets = set(names) - {"person", "outcome"}
        return {one: SHEET if one in sheets else fields[one] for one in names}
    known = Fact.model_fields.keys() | step.sets.keys() | _filled_in(step)
    return {name: field for name, field in fields.items() if name not in known}


def described(step: Step, procedure: Procedure) -> dict[str, Any]:
    """The same as a JSON Schema (2020-12), with what this document makes compulsory."""
    fields: dict[str, Any] = {name: (one.annotation, one) for name, one in takes(step).items()}
    shape = create_model("Details", __config__=ConfigDict(extra="forbid"), **fields)
    told = shape.model_json_schema()
    needed = {*told.get("required", ()), *(fields.keys() & {*step.asks})}
    if step.plan and procedure.plans[step.plan].lines:
        told["$defs"]["PlanItem"]["required"] = ["id", "owner", "due"]  # the rest is printed
    return {**told, "required": sorted(needed)}


def _filled_in(step: Step) -> set[str]:
    found = {"automatic", *KNOWN.get(step.fact, ())}
    if step.plan:
        found |= {"plan", "plan_title", "absolute"}
    if step.meeting:
        found |= {"meeting", "meeting_title"}
    if step.fact == "ManagerAppointed" and "role" in step.sets:
        found |= {"title"}
    return found
