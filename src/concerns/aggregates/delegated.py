from concerns.aggregates.situation import Situation
from concerns.commands.command import Command
from concerns.commands.take_step import TakeStep
from concerns.vocabulary import Refusal


def stay_within_delegation(asked: Command, situation: Situation) -> None:
    """Whoever acts for another does no more than was delegated.

    Raises:
        Refusal: another procedure, another step, or more money than the delegation says.
    """
    limits, procedure = situation.officer.limits, situation.procedure.procedure
    if limits.procedures and procedure not in limits.procedures:
        raise _further(f"it holds for {' and '.join(limits.procedures)}")
    step = asked.step if isinstance(asked, TakeStep) else None
    if limits.steps and step not in limits.steps:
        raise _further(f"it holds for the steps {', '.join(limits.steps)}")
    amount = asked.details.get("amount") if isinstance(asked, TakeStep) else None
    if limits.pence is not None and isinstance(amount, int) and amount > limits.pence:
        raise _further(f"its limit is {limits.pence} pence")


def _further(why: str) -> Refusal:
    return Refusal(
        f"this goes further than was delegated to you: {why}",
        kind="not your role",
        where="delegation",
    )
