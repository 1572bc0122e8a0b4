from collections.abc import Iterable

from concerns.events import AppealDecided, AppealLodged, Fact, InterimProtectionMade
from concerns.projections.view import Doc, View


class Appeals(View):
    """Appeals: against what, on what grounds, what protects people meanwhile, how they ended.

    An appeal never stays a decision (AMB-BLA-28), so nothing else changes while it runs.
    """

    name = "appeals"
    question = "What does the provider contest, and what protects people meanwhile?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a case; each appeal is an episode in it."""
        ours = isinstance(fact, AppealLodged | InterimProtectionMade | AppealDecided)
        return (str(fact.case),) if ours else ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """Lodged, protected, decided: the latest appeal is meant."""
        episodes = list(row["episodes"]) if row else []
        match fact:
            case AppealLodged():
                episodes.append(_lodged(fact))
            case InterimProtectionMade() if episodes:
                protected = [*episodes[-1]["protection"], fact.arrangement]
                episodes[-1] = {**episodes[-1], "protection": protected}
            case AppealDecided() if episodes:
                said = {"outcome": fact.outcome, "decided_by": fact.decided_by, "why": fact.reason}
                episodes[-1] = {**episodes[-1], **said, "until": fact.occurred.text}
            case _:
                return row
        return {"case": key, "episodes": episodes}


def _lodged(fact: AppealLodged) -> Doc:
    return {
        "from": fact.occurred.text,
        "against": str(fact.against),
        "contract_clause": fact.contract_clause,
        "grounds": fact.grounds,
        "protection": [],
        "outcome": None,
        "until": None,
    }
