"""Decision logs, and the logs that a procedure demands of its managers."""

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from concerns.cli.demo.play import Play
from concerns.cli.office import Office
from concerns.cli.screen import clauses, dated, day
from concerns.procedures.procedure import Procedure
from concerns.projections import Doc
from concerns.storage import rows

_KINDS = ("request", "decision", "action", "risk", "movement")


def show_decisions(out: Console, office: Office, play: Play) -> None:
    """Every decision of a case, in order, as a sentence with its clauses."""
    out.print(Text(play.story.name, style="bold"))
    out.print(_decisions(_in_order(_read(office, play, "decision-log", None))))


def show_kept(out: Console, office: Office, play: Play, procedure: Procedure) -> None:
    """The logs of each manager whose logs the procedure demands at some stage."""
    keepers = dict.fromkeys(stage.log_of for stage in procedure.stages.values() if stage.log_of)
    for nth, role in enumerate(keepers):
        if nth:
            out.print()
        title = f"{play.story.name}: {procedure.role_title(role)}"
        _show_kept_by(out, office, play, role, title)


def _show_kept_by(out: Console, office: Office, play: Play, role: str, title: str) -> None:
    """The logs of one manager: decisions made on their watch, requests, actions and the rest."""
    out.print(Text(title, style="bold underline"))
    entries = _read(office, play, "logs", role)
    for kind in _KINDS:
        if kind == "decision":
            decided = _in_order(_read(office, play, "decision-log", role))
            out.print(Text(f"\nDecision log ({len(decided)})", style="bold"))
            out.print(_decisions(decided))
            continue
        found = [one for one in entries if one["log"] == kind]
        if found:
            out.print(Text(f"\n{kind.capitalize()} log ({len(found)})", style="bold"))
            out.print(_entries(found))


def _read(office: Office, play: Play, view: str, role: str | None) -> list[Doc]:
    where: dict[str, Any] | None = {"log_of": [role]} if role else None
    found = rows.read(office.pool, play.authority, view, case=play.case, where=where)
    return [one.doc for one in sorted(found, key=lambda one: one.from_position)]


def _in_order(decisions: list[Doc]) -> list[Doc]:
    return sorted(decisions, key=lambda one: one["version"])


def _decisions(decisions: list[Doc]) -> Table:
    shown = dated()
    for one in decisions:
        said = Text(one["sentence"] + ".")
        said.append(f"\n{clauses(one['clause']['requirements'])}", "dim")
        shown.add_row(day(one["occurred"]), said)
    return shown


def _entries(entries: list[Doc]) -> Table:
    shown = dated()
    for one in entries:
        asked = [one["owner"], f"by {day(one['due'])}" if one["due"] else "", one["state"]]
        said = Text(one["entry"]).append(_after(asked), "dim")
        shown.add_row(day(one["occurred"]), said)
    return shown


def _after(parts: list[str]) -> str:
    told = ", ".join(part for part in parts if part)
    return f" · {told}" if told else ""
