"""Attack 7: a time stamp that the record cites bounds every fact on both sides."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from concerns.evidence.canonical import canonical
from concerns.evidence.entry import Entry, frame
from concerns.evidence.leaf import leaf_hash
from concerns.verifying import scan as scanning
from concerns.verifying.finding import Findings
from concerns.verifying.scan import runs, scan
from concerns.verifying.stored import Row
from concerns.verifying.times import TIME_FACTS, check_not_postdated

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CASE = UUID(int=7)
(CITES,) = TIME_FACTS


def _row(position: int, at: datetime, name: str = "sample/1", **content: object) -> Row:
    body = canonical({"n": position, **content})
    entry = frame(Entry("log.example/x", position - 1, at, CASE, position, name, body))
    text = at.strftime("%Y-%m-%d %H:%M:%S.%f").rstrip("0").rstrip(".") + "+00"
    start = len(entry) - len(body) + 1
    case, fact = str(CASE), str(UUID(int=position))
    return Row(position, fact, case, position, name, text, entry, start, leaf_hash(entry))


def _log(*minutes: int, cites: str = "2026-03-02T12:00:00Z") -> list[Row]:
    """Facts recorded so many minutes after noon; the third cites a stamp of noon over the first."""
    rows = list[Row]()
    for position, after in enumerate(minutes, 1):
        at = NOON + timedelta(minutes=after)
        if position == 3:
            rows.append(_row(position, at, CITES, size=1, anchored_at=cites))
        else:
            rows.append(_row(position, at))
    return rows


def _found(rows: list[Row]) -> list[tuple[str, str]]:
    findings = Findings()
    scanned = scan(runs([rows], "log.example/x", [1]), "log.example/x", [1], (), findings)
    check_not_postdated(scanned.bounds, scanned.recorded, findings)
    return [(one.code.value, one.place) for one in findings.kept]


def test_07_a_fact_after_the_stamp_with_a_time_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attack 7: the clock was set back, so that facts seem older than the stamp they follow."""
    assert _found(_log(-30, -20, 1, 2)) == []
    assert _found(_log(-30, -20, -15, -12)) == [
        ("BACKDATED", "position 3"),
        ("BACKDATED", "position 4"),
    ]
    monkeypatch.setattr(scanning, "check_not_backdated", lambda *_: None)
    assert _found(_log(-30, -20, -15, -12)) == []


def test_07_clocks_may_differ_a_little() -> None:
    """Half a minute between two clocks accuses nobody; more than a minute does."""
    assert _found(_log(-30, -20, -15, cites="2026-03-02T11:45:30Z")) == []
    assert _found(_log(-30, -20, -15, cites="2026-03-02T11:46:01Z")) != []


def test_30_a_fact_under_the_stamp_with_a_time_after_it() -> None:
    """Attack 30: the clock was ahead; what was stamped at noon was not recorded at one."""
    assert _found(_log(60, 61, 62)) == [("POSTDATED", "position 1")]


def test_a_stamp_that_says_no_time() -> None:
    """An anchor without a time, such as a file, bounds nothing."""
    rows = _log(-30, -20)
    assert (
        _found([*rows, _row(3, NOON, CITES, size=1, anchored_at="soon"), _row(4, NOON, CITES)])
        == []
    )
