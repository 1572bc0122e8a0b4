"""Criteria whose answers carry scores: added up, shown, and deciding nothing."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from concerns.aggregates.scoring.reading import Known, measures, only_known, sheet, within
from concerns.aggregates.situation import Situation
from concerns.procedures.tools import Answer, Criterion, Questionnaire
from concerns.vocabulary import Refusal


def apply(key: str, given: dict[str, Any], situation: Situation) -> dict[str, object]:
    """The fields of a CriteriaScored fact. What is not answered is unanswered, never zero.

    Raises:
        Refusal: a criterion, answer or measure that the form does not have.
    """
    tool = situation.procedure.questionnaires[key]
    answers = sheet(given.pop("answers", {}), "answers", str)
    only_known(answers, tool.criteria, "criterion", "answers")
    filled, known = measures(given.pop("measures", {}), tool.measures, situation.today)
    answered = {name: one for name, one in answers.items() if one}
    if not answered:
        raise Refusal("nothing is answered at all", kind="not understood", where="answers")
    lines = list(_lines(tool, answered, known, situation.today))
    return {
        "tool": key,
        "tool_title": tool.title,
        "answers": lines,
        "unanswered": tuple(name for name in tool.criteria if name not in answered),
        "measures": filled,
        "contradictions": tuple(
            f"criterion {one['criterion']}: answered “{one['answer']}”, while the measures given "
            f"suggest “{one['suggested']}”"
            for one in lines
            if one["suggested"]
        ),
        "total": sum(one["score"] or 0 for one in lines),
        "out_of": sum(_most(one) for one in tool.criteria.values()),
    }


def _lines(
    tool: Questionnaire, answered: dict[str, str], known: Known, today: date
) -> Iterator[dict[str, Any]]:
    for name, criterion in tool.criteria.items():
        if name in answered:
            yield {"criterion": name, **_line(name, criterion, answered[name], known, today)}


def _line(name: str, criterion: Criterion, given: str, known: Known, today: date) -> dict[str, Any]:
    if not criterion.answers:  # free text, unscored (AMB-BLA-01)
        return {"question": criterion.question, "answer": given, "score": None, "suggested": ""}
    answer = criterion.answers.get(given)
    if answer is None:
        choices = ", ".join(criterion.answers)
        raise Refusal(
            f"criterion {name} has no answer {given!r}; it has: {choices}",
            clause=criterion.requirement,
            kind="not understood",
            where=f"answers.{name}",
        )
    fitting = _suggested(criterion, known, today)
    return {
        "question": criterion.question,
        "answer": answer.label,
        "score": answer.score,
        "suggested": fitting.label if fitting and fitting is not answer else "",
    }


def _suggested(criterion: Criterion, known: Known, today: date) -> Answer | None:
    """The answer of the highest score that the measures given fit (AMB-BLA-05 to 07)."""
    fitting = [one for one in criterion.answers.values() if _fits(one, known, today)]
    return max(fitting, key=lambda one: one.score, default=None)


def _fits(answer: Answer, known: Known, today: date) -> bool:
    values = [(band, known.get(band.measure)) for band in answer.fits]
    return bool(values) and all(
        value is not None and within(band, value, today) for band, value in values
    )


def _most(criterion: Criterion) -> int:
    return max((one.score for one in criterion.answers.values()), default=0)
