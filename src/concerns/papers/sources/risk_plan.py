"""The risk management plan as last brought up to date."""

from collections.abc import Iterator

from concerns.events import RiskPlanUpdated
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source
from concerns.papers.words import in_words


@source(
    "The actions of the risk management plan",
    line="Line",
    risk="Risk",
    action="Action",
    owner="Owner",
    due="Due",
)
def risk_actions(given: Material, _: Asked) -> Iterator[Row]:
    """The actions of the edition that the paper is about, else of the last one."""
    if plan := _edition(given):
        for one in plan.actions:
            told = {"action": one.action, "owner": one.owner, "due": in_words(one.due)}
            yield Row((plan,), {"line": one.id, "risk": one.area, **told})


@source("What protects people meanwhile", safeguard="Safeguard")
def risk_safeguards(given: Material, _: Asked) -> Iterator[Row]:
    """The safeguards of that edition."""
    if plan := _edition(given):
        yield from (Row((plan,), {"safeguard": one}) for one in plan.safeguards)


@source("What leads to escalation", number="Number", trigger="Trigger")
def risk_triggers(given: Material, _: Asked) -> Iterator[Row]:
    """The triggers of that edition."""
    if plan := _edition(given):
        yield from (Row((plan,), {"number": one.id, "trigger": one.what}) for one in plan.triggers)


def _edition(given: Material) -> RiskPlanUpdated | None:
    if isinstance(given.subject, RiskPlanUpdated):
        return given.subject
    found = [one for one in given.facts if isinstance(one, RiskPlanUpdated)]
    return found[-1] if found else None
