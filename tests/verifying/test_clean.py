"""A record with which nothing is wrong gives no finding, and what was not checked is said."""

from pathlib import Path

from sealed import Record

from concerns.documents.opening import open_documents
from concerns.verifying import guard
from concerns.verifying.receipts import Receipt


def test_a_sound_record_gives_no_finding(record: Record, tmp_path: Path) -> None:
    """Everything that can be handed in is handed in; nothing is found, and little is unchecked."""
    report = record.verified(
        anchors=record.anchors(),
        receipts=[Receipt(n, bytes.fromhex(one)) for n, one in record.receipts],
        approved=guard.described(record.pool),
        documents=open_documents(str(tmp_path)),
    )
    assert report.findings.kept == []
    assert (report.facts, report.checkpoints, report.anchors, report.receipts) == (8, 2, 2, 8)
    assert [one.partition(":")[0] for one in report.not_checked] == ["time stamps"]
