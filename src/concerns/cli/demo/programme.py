"""What the demonstration shows, in order."""

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from concerns.cli.demo import board, known, logs, next_steps, refusals, tellings, time_limits
from concerns.cli.demo.director import TODAY, Council, History
from concerns.cli.histories import answers, show_answers
from concerns.cli.office import Office
from concerns.cli.screen import day

_TWO_TIMES = (
    "Everything below was decided by the procedures themselves, one request at a time, and read "
    "back from the record. Each fact has two times: when it happened, which the story sets, and "
    "when it was recorded, which is this database's own clock, a moment ago."
)


def show(out: Console, office: Office, councils: list[Council], histories: list[History]) -> None:
    """Print every part; each says first what question it answers."""
    northtown, derwentshire = councils
    elm_house, ash_court = northtown.plays
    river_view, _ = derwentshire.plays
    out.print()
    out.print(Text(f"Two made-up councils, as they stand on {day(TODAY)}", style="bold"))
    out.print(Text(_TWO_TIMES, style="dim"))

    _heading(out, 1, "How worried should we be, and about whom?")
    board.show(out, office, councils)
    _heading(out, 2, "What did the procedures refuse?")
    refusals.show(out, [*elm_house.refused, *river_view.refused])
    _heading(out, 3, "Elm House: what was decided, by whom, under which clause, and why?")
    logs.show_decisions(out, office, elm_house)
    _heading(out, 4, "River View: the logs that two managers must keep")
    logs.show_kept_by(out, office, river_view, "crm", "Concerns Response Manager (Process 1)")
    out.print()
    logs.show_kept_by(out, office, river_view, "pfm", "Provider Failure Manager (Process 2)")
    _heading(out, 5, "What is overdue, and why was it due then?")
    time_limits.show_overdue(out, office, councils)
    time_limits.show_why(out, office, ash_court, "plan_made")
    _heading(out, 6, "Who had to be told, and were they?")
    tellings.show(out, office, elm_house, "Elm House suspended", "_suspension", "suspension_letter")
    out.print()
    tellings.show(out, office, river_view, "River View failing", "telephone_", "email_")
    _heading(out, 7, "Elm House: what was known, one signature apart?")
    known.show(out, office, elm_house, "one signature", "both signatures")
    _heading(out, 8, "An auditor's questions to published histories")
    _show_histories(out, office, histories)
    _heading(out, 9, "What to look at next")
    next_steps.show(out, councils, histories)


def _heading(out: Console, number: int, question: str) -> None:
    out.print()
    out.print(Rule(Text(f"{number}  {question}", style="bold"), align="left", style="dim"))
    out.print()


def _show_histories(out: Console, office: Office, histories: list[History]) -> None:
    if not histories:
        out.print("No published histories are here: name their folder with --examples.")
    for nth, (chronology, imported) in enumerate(
        (one.chronology, one.imported) for one in histories
    ):
        if nth:
            out.print()
        out.print(Text(chronology.title, style="bold"))
        told = (
            f"{imported.items} items; {imported.gaps} things that the {chronology.procedure} "
            "procedure asks for and no source shows"
        )
        out.print(Text(told, style="dim"))
        show_answers(out, answers(office, chronology, imported.case), brief=True)
