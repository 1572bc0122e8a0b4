"""Whether the stored views say what the facts say: folded anew beside them, compared, dropped."""

from typing import NoReturn

from concerns.events import UnknownFact
from concerns.projector import KEPT, Weaving
from concerns.register import recorded
from concerns.storage import log, rows
from concerns.storage.authorities import is_access_log
from concerns.storage.pool import Pool, as_authority
from concerns.verifying.finding import Code, Findings


class _Undone(Exception):
    """Ends a transaction whose work was only for comparing."""


def check_views(pool: Pool, authority: str, findings: Findings) -> str | None:
    """Compare every view as of the position it has come to; gives what could not be compared."""
    if is_access_log(authority):
        return None  # read as it lies: no view follows it
    position = rows.progress(pool, authority)
    try:
        weaving = _woven(pool, authority, position)
    except UnknownFact as unknown:
        return f"the views: {unknown}"
    except ValueError as wrong:  # a body that is no fact: found in the scan by its place
        return f"the views: a fact cannot be read ({str(wrong).partition(chr(10))[0]})"
    for view, count in _differences(pool, authority, weaving, position).items():
        why = f"{count} rows are not what the facts say"
        findings.add(Code.VIEW_MISMATCH, f"view {view}", why)
    behind = log.head(pool, authority) - position
    return f"the views of the last {behind} facts, which they have not followed" if behind else None


def _woven(pool: Pool, authority: str, position: int) -> Weaving:
    weaving, done = Weaving(KEPT), 0
    while batch := log.after(pool, authority, done, limit=2_000, stop=position or -1):
        for one in batch:
            weaving.take(recorded(one))
        done = batch[-1].position
    return weaving


def _differences(pool: Pool, authority: str, weaving: Weaving, position: int) -> dict[str, int]:
    """Written beside the standing rows in a transaction that is undone."""
    found = dict[str, int]()
    try:
        with as_authority(pool, authority) as connection:
            old = rows.generation(connection, authority)
            new = old + 1_000_000  # a generation that no rebuild is at
            rows.add(connection, authority, new, [*weaving.over, *weaving.standing.values()])
            found = rows.differences(connection, authority, old, new, position)
            _undo()
    except _Undone:
        pass
    return found


def _undo() -> NoReturn:
    raise _Undone
