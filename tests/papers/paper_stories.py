"""Cases played through their procedures, with made-up positions, for papers to be made from."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

from derby_case import (
    CARA,
    DIRECTOR,
    MEETING,
    PAUL,
    QMO,
    THREE,
    amber,
    failure_plan_running,
    final_plan,
    lifted,
)
from north_west import CQS, DASS, SPRG, at_risk, lifted_with_conditions, lifting_considered

from concerns.commands.make_log_entry import MakeLogEntry
from concerns.events import Fact
from concerns.papers.definition import Definition
from concerns.papers.library import papers
from concerns.papers.making import make
from concerns.papers.paper import Paper
from concerns.procedures.reader import library
from concerns.register import Recorded
from given import Story, plan

FIRST = 101
"""The position of a case's first fact: positions count for a whole council."""
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def recorded(facts: Sequence[Fact]) -> list[Recorded]:
    """The facts as the record would hold them, a minute apart."""
    return [
        Recorded(FIRST + nth, NINE + timedelta(minutes=nth), fact) for nth, fact in enumerate(facts)
    ]


@cache
def defined(procedure: str) -> dict[str, Definition]:
    """The papers that come with a procedure."""
    return dict(papers({procedure: library()[procedure]})[procedure])


def made(story: Story, name: str, of: int | None = None) -> Paper:
    """A paper that comes with the program, from a story."""
    definition = defined(story.procedure.procedure)[name]
    return make(name, definition, recorded(story.facts), story.procedure, of=of)


def words(paper: Paper) -> str:
    """Everything that the paper says, in one line."""
    return " ".join(str(paper.as_data()).split())


def at_risk_lifted() -> Story:
    """The plan complied with in full."""
    case = at_risk().at(2026, 3, 30)
    case.takes(CQS, "report_progress", summary="all done")
    return case.takes(SPRG, "assess_full_compliance").takes(SPRG, "lift_at_risk")


def lifted_plainly() -> Story:
    """Suspended and lifted without conditions."""
    return lifting_considered().takes(DASS, "lift_suspension", choices={"nursing_relevant": False})


def both_processes() -> Story:
    """From an alert through both processes to the lessons, with entries in every log."""
    case = final_plan()
    case.asks(CARA, MakeLogEntry(log="request", entry="rotas asked for"))
    case.asks(CARA, MakeLogEntry(log="risk", entry="night staff leave", owner="Cara"))
    case.takes(CARA, "reconvene_process_1_meeting", **MEETING).takes(CARA, "recommend_escalation")
    for who in THREE:
        case.takes(who, "decide_decommissioning", health_leads="agreed")
    for who in THREE:
        case.takes(who, "activate_after_decommissioning", in_liaison_with="both")
    failure_plan_running(case)
    case.asks(PAUL, MakeLogEntry(log="request", entry="keys asked for"))
    case.asks(PAUL, MakeLogEntry(log="movement", entry="R12 moves to Oak House"))
    case.takes(PAUL, "hold_progress_meeting", **MEETING).takes(PAUL, "end_provider_failure")
    return case.takes(DIRECTOR, "hold_lessons_review", lessons="ask early", referred_to_board=True)


def with_an_action_plan() -> Story:
    """An action plan agreed at Amber."""
    return amber().takes(QMO, "agree_action_plan", **plan())


PLAYED = {
    "north-west-routes": (at_risk_lifted, lifted_plainly, lifted_with_conditions),
    "derby": (lifted, both_processes, with_an_action_plan),
}
"""Stories that together hold what every shipped paper is about."""
