"""Acts that every procedure allows to certain roles, beside its own steps."""

from typing import Any

from concerns.aggregates.situation import Situation, clause, fact, in_role
from concerns.commands.command import Command
from concerns.events import Consequence, Duty, Fact


def act(
    kind: type[Fact],
    asked: Command,
    situation: Situation,
    /,
    *,
    roles: tuple[str, ...],
    doing: str,
    step: str,
    begins: tuple[Duty, ...] = (),
    ends: tuple[str, ...] = (),
    requirements: tuple[str, ...] = (),
    **details: Any,  # noqa: ANN401 - the fact's own type judges them
) -> list[Fact]:
    """The fact of an act by somebody in one of some roles, in the log of whoever keeps one now.

    Raises:
        Refusal: not your role, or something is missing or malformed.
    """
    return [
        fact(
            kind,
            asked,
            situation,
            by=in_role(situation, roles, asked, doing),
            clause=clause(situation, step, requirements or situation.procedure.acts.requirement),
            consequence=Consequence(log_of=keepers(situation), begins=begins, ends=ends),
            **details,
        )
    ]


def keepers(situation: Situation) -> tuple[str, ...]:
    """Whose log must hold what is done at this stage."""
    if not situation.case.stage:
        return ()
    keeper = situation.procedure.stages[situation.case.stage].log_of
    return (keeper,) if keeper else ()
