"""The dossier of a decision: made outside, bound to the case by its digest."""

from concerns import events
from concerns.aggregates.situation import Situation, by, clause, fact
from concerns.commands.request_dossier import RequestDossier
from concerns.events import FACTS, Fact
from concerns.vocabulary import Refusal


def request_dossier(asked: RequestDossier, situation: Situation) -> list[Fact]:
    """Anyone with a role in the procedure may; it settles nothing and begins nothing.

    Whether the digest is that of the dossier is for whoever made it, and for whoever makes it
    again: what was known is in the record.
    """
    decision = situation.case.facts.get(asked.fact)
    if decision is None:
        raise Refusal(f"the case holds no fact {asked.fact}", kind="not found", where="fact")
    if not FACTS[decision.name].decision:
        raise Refusal("only a decision has a dossier", kind="not understood", where="fact")
    role = situation.held(tuple(situation.procedure.roles), asked.role)
    if role is None:
        raise Refusal("you hold no role in this procedure", kind="not your role")
    return [
        fact(
            events.DossierMade,
            asked,
            situation,
            by=by(situation, role),
            clause=clause(situation, "request_dossier"),
            fact=asked.fact,
            form=asked.form,
            up_to=asked.up_to,
            sha256=asked.sha256,
        )
    ]
