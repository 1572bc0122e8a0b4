from collections.abc import Iterator

from concerns.events import RiskScored
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source


@source(
    "The scoring tools applied, and the colour that each suggested",
    date="Date",
    tool="Tool",
    met="Indicators met",
    suggests="It suggests",
    doubts="Contradictions",
    by="Applied by",
)
def scores(given: Material, _: Asked) -> Iterator[Row]:
    """A score advises; a person decides. Indicators are told by number and label."""
    for fact in given.facts:
        if isinstance(fact, RiskScored):
            yield Row(
                (fact,),
                {
                    "date": fact.occurred.in_words,
                    "tool": fact.tool_title,
                    "met": "; ".join(_labelled(given, fact.tool, fact.met)) or "none",
                    "suggests": fact.suggests.capitalize(),
                    "doubts": "; ".join(fact.contradictions) or "none",
                    "by": str(fact.by),
                },
            )


def _labelled(given: Material, tool: str, met: tuple[str, ...]) -> list[str]:
    known = given.procedure.scoring.get(tool)
    labels = {key: one.label for key, one in known.indicators.items()} if known else {}
    return [f"{key} {labels.get(key, '')}".rstrip() for key in met]
