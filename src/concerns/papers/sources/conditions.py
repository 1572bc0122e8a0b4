from collections.abc import Iterator

from concerns.events import ConditionReviewed, SuspensionLifted
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source
from concerns.papers.words import in_words


@source(
    "The conditions attached to lifting",
    condition="Condition",
    review="To be reviewed",
    outcome="What the review found",
)
def conditions(given: Material, _: Asked) -> Iterator[Row]:
    """The conditions of the lifting that the paper is about, else of the last one."""
    lifted = given.subject if isinstance(given.subject, SuspensionLifted) else _last(given)
    if lifted is None:
        return
    for one in lifted.conditions:
        reviews = [
            fact
            for fact in given.facts
            if isinstance(fact, ConditionReviewed)
            and fact.what == one.what
            and fact.version > lifted.version
        ]
        said = [f"{fact.occurred.in_words}: {fact.outcome}" for fact in reviews]
        cells = {"condition": one.what, "review": in_words(one.review_on)}
        yield Row((lifted, *reviews), {**cells, "outcome": "; ".join(said) or "not yet reviewed"})


def _last(given: Material) -> SuspensionLifted | None:
    found = [one for one in given.facts if isinstance(one, SuspensionLifted)]
    return found[-1] if found else None
