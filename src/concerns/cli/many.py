"""Many cases as they stood, those of a provider or of a whole authority, a line each."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from concerns.cli.finding import Found
from concerns.cli.office import Office
from concerns.cli.picture import Picture, picture
from concerns.cli.plainly import CannotDo
from concerns.cli.screen import aside, instant, table
from concerns.cli.story import colour_of, stage_of
from concerns.storage import rows

_SHORT = 8
"""Letters of a case's id that are enough to find it again."""


class Times(NamedTuple):
    """As known when (now if None), of what had happened by which day (any if None)."""

    as_known: datetime | None = None
    as_at: date | None = None


def cases(office: Office, authority: str | None, provider: str | None, times: Times) -> list[Found]:
    """The cases known of at an instant: of a provider, in one record or in any, or of a record.

    Raises CannotDo where there is none.
    """
    within = [office.authority(authority)] if authority else office.authorities()
    where = {"provider": provider} if provider else None
    found = [
        Found(one.id, UUID(row.key))
        for one in within
        for row in rows.read(
            office.pool, one.id, "rag-status", where=where, as_known=times.as_known
        )
    ]
    if not found:
        whose = f"of the provider {provider!r}" if provider else f"in the record of {authority}"
        when = f" at {instant(times.as_known)}" if times.as_known else ""
        raise CannotDo(f"No case {whose} was known{when}.")
    return found


def show_standing(out: Console, office: Office, found: Sequence[Found], times: Times) -> None:
    """Each case on a line: about what, at which stage, what is open, from how many facts."""
    listed = table("case", "about", "stage", "colour", "open duties", "facts")
    for one, now in _pictures(office, found, times):
        listed.add_row(
            *_named(one, now),
            stage_of(now),
            colour_of(now),
            str(len(now.open_duties)),
            str(len(now.facts)),
        )
    out.print(listed)


def show_learnt(
    out: Console, office: Office, found: Sequence[Found], before: Times, after: Times
) -> None:
    """What was learnt of each case between two instants; those of which nothing was are counted."""
    listed = table("case", "about", "facts learnt", "colour", "stage")
    same = 0
    for (one, then), (_, now) in zip(
        _pictures(office, found, before), _pictures(office, found, after, quiet=True), strict=True
    ):
        learnt = len(now.facts) - len(then.facts)
        if not learnt:
            same += 1
            continue
        listed.add_row(*_named(one, now), str(learnt), *_changes(then, now))
    _print_learnt(out, listed, same)


def _print_learnt(out: Console, listed: Table, same: int) -> None:
    if listed.row_count:
        out.print(listed)
    out.print(f"Of {same} case{'s' * (same != 1)}, nothing was learnt between the two.")


def _changes(then: Picture, now: Picture) -> tuple[Text, Text]:
    return (
        _change(colour_of(then), colour_of(now)),
        _change(stage_of(then), stage_of(now)),
    )


def _change(before: Text, after: Text) -> Text:
    if before.plain == after.plain:
        return after
    return Text.assemble(before, " → ", after)


def _named(one: Found, now: Picture) -> tuple[str, str]:
    services = ", ".join(service.name for service in now.opened.services) if now.opened else ""
    return str(one.case)[:_SHORT], services


def _pictures(
    office: Office, found: Sequence[Found], times: Times, *, quiet: bool = False
) -> Iterator[tuple[Found, Picture]]:
    """One case after the other, so that a whole record need not fit into memory."""
    out = aside()
    hidden = quiet or not out.is_terminal
    with Progress(console=out, transient=True, disable=hidden) as progress:
        for one in progress.track(found, description="Replaying"):
            register = office.register(one.authority)
            yield one, picture(register, one.case, times.as_known, times.as_at)
