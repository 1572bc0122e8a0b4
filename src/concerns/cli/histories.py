"""Published histories: put one into the record, and answer what an auditor asks of it."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from rich.console import Console
from rich.table import Table
from rich.text import Text

from concerns.chronology.answers import answer
from concerns.chronology.findings import Answer, Gaps, Known
from concerns.chronology.format import Chronology
from concerns.chronology.importing import Imported, import_chronology
from concerns.cli.office import Office, procedures
from concerns.cli.plainly import CannotDo
from concerns.ids import new_case
from concerns.procedures.procedure import Procedure
from concerns.storage import rows
from concerns.vocabulary import Officer, Person


class Answered(NamedTuple):
    """A question in words, and the answer worked out from the record."""

    question: str
    answer: Answer
    sources: Mapping[str, str]


def put_in(
    office: Office, chronology: Chronology, person: Person, role: str | None = None
) -> Imported:
    """Record a history as a case of its authority, and bring the views up to it.

    Raises Refusal as `import_chronology` does, CannotDo where nobody may import under the
    procedure or there is no such procedure.
    """
    authority = chronology.authority.slug
    roles = frozenset({role or _importer(_procedure(chronology))})
    officer = Officer(person=person, authority=authority, roles=roles)
    casework = office.casework(authority, lambda: datetime.now(UTC))
    imported = import_chronology(chronology, casework, officer, new_case)
    office.projector(authority).catch_up()
    return imported


def _procedure(chronology: Chronology) -> Procedure:
    found = procedures().get(chronology.procedure)
    if found is None:
        known = ", ".join(procedures())
        raise CannotDo(f"There is no procedure {chronology.procedure!r}. There are: {known}.")
    return found


def _importer(procedure: Procedure) -> str:
    """A role that may both open a case and keep its logs."""
    openers = [
        role for step in procedure.steps.values() if step.fact == "CaseOpened" for role in step.by
    ]
    fitting = [role for role in openers if role in procedure.acts.keep_logs]
    if not fitting:
        raise CannotDo(f"Nobody under {procedure.procedure!r} both opens cases and keeps logs.")
    return fitting[0]


def answers(office: Office, chronology: Chronology, case: UUID) -> list[Answered]:
    """The chronology's own questions, answered from the record and nothing else."""
    authority = chronology.authority.slug
    items = [one.doc for one in rows.read(office.pool, authority, "chronology", case=case)]
    return [
        Answered(one.ask, answer(one, items), chronology.sources) for one in chronology.questions
    ]


def show_answers(out: Console, answered: list[Answered], *, brief: bool = False) -> None:
    """Each question with its answer beneath; `brief` counts what would fill the screen."""
    shown = Table.grid(padding=(0, 1))
    shown.add_column(style="dim", no_wrap=True)
    shown.add_column(overflow="fold")
    for one in answered:
        said = _in_brief(one.answer) if brief else str(one.answer)
        shown.add_row("Q", one.question)
        shown.add_row("A", Text(_sources_by_name(said, one.sources), style="bold"))
    out.print(shown)


def _sources_by_name(said: str, sources: Mapping[str, str]) -> str:
    """Sources by the short name that the file gives them: their addresses fill lines."""
    for name, address in sorted(sources.items(), key=lambda one: -len(one[1])):
        said = said.replace(address, name)
    return said


def _in_brief(found: Answer) -> str:
    match found:
        case Known():
            return "\n".join(
                [
                    *(f"known: {one}" for one in found.known),
                    f"not shown by any source: {len(found.not_shown)} other things",
                    f"cannot be told: {len(found.cannot_be_told)}",
                ]
            )
        case Gaps(steps=steps) if steps:
            counted = Counter(steps).items()
            told = [f"{step} ({times} times)" if times > 1 else step for step, times in counted]
            return f"{len(steps)} things: " + "; ".join(told)
        case _:
            return str(found)
