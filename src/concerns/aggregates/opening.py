"""Open a case, and say what a case holds for itself alone."""

from concerns.aggregates import consequences
from concerns.aggregates.provider_case import ProviderCase
from concerns.aggregates.situation import Situation, clause, fact, in_role, when
from concerns.commands.open_case import OpenCase
from concerns.events import AccessRestricted, CaseMoved, CaseOpened, Fact
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


def claims(case: ProviderCase, facts: list[Fact]) -> list[str]:
    """What a case takes for itself: one open case for a service under a procedure.

    A restricted case takes nothing: others may open their own, and learn nothing of it.
    """
    if case.seeing.only is not None:
        return []
    taking = [one for one in facts if isinstance(one, CaseOpened) or _moves(one)]
    return [_claim(one.clause.procedure, it) for one in taking for it in _services(case, facts)]


def releases(case: ProviderCase, facts: list[Fact]) -> list[str]:
    """What a closing case gives back, and a moved one under the procedure that it left.

    A restricted case too: whoever may not see it is not told by a refusal that it is there.
    """
    given = [one.clause.procedure for one in facts if one.consequence.closes or _hides(one)]
    given += [one.from_procedure for one in facts if isinstance(one, CaseMoved) and _moves(one)]
    return [_claim(one, service) for one in given for service in _services(case, facts)]


def _moves(fact: Fact) -> bool:
    """To another procedure; another version of the same keeps what it has."""
    return isinstance(fact, CaseMoved) and fact.from_procedure != fact.clause.procedure


def _hides(fact: Fact) -> bool:
    return isinstance(fact, AccessRestricted)


def _services(case: ProviderCase, facts: list[Fact]) -> list[str]:
    opened = [case.opened, *(one for one in facts if isinstance(one, CaseOpened))]
    return list({service.id: None for one in opened if one for service in one.services})


def _claim(procedure: str, service: str) -> str:
    return f"{procedure}/{service}"
