"""What a fact says that the case or the procedure knows already, by kind of fact."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from concerns.aggregates.situation import Situation
from concerns.events import FACTS, SampleAssessed
from concerns.procedures.parts import PlanKind
from concerns.procedures.steps import Step
from concerns.vocabulary import Refusal

Given = dict[str, Any]


def _suggested_colour(step: Step, given: Given, situation: Situation) -> Given:  # noqa: ARG001
    return {"suggested": situation.case.suggested}


def _total(step: Step, given: Given, situation: Situation) -> Given:  # noqa: ARG001
    return {"total": situation.case.total}


def _rating(step: Step, given: Given, situation: Situation) -> Given:
    """The scale's title and the level's label; a scale without levels takes the words given."""
    rating = situation.procedure.ratings[step.rating or ""]
    level = str(given.get("level") or step.sets.get("level") or "")
    if rating.levels and level not in rating.levels:
        raise Refusal(
            f"{level!r} is no level of “{rating.title}”; there are: {', '.join(rating.levels)}",
            clause=rating.requirement,
            kind="not understood",
            where="level",
        )
    label = rating.levels[level].label if rating.levels else level
    known = {"rating": step.rating, "level_label": label}
    return known if step.fact == "OverallRiskDetermined" else known | {"rating_title": rating.title}


def _overall_risk(step: Step, given: Given, situation: Situation) -> Given:
    """The worst grade of the sample and the spread stand beside the judgement (AMB-BLA-25)."""
    samples = situation.case.samples.values()
    spread = sum((Counter(one.spread) for one in samples), Counter[str]())
    return _rating(step, given, situation) | {
        "worst_of_sample": _worst([*samples], situation),
        "spread": dict(spread),
        "people_assessed": len(samples),
    }


def _worst(samples: list[SampleAssessed], situation: Situation) -> str | None:
    procedure = situation.procedure
    order = [
        one.label
        for tool in {sample.tool for sample in samples}
        for one in procedure.matrices[procedure.samples[tool].own].outcomes.values()
    ]
    graded = [one.worst for one in samples if one.worst in order]
    return max(graded, key=order.index, default=None)


def _edition(step: Step, given: Given, situation: Situation) -> Given:  # noqa: ARG001
    return {"edition": situation.case.risk_plan_edition + 1}


def _trigger(step: Step, given: Given, situation: Situation) -> Given:
    """Only an agreed trigger escalates, so that it can be checked (LAM-RC-05)."""
    agreed, named = situation.case.triggers, str(given.get("trigger"))
    if named not in agreed:
        known = ", ".join(agreed) or "none is agreed yet"
        raise Refusal(
            f"no trigger {named!r} was agreed in the risk management plan; there are: {known}",
            clause=step.requirement,
            kind="not understood",
            where="trigger",
        )
    return {"what": agreed[named]}


def _appealed(step: Step, given: Given, situation: Situation) -> Given:
    """An appeal is against a decision of this case, which stands meanwhile (AMB-BLA-28)."""
    against = str(given.get("against"))
    known = {str(one): kept.name for one, kept in situation.case.facts.items()}
    if against not in known or not FACTS[known[against]].decision:
        raise Refusal(
            "name the decision appealed against, by the id of its fact in this case",
            clause=step.requirement,
            kind="not understood",
            where="against",
        )
    return {}


def _recommendation(step: Step, given: Given, situation: Situation) -> Given:
    if given.get("number") not in situation.case.recommendations:
        known = ", ".join(sorted(situation.case.recommendations)) or "none was made yet"
        raise Refusal(
            f"there is no recommendation {given.get('number')!r}; there are: {known}",
            clause=step.requirement,
            kind="not understood",
            where="number",
        )
    return {}


def _plan_lines(step: Step, given: Given, situation: Situation) -> Given:
    """Lines that the document itself puts into a plan get their words from it."""
    kind = situation.procedure.plans[step.plan] if step.plan else None
    items = given.get("items")
    if kind is None or not kind.lines or not isinstance(items, list | tuple):
        return {}
    lines = [dict[str, Any](one) for one in items]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    _none_missing(kind, {str(one.get("id")) for one in lines}, step)
    given["items"] = [_as_printed(kind, one) for one in lines]
    return {}


def _none_missing(kind: PlanKind, given: set[str], step: Step) -> None:
    missing = [number for number in kind.lines if number not in given]
    if missing:
        raise Refusal(
            f"the {kind.title} begins with lines that are missing here: {', '.join(missing)}",
            clause=step.requirement or kind.requirement,
            kind="not understood",
            where="items",
        )


def _as_printed(kind: PlanKind, item: dict[str, Any]) -> dict[str, Any]:
    line = kind.lines.get(str(item.get("id")))
    if line is None:
        return item
    printed = {"area": line.responsible or "not stated", "action": line.label, "kind": line.block}
    return {**item, **printed}


KNOWN_BEFORE: Mapping[str, Callable[[Step, Given, Situation], Given]] = {
    "RagStatusSet": _suggested_colour,
    "AssessmentOutcomeDecided": _total,
    "RatingGiven": _rating,
    "OverallRiskDetermined": _overall_risk,
    "RiskPlanUpdated": _edition,
    "RiskEscalated": _trigger,
    "AppealLodged": _appealed,
    "RecommendationAnswered": _recommendation,
    "PlanAgreed": _plan_lines,
}
"""By the fact that a step leaves."""
