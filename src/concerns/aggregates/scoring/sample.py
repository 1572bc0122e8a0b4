"""A tool used on a sample of people: the person's own risk and that to others, by domain."""

from collections import Counter
from typing import Any

from concerns.aggregates.scoring import levels
from concerns.aggregates.scoring.reading import only_known, sheet
from concerns.aggregates.situation import Situation
from concerns.procedures.tools import Matrix, SampleTool
from concerns.vocabulary import Refusal

COLUMNS = ("issues", "impact", "likelihood", "others_impact", "others_likelihood")
"""What is filled in for a domain; the grades are worked out."""


def apply(key: str, given: dict[str, Any], situation: Situation) -> dict[str, object]:
    """The fields of a SampleAssessed fact; a grade half given stays unanswered.

    Raises:
        Refusal: a domain or column the tool does not have, or a level outside its scale.
    """
    tool = situation.procedure.samples[key]
    matrices = situation.procedure.matrices
    filled = sheet(given.pop("domains", {}), "domains", dict)
    only_known(filled, tool.domains, "domain", "domains")
    domains = [
        _domain(name, tool, matrices, filled[name]) for name in tool.domains if name in filled
    ]
    grades = [one[side] for one in domains for side in ("own", "others") if one[side]["level"]]
    spread = Counter(str(one["label"]) for one in grades)
    return {
        "tool": key,
        "tool_title": tool.title,
        "domains": domains,
        "unanswered": tuple(_unanswered(tool, domains)),
        "contradictions": tuple(_contradictions(domains)),
        "worst": _worst(matrices[tool.own], [str(one["level"]) for one in grades]),
        "spread": dict(spread),
    }


def _domain(
    name: str, tool: SampleTool, matrices: dict[str, Matrix], given: dict[str, Any]
) -> dict[str, Any]:
    only_known(given, dict.fromkeys(COLUMNS), "column", f"domains.{name}")
    return {
        "domain": name,
        "label": tool.domains[name].label,
        "issues": str(given.get("issues") or "").strip(),
        "own": _grade(matrices[tool.own], given, "", name),
        "others": _grade(matrices[tool.others], given, "others_", name),
    }


def _grade(matrix: Matrix, given: dict[str, Any], side: str, domain: str) -> dict[str, Any]:
    named = {
        matrix.rows: given.get(f"{side}impact"),
        matrix.columns: given.get(f"{side}likelihood"),
    }
    try:
        read = levels.read_levels(matrix, named)
    except Refusal as no:
        no.where = f"domains.{domain}"
        raise
    found = levels.cell(matrix, matrix.cells, read)
    return {
        "impact": read.get(matrix.rows),
        "likelihood": read.get(matrix.columns),
        "score": levels.score(matrix, read),
        "level": found,
        "label": matrix.outcomes[found].label if found else None,
    }


def _unanswered(tool: SampleTool, domains: list[dict[str, Any]]) -> list[str]:
    """Domains not filled in, and grades of which one half is missing."""
    filled = {one["domain"] for one in domains}
    halves = [
        f"{one['domain']} {side}"
        for one in domains
        for side in ("own", "others")
        if one[side]["level"] is None and (one["issues"] or one[side] != _EMPTY)
    ]
    return [*(name for name in tool.domains if name not in filled), *halves]


_EMPTY = dict.fromkeys(("impact", "likelihood", "score", "level", "label"))


def _contradictions(domains: list[dict[str, Any]]) -> list[str]:
    """Graded where no issue is described: shown to a person, never resolved."""
    return [
        f"domain {one['domain']} is graded, and no issue is described"
        for one in domains
        if not one["issues"] and (one["own"]["level"] or one["others"]["level"])
    ]


def _worst(matrix: Matrix, found: list[str]) -> str:
    order = [*matrix.outcomes]
    return matrix.outcomes[max(found, key=order.index)].label if found else "not graded"
