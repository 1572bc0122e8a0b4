from collections.abc import Iterable

from concerns.events import Fact, RiskEscalated, RiskPlanUpdated
from concerns.projections.view import Doc, View, said_by


class RiskPlan(View):
    """The risk management plan as it stands: level, actions, safeguards, triggers (LAM-PL-01)."""

    name = "risk-plan"
    question = "What is the risk now, what keeps people safe, and what would make us escalate?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a case; earlier editions stay readable as known then."""
        return (str(fact.case),) if isinstance(fact, RiskPlanUpdated | RiskEscalated) else ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """The edition in force, and which triggers were met since."""
        match fact:
            case RiskPlanUpdated():
                said = fact.model_dump(
                    mode="json",
                    include={"edition", "risk_level", "actions", "safeguards", "triggers"},
                )
                dated = {"occurred": fact.occurred.text, "by": said_by(fact)}
                return {"case": key, **said, **dated, "triggers_met": []}
            case RiskEscalated():
                met = {"trigger": fact.trigger, "on": fact.occurred.text, "why": fact.reason}
                return row and {**row, "triggers_met": [*row["triggers_met"], met]}
            case _:
                return row
