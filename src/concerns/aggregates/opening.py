"""Open a case, and say what a case holds for itself alone."""

from concerns.aggregates import consequences
from concerns.aggregates.provider_case import ProviderCase
from concerns.aggregates.situation import Situation, clause, fact, in_role, when
from concerns.commands.open_case import OpenCase
from concerns.events import CaseOpened, Fact
from concerns.vocabulary import Refusal

OPENING = "open_case"
"""The step by which every procedure opens a case."""


def open_case(asked: OpenCase, situation: Situation) -> list[Fact]:
    """The first fact of a case.

    Raises:
        Refusal: not your role, or the case is open already.
    """
    if situation.case.opened is not None:
        raise Refusal("this case is open already")
    step = situation.procedure.steps[OPENING]
    return [
        fact(
            CaseOpened,
            asked,
            situation,
            by=in_role(situation, step.by, asked, f"“{step.title}”"),
            clause=clause(situation, OPENING, step.requirement),
            consequence=consequences.of_step(OPENING, situation, when(asked, situation), {}),
            procedure_title=situation.procedure.title,
            provider=asked.provider,
            services=asked.services,
        )
    ]


def claims(facts: list[Fact]) -> list[str]:
    """What a case takes for itself: one open case for a service under a procedure."""
    opened = [one for one in facts if isinstance(one, CaseOpened)]
    return [_claim(one, service.id) for one in opened for service in one.services]


def releases(case: ProviderCase, facts: list[Fact]) -> list[str]:
    """What a closing case gives back."""
    if case.opened is None or not any(one.consequence.closes for one in facts):
        return []
    return [_claim(case.opened, service.id) for service in case.opened.services]


def _claim(opened: CaseOpened, service: str) -> str:
    return f"{opened.clause.procedure}/{service}"
