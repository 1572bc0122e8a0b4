"""What the demonstration shows, in order."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from concerns.cli.demo import (
    board,
    known,
    logs,
    next_steps,
    outcomes,
    refusals,
    requirements,
    tellings,
    time_limits,
)
from concerns.cli.demo.consistency import TODAY
from concerns.cli.demo.director import Council, History
from concerns.cli.demo.features import Features
from concerns.cli.demo.play import Play
from concerns.cli.histories import answers, show_answers
from concerns.cli.office import Office, procedures
from concerns.cli.screen import day

Wanted = TypeVar("Wanted")

_TWO_TIMES = (
    "Everything below was decided by the procedures themselves, one request at a time, and read "
    "back from the record. Each fact has two times: when it happened, which the story sets, and "
    "when it was recorded, which is this database's own clock, a moment ago."
)


def show(out: Console, office: Office, councils: list[Council], histories: list[History]) -> None:
    """Print every part; each says first what question it answers."""
    plays = [play for council in councils for play in council.plays]
    out.print()
    out.print(Text(f"Made-up councils as they stand on {day(TODAY)}", style="bold"))
    out.print(Text(_TWO_TIMES, style="dim"))

    _heading(out, 1, "How worried should we be, and about whom?")
    board.show(out, office, councils)
    _heading(out, 2, "What did the procedures refuse?")
    refusals.show(out, [play for play in plays if play.features.refusals])
    _heading(out, 3, "What was decided, by whom, under which clause, and why?")
    for play, _ in _fed(out, plays, lambda feeds: feeds.decision_log):
        logs.show_decisions(out, office, play)
    _heading(out, 4, "The logs that managers must keep")
    for play, _ in _fed(out, plays, lambda feeds: feeds.kept_logs):
        logs.show_kept(out, office, play, procedures()[play.story.procedure])
    _heading(out, 5, "What is overdue, and why was it due then?")
    time_limits.show_overdue(out, office, councils)
    out.print()
    for play, key in _fed(out, plays, lambda feeds: feeds.time_limit):
        time_limits.show_why(out, office, play, key)
    _heading(out, 6, "Who had to be told, and were they?")
    for play, wanted in _fed(out, plays, lambda feeds: feeds.tellings):
        tellings.show(out, office, play, wanted)
    _heading(out, 7, "What was known, one signature apart?")
    for play, marks in _fed(out, plays, lambda feeds: feeds.known):
        known.show(out, office, play, marks)
    _heading(out, 8, "Each procedure to each of its ends")
    outcomes.show(out, office, plays, procedures())
    _heading(out, 9, "How much of each council's document is in the program?")
    requirements.show(out)
    _heading(out, 10, "An auditor's questions to published histories")
    _show_histories(out, office, histories)
    _heading(out, 11, "What to look at next")
    next_steps.show(out, councils, histories)


def _heading(out: Console, number: int, question: str) -> None:
    out.print()
    out.print(Rule(Text(f"{number}  {question}", style="bold"), align="left", style="dim"))
    out.print()


def _fed(
    out: Console, plays: list[Play], part: Callable[[Features], Wanted | None]
) -> Iterator[tuple[Play, Wanted]]:
    """The cases that feed a part, with what each wants shown; a line apart."""
    found = [(play, wanted) for play in plays if (wanted := part(play.features))]
    for nth, one in enumerate(found):
        if nth:
            out.print()
        yield one


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
