"""A round of all places: what lies there is held against our own tree before anything is added."""

from collections.abc import Container
from datetime import UTC, datetime
from pathlib import Path

import pytest
from growing_log import LOG, MOMENT, STRANGER, GrowingLog

from concerns.anchoring.anchored import Anchored
from concerns.anchoring.file import FileAnchor
from concerns.anchoring.kept import Kept
from concerns.anchoring.refused import Why
from concerns.anchoring.rounds import Rounds, Visited, seen_outside

OURS, OTHERS = GrowingLog(), GrowingLog(fork=3)


class Stamps:
    """A place that keeps nothing, and counts how often it was asked."""

    kind, where, keeps = "rfc3161", "https://tsa.example", False

    def __init__(self) -> None:
        self.asked = 0

    def anchor(self, note: bytes) -> Anchored:
        self.asked += 1
        tree, at = LOG.read(note), datetime.fromtimestamp(MOMENT, UTC)
        return Anchored(self.kind, self.where, tree.size, tree.root, b"token", at)

    def held(self) -> None:
        pass


class Office:
    """Our side: a log, a folder of results, and two places."""

    def __init__(self, folder: Path) -> None:
        self.stamps, self.share, kept = Stamps(), folder / "share", folder / "kept"
        self.share.mkdir()
        kept.mkdir()
        self.kept = Kept(kept)

    def round(
        self, log: GrowingLog, note: bytes | None, anchoring: Container[int] = ()
    ) -> list[Visited]:
        """What became of the share, and of the stamp; some positions are only about anchoring."""
        places = [FileAnchor(LOG, self.share), self.stamps]

        def matters(after: int, up_to: int) -> bool:
            return not all(at in anchoring for at in range(after + 1, up_to + 1))

        rounds = Rounds(LOG, places, log.tree_of, lambda: note, self.kept.largest, matters)
        return rounds.visit(self.kept.keep)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_only_what_is_new_is_brought(office: Office) -> None:
    """Nothing before the first checkpoint; each once; a restart changes nothing."""
    assert [one.anchored for one in office.round(OURS, None)] == [None, None]
    assert [one.anchored is not None for one in office.round(OURS, OURS.note(5))] == [True, True]
    assert [one.anchored for one in office.round(OURS, OURS.note(5))] == [None, None]
    assert office.stamps.asked == 1
    assert [one.anchored is not None for one in office.round(OURS, OURS.note(7))] == [True, True]
    assert not any(one.refused for one in office.round(OURS, OURS.note(7)))


def test_anchoring_is_not_anchored_for_ever(office: Office) -> None:
    """What was recorded of a round waits for the next fact that is about something else."""
    office.round(OURS, OURS.note(5))
    assert [one.anchored for one in office.round(OURS, OURS.note(7), {6, 7})] == [None, None]
    assert [one.anchored is not None for one in office.round(OURS, OURS.note(8), {6, 7})] == [
        True,
        True,
    ]


def test_what_no_longer_lies_there_is_brought_again(office: Office) -> None:
    """Somebody emptied the share; the stamp needs no second one."""
    office.round(OURS, OURS.note(5))
    (office.share / "0000000005.note").unlink()
    share, stamped = office.round(OURS, OURS.note(5))
    assert share.anchored is not None
    assert stamped.anchored is None


def test_what_came_back_is_kept_with_its_note(office: Office, tmp_path: Path) -> None:
    """For a verifier: note, evidence, and what it is."""
    office.round(OURS, OURS.note(5))
    names = sorted(one.name for one in (tmp_path / "kept").iterdir())
    assert names[0].startswith("0000000005.file-")
    assert names[2] == "0000000005.note"
    assert [one.rpartition(".")[2] for one in names] == ["json", "note", "note", "json", "tsr"]
    assert (tmp_path / "kept" / names[4]).read_bytes() == b"token"
    said = (tmp_path / "kept" / names[3]).read_text()
    assert '"where": "https://tsa.example"' in said
    assert '"time": "2026-03-02T09:30:00+00:00"' in said
    assert office.kept.largest("rfc3161", "https://tsa.example") == 5
    assert office.kept.largest("rfc3161", "https://other.example") == 0


def test_a_record_that_lost_what_was_anchored(office: Office) -> None:
    """Attacks 5 and 13: an old backup, or a tail cut off with its checkpoints; even all of it."""
    office.round(OURS, OURS.note(7))
    for note in (OURS.note(5), None):
        share, _ = office.round(OURS, note)
        assert share.refused is not None
        assert share.refused.why == Why.TRUNCATED
        assert share.refused.notes == (OURS.note(7),)


@pytest.mark.parametrize(("size", "why"), [(5, Why.EQUIVOCATION), (300, Why.ROOT_MISMATCH)])
def test_a_record_with_another_past(office: Office, size: int, why: Why) -> None:
    """Attacks 12, 13, 14: signed with the real key, and found by the copy that lies elsewhere."""
    office.round(OURS, OURS.note(5))
    share, _ = office.round(OTHERS, OTHERS.note(size))
    assert share.refused is not None
    assert share.refused.why == why
    assert share.refused.notes == (OURS.note(5), OTHERS.note(size))


def test_without_a_copy_elsewhere_another_past_is_not_found(office: Office) -> None:
    """Attack 12: the limit: an authority that keeps nothing stamps both."""
    office.round(OURS, OURS.note(5))
    _, stamped = office.round(OTHERS, OTHERS.note(300))
    assert stamped.anchored is not None


def test_one_place_that_fails_does_not_keep_the_others_waiting(office: Office) -> None:
    """The share is gone; the stamp is made, and the round says both."""
    office.share.rmdir()
    share, stamped = office.round(OURS, OURS.note(5))
    assert share.refused is not None
    assert share.refused.why == Why.UNREACHABLE
    assert stamped.anchored is not None


def test_our_own_checkpoint_is_not_believed_either(office: Office) -> None:
    """Attack 11: one that the log's known key has not signed goes nowhere."""
    for one in office.round(OURS, OURS.note(5, STRANGER)):
        assert one.refused is not None
        assert one.refused.why == Why.OURS_FAULTY
    assert list(office.share.iterdir()) == []


def test_what_lies_anywhere(office: Office, tmp_path: Path) -> None:
    """What the sealer compares itself with before it signs: a place that is away hides no other."""
    other = tmp_path / "other"
    other.mkdir()
    every = [FileAnchor(LOG, office.share), FileAnchor(LOG, other), office.stamps]
    assert seen_outside(LOG, every) == ([], [], 2)
    every[0].anchor(OURS.note(5))
    every[1].anchor(OURS.note(7))
    found = seen_outside(LOG, every)
    assert found.checkpoints == [OURS.checkpoint(5), OURS.checkpoint(7)]
    (other / "0000000007.note").unlink()
    (other / "0000000007.note").write_bytes(b"")
    found = seen_outside(LOG, [FileAnchor(LOG, tmp_path / "not-mounted"), *every])
    assert (found.checkpoints, found.asked) == ([OURS.checkpoint(5)], 1)
    assert [one.split(":")[0] for one in found.away] == [
        f"file {tmp_path / 'not-mounted'}",
        f"file {other}",
    ]


def test_notes_that_prove_a_misconduct_are_kept(office: Office, tmp_path: Path) -> None:
    """Both, whatever their sizes."""
    files = office.kept.keep_proof((OURS.note(5), OTHERS.note(5)))
    assert [one.read_bytes() for one in files] == [OURS.note(5), OTHERS.note(5)]
    assert {one.parent for one in files} == {tmp_path / "kept"}
    assert office.kept.keep_proof((OURS.note(5), OTHERS.note(5))) == files
