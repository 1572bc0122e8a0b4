"""Parquet: the exact bytes in columns, in pieces, by an extra that may be absent."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pyarrow.parquet as pq
import pytest
from export_logs import LOG, every_kind, two_cases, written

from concerns.exports import parquet
from concerns.exports.leaf import Leaf
from concerns.vocabulary import Refusal


def _rows(found: Sequence[Leaf]) -> list[dict[str, Any]]:
    return pq.read_table(io.BytesIO(written("parquet", found))).to_pylist()


def test_the_leaf_hash_can_be_worked_out_from_the_entry() -> None:
    """Evidence 3: any engine with SHA-256 can check a whole file in one query."""
    for row, one in zip(_rows(every_kind()), every_kind(), strict=True):
        assert row["entry"] == one.entry
        assert sha256(b"\0" + row["entry"]).digest() == row["leaf_hash"] == one.hash
        assert row["entry"].endswith(row["body"].encode())


def test_columns_are_of_their_own_types() -> None:
    """Dates and instants can be compared; a list stays a list."""
    row = _rows(two_cases())[2]
    assert row["recorded_at"] == datetime(2026, 3, 2, 9, 2, tzinfo=UTC)
    assert (row["position"], row["leaf_index"], row["case_version"]) == (3, 2, 2)
    assert (row["occurred"], row["occurred_earliest"]) == ("2026-02~", date(2026, 1, 1))
    assert (row["decision"], row["on_behalf_of"]) == (True, "Sue")
    assert row["requirements"] == ["DER-ST-01"]
    assert row["reason"] == "As the panel found: “not yet safe”"
    assert row["sentence"].startswith("Quin (Quality Monitoring Officer for Sue) agreed the ")


def test_a_date_that_nothing_bounds_is_null() -> None:
    """Unknown is not the year 1."""
    row = _rows(two_cases())[3]
    assert (row["occurred"], row["occurred_earliest"], row["occurred_latest"]) == (
        "unknown",
        None,
        None,
    )


def test_a_large_log_is_written_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six facts by two: three row groups handed on one by one, and the same rows."""
    whole = _rows(two_cases())
    monkeypatch.setattr(parquet, "ROWS", 2)
    taken = list[int]()
    facts = (taken.append(one.position) or one for one in two_cases())
    pieces = parquet.parquet(LOG, facts)
    first = next(pieces)
    assert (taken, first[:4]) == ([1, 2], b"PAR1")
    body = first + b"".join(pieces)
    file = pq.ParquetFile(io.BytesIO(body))
    assert file.metadata.num_row_groups == 3
    assert file.read().to_pylist() == whole


def test_the_file_says_from_which_log_it_is() -> None:
    """The origin stands in the file's own metadata."""
    schema = pq.read_schema(io.BytesIO(written("parquet", [])))
    assert schema.metadata[b"origin"] == LOG.origin.encode()


def test_without_the_extra_one_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused before a file is begun; the other formats do without."""
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    with pytest.raises(Refusal, match="install this program with its extra “export”"):
        parquet.parquet(LOG, two_cases())
    assert written("cloudevents", two_cases())
