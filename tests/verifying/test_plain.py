"""Rows taken many at once: whatever was done to them, the findings are those of asking each."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concerns.evidence.canonical import canonical
from concerns.evidence.entry import Entry, frame
from concerns.evidence.leaf import leaf_hash
from concerns.verifying.finding import Finding, Findings
from concerns.verifying.plain import plain
from concerns.verifying.scan import Run, Scanned, runs, scan
from concerns.verifying.stored import Row

ORIGIN = "log.example/x"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CASE = UUID(int=7)
SIZES, WANTED = [1, 5, 8, 12], [2, 9, 40]


def _row(position: int, name: str = "sample/1", after: int | None = None, **said: Any) -> Row:
    at = NOON + timedelta(minutes=position if after is None else after)
    fact = str(UUID(int=position))
    body = canonical({"id": fact, "case": str(CASE), "version": position, **said})
    entry = frame(Entry(ORIGIN, position - 1, at, CASE, position, name, body))
    text = at.strftime("%Y-%m-%d %H:%M:%S+00")
    start = len(entry) - len(body) + 1
    return Row(position, fact, str(CASE), position, name, text, entry, start, leaf_hash(entry))


def _cites(position: int, minute: int) -> Row:
    at = (NOON + timedelta(minutes=minute)).isoformat()
    return _row(position, "checkpoint-anchored/1", anchored_at=at, size=1)


def _sound() -> list[Row]:
    rows = [_cites(n, n) if n in {4, 9} else _row(n) for n in range(1, 13)]
    rows[5] = _row(6, "log-key-stated/1", vkey="log.example/x+0+x", from_size=3, state="revoked")
    rows[10] = _row(11, "document-lodged/1", sha256="00")
    return rows


def _with_bytes(row: Row, entry: bytes) -> Row:
    return row._replace(entry=entry, leaf_hash=leaf_hash(entry))


def _below_zero(row: Row) -> Row:
    """A version that no entry can be framed with, and that its columns and its body repeat."""
    now = str(row.version).encode()
    entry = row.entry.replace(b"\n" + now + b"\nsample", b"\n-" + now + b"\nsample")
    entry = entry.replace(b'"version":', b'"version":-')
    start = entry.index(b"{") + 1
    return _with_bytes(row, entry)._replace(version=-row.version, body_start=start)


_OF_A_ROW: list[Callable[[Row], list[Row]]] = [
    lambda _: [],
    lambda row: [row, row],
    lambda row: [row, _row(row.position + 3)],
    lambda row: [_row(row.position, after=0)],
    lambda row: [_row(row.position, after=600)],
    lambda row: [_cites(row.position, row.position + 30)],
    lambda row: [_row(row.position, id=str(UUID(int=1)))],
    lambda row: [_row(row.position, id=str(UUID(int=1)))._replace(fact=str(UUID(int=1)))],
    lambda row: [_row(row.position, version=0)],
    lambda row: [_below_zero(row)],
    lambda row: [row._replace(position=row.position + 2)],
    lambda row: [row._replace(fact=str(UUID(int=2)))],
    lambda row: [row._replace(case=str(UUID(int=8)))],
    lambda row: [row._replace(version=0)],
    lambda row: [row._replace(name="other/1")],
    lambda row: [row._replace(name="checkpoint-anchored/1")],
    lambda row: [row._replace(recorded_at="infinity")],
    lambda row: [row._replace(body_start=row.body_start - 1)],
    lambda row: [row._replace(body_start=row.body_start - len(row.entry))],
    lambda row: [row._replace(leaf_hash=bytes(32))],
    lambda row: [row._replace(entry=row.entry + b" ")],
    lambda row: [_with_bytes(row, row.entry + b" ")],
    lambda row: [_with_bytes(row, row.entry.replace(b'"version":', b'"version":0,"version":'))],
    lambda row: [_with_bytes(row, row.entry.replace(b'"id"', b'"zz"'))],
    lambda row: [_with_bytes(row, row.entry.replace(b"log.example", b"log.example\nx"))],
    lambda row: [
        _with_bytes(row, row.entry.replace(b"sample/1", b"sample"))._replace(name="sample"),
    ],
    lambda row: [
        _with_bytes(row, row.entry.replace(b"sample/1\n", b"sample/1\nx/1\n"))._replace(
            name="sample/1\nx/1", body_start=row.body_start + 4
        )
    ],
]  # fmt: skip


def _told(found: list[Run]) -> tuple[list[Finding], Scanned]:
    findings = Findings()
    scanned = scan(found, ORIGIN, SIZES, WANTED, findings)
    return findings.kept, scanned


def _cut(rows: list[Row], ends: set[int]) -> list[list[Row]]:
    edges = [0, *sorted(one for one in ends if one < len(rows)), len(rows)]
    return [rows[a:b] for a, b in pairwise(edges) if a < b]


@pytest.mark.parametrize("change", _OF_A_ROW)
@pytest.mark.parametrize("nth", range(12))
def test_one_row_is_damaged(change: Callable[[Row], list[Row]], nth: int) -> None:
    """Any damage to any row, read in one batch: same findings, roots, tiles, times and leaves."""
    rows = _sound()
    rows[nth : nth + 1] = change(rows[nth])
    assert _told(list(runs([rows], ORIGIN, SIZES))) == _told([Run(None, rows)])


@given(
    st.lists(st.tuples(st.integers(0, 11), st.sampled_from(_OF_A_ROW)), max_size=3),
    st.sets(st.integers(1, 12)),
)
def test_several_rows_are_damaged(
    done: list[tuple[int, Callable[[Row], list[Row]]]], ends: set[int]
) -> None:
    """The same, cut into batches anywhere."""
    changes = dict(done)
    rows = [new for n, row in enumerate(_sound()) for new in changes.get(n, lambda one: [one])(row)]
    assert _told(list(runs(_cut(rows, ends), ORIGIN, SIZES))) == _told([Run(None, rows)])


def test_sound_rows_are_taken_without_asking() -> None:
    """The quick way is taken: rows that nobody may ask for are not asked for."""

    def nobody_asks() -> Any:
        raise AssertionError
        yield

    halves = [_sound()[:6], _sound()[6:]]
    told = [Run(plain(half, ORIGIN, frozenset(SIZES)), nobody_asks()) for half in halves]
    assert _told(told) == _told([Run(None, _sound())])
    assert _told(told)[0] == []
