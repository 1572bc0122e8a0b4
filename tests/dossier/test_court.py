"""Drafts for a court: an officer's certificate, and a statement that there is no entry."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from north_west import CM, SPRG, opened, suspended

from concerns.commands.make_log_entry import MakeLogEntry
from concerns.dossier.absence import absent
from concerns.dossier.certificate import BLANK, Log, certificate
from concerns.dossier.statement import statement
from concerns.events import Fact
from concerns.papers.formats import laid_out
from concerns.papers.paper import Paper, Table
from concerns.register import Recorded
from concerns.vocabulary import Refusal
from given import ELM_HOUSE

ROOT = "5gmnRrSCcWAfGhS/7S3M6v5FedZmhM40C/2Xg7kMNLY="


def _whole(facts: Sequence[Fact]) -> list[Recorded]:
    """A log that holds nothing else."""
    at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    return [Recorded(n, at + timedelta(minutes=n), fact) for n, fact in enumerate(facts, start=1)]


def _log(size: int, root: str = "", verification: str = "") -> Log:
    return Log("Northtown Council", "concerns.example/northtown-1", size, root, verification)


def _words(paper: Paper) -> str:
    return " ".join(str(paper.as_data()).split())


def test_a_certificate_names_the_log_and_each_entry() -> None:
    """Evidence 2.11: who, what log, size, root, verification result, facts; blanks to sign."""
    known = _whole(suspended().facts)
    said = "clean: 12 of 12 entries, 3 checkpoints"
    paper = certificate(_log(40, ROOT, said), known[:3])
    told = _words(paper)
    for part in ("concerns.example/northtown-1", "40 entries", ROOT, said, "section 9"):
        assert part in told
    (entries,) = (one for one in paper.sections if isinstance(one, Table) and len(one.columns) > 2)
    assert [row[0] for row in entries.rows] == ["1", "2", "3"]
    assert told.count(BLANK) == 6


def test_drafts_say_that_they_are_drafts() -> None:
    """They certify nothing and advise nobody, and say so before anything else."""
    known = _whole(opened().facts)
    none = absent(known, "suspension-signed-off", service=ELM_HOUSE.id)
    for paper in (certificate(_log(1), known), statement(_log(1), none)):
        assert paper.title.startswith("Draft")
        assert "not legal advice" in paper.warnings[0]
        assert "Verify the record" in _words(paper)
        assert "not given" in _words(paper)
        for form in ("html", "pdf"):
            assert laid_out(paper, form)


def test_a_certificate_speaks_of_no_entry_beyond_the_log() -> None:
    """And of at least one."""
    known = _whole(suspended().facts)
    with pytest.raises(Refusal, match="beyond the 3 entries"):
        certificate(_log(3), known)
    with pytest.raises(Refusal, match="at least one fact"):
        certificate(_log(3), [])


def test_absence_is_stated_after_reading_the_whole_log() -> None:
    """Civil Evidence Act s.9(3): among positions 1 to n, nothing of that kind about it."""
    case = opened().takes(SPRG, "agree_at_risk").asks(CM, MakeLogEntry(log="risk", entry="a"))
    none = absent(_whole(case.facts), "suspension-signed-off", case=case.case.id)
    assert (none.size, none.cases, none.kinds) == (
        3,
        (case.case.id,),
        ("suspension-signed-off/1",),
    )
    told = _words(statement(_log(3), none))
    assert "positions 1 to 3 was read, without a gap" in told
    assert "affidavit" in told


def test_absence_about_a_service_looks_at_every_case_opened_about_it() -> None:
    """The cases are listed, so that anybody can see where was looked."""
    first, second = opened(), opened()
    none = absent(
        _whole([*first.facts, *second.facts]), "suspension-signed-off/1", service=ELM_HOUSE.id
    )
    assert set(none.cases) == {first.case.id, second.case.id}
    elsewhere = absent(_whole(first.facts), "suspension-signed-off", service="1-999")
    assert elsewhere.cases == ()
    assert "holds no such case" in _words(statement(_log(1), elsewhere))


def test_no_absence_where_there_is_an_entry() -> None:
    """It is named by its position instead."""
    case = suspended()
    known = _whole(case.facts)
    with pytest.raises(Refusal, match=f"at position {len(known)}"):
        absent(known, "suspension-signed-off", case=case.case.id)
    with pytest.raises(Refusal, match=f"at position {len(known)}"):
        absent(known, "suspension-signed-off", service=ELM_HOUSE.id)


def test_no_absence_from_a_record_with_a_gap() -> None:
    """What is missing may be what is sought."""
    known = _whole(opened().takes(SPRG, "agree_at_risk").facts)
    with pytest.raises(Refusal, match="position 1 is missing"):
        absent(known[1:], "suspension-signed-off", service=ELM_HOUSE.id)


def test_what_cannot_be_sought() -> None:
    """An unknown kind, both a case and a service, neither, an empty record, another size."""
    known = _whole(opened().facts)
    with pytest.raises(Refusal, match="no fact is called 'abduction'"):
        absent(known, "abduction", service="1")
    for named in ({}, {"case": uuid4(), "service": "1"}):
        with pytest.raises(Refusal, match="either a case or a service"):
            absent(known, "case-closed", **named)
    with pytest.raises(Refusal, match="is empty"):
        absent([], "case-closed", service="1")
    none = absent(known, "case-closed", service="1")
    with pytest.raises(Refusal, match="1 entries were read, not 2"):
        statement(_log(2), none)
