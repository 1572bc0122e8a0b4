"""Checkpoints in a folder: one file each, never overwritten."""

import subprocess
import sys
from pathlib import Path

import pytest
from growing_log import LOG, STRANGER, GrowingLog

from concerns.anchoring.file import FileAnchor
from concerns.anchoring.refused import NotAnchored, Why
from concerns.durable import write_once, write_whole
from concerns.evidence.note import Note
from concerns.evidence.unsound import Fault, Unsound

HERE = Path(__file__).parent
OURS, OTHERS = GrowingLog(), GrowingLog(fork=3)


def test_each_checkpoint_has_a_file_and_the_largest_is_given_back(tmp_path: Path) -> None:
    """The evidence is what lies there; a second time nothing changes."""
    places = FileAnchor(LOG, tmp_path)
    assert places.held() is None
    first = places.anchor(OURS.note(5))
    assert (first.kind, first.where, first.size, first.time) == ("file", str(tmp_path), 5, None)
    assert first.root == OURS.checkpoint(5).root
    assert first.evidence == (tmp_path / "0000000005.note").read_bytes() == OURS.note(5)
    places.anchor(OURS.note(300))
    assert places.anchor(OURS.note(5)) == first
    assert places.held() == OURS.note(300)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["0000000005.note", "0000000300.note"]


def test_two_roots_of_one_size_are_equivocation(tmp_path: Path) -> None:
    """Attack 14: the second is refused, and both notes are given as proof."""
    places = FileAnchor(LOG, tmp_path)
    places.anchor(OURS.note(5))
    with pytest.raises(NotAnchored) as refused:
        places.anchor(OTHERS.note(5))
    assert refused.value.why == Why.EQUIVOCATION
    assert refused.value.notes == (OURS.note(5), OTHERS.note(5))
    assert places.held() == OURS.note(5)


def test_another_signature_under_the_same_root_is_no_equivocation(tmp_path: Path) -> None:
    """A cosigned copy says the same; the first file stays."""
    places = FileAnchor(LOG, tmp_path)
    places.anchor(OURS.note(5))
    note = Note.parse(OURS.note(5)).signed(STRANGER, 0)
    assert places.anchor(bytes(note)).evidence == OURS.note(5)


def test_a_smaller_checkpoint_that_never_was_there_is_behind(tmp_path: Path) -> None:
    """An older one slipped in later would prove nothing."""
    places = FileAnchor(LOG, tmp_path)
    places.anchor(OURS.note(5))
    with pytest.raises(NotAnchored) as refused:
        places.anchor(OURS.note(4))
    assert refused.value.why == Why.BEHIND


def test_only_what_the_log_has_signed_is_anchored(tmp_path: Path) -> None:
    """Attack 11: another key under our name."""
    with pytest.raises(Unsound) as refused:
        FileAnchor(LOG, tmp_path).anchor(OURS.note(5, STRANGER))
    assert refused.value.fault == Fault.UNKNOWN_OR_BAD_KEY
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", OURS.note(4), OURS.note(5, STRANGER), OURS.note(5)[:-1]])
def test_a_file_that_is_not_what_its_name_says_is_named(tmp_path: Path, content: bytes) -> None:
    """Attack 15: on the auditor's side."""
    (tmp_path / "0000000005.note").write_bytes(content)
    for refuses in (
        FileAnchor(LOG, tmp_path).held,
        lambda: FileAnchor(LOG, tmp_path).anchor(OURS.note(5)),
    ):
        with pytest.raises(NotAnchored) as refused:
            refuses()
        assert refused.value.why == Why.HELD_FAULTY
        assert "0000000005.note" in refused.value.said


def test_a_file_is_written_once(tmp_path: Path) -> None:
    """The first stays, read-only, and nothing half-written lies beside it."""
    file = tmp_path / "one"
    assert write_once(file, b"first")
    assert not write_once(file, b"second")
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"first", 0o444)
    write_whole(file, b"third")
    assert file.read_bytes() == b"third"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """A share that is not mounted must not look like an empty one."""
    with pytest.raises(FileNotFoundError):
        FileAnchor(LOG, tmp_path / "share").anchor(OURS.note(5))


_ONE_OF_MANY = """
import sys
from pathlib import Path
from growing_log import LOG, GrowingLog
from concerns.anchoring.file import FileAnchor
from concerns.anchoring.refused import NotAnchored
log, places = GrowingLog(int(sys.argv[2])), FileAnchor(LOG, Path(sys.argv[1]))
notes = [log.note(size) for size in range(1, 60)]
print("ready", flush=True)
sys.stdin.readline()
for note in notes:
    try:
        places.anchor(note)
    except NotAnchored as refused:
        print(refused.why)
        break
"""


@pytest.mark.parametrize(("fork", "said"), [(1 << 30, []), (0, ["EQUIVOCATION"])])
def test_two_processes_at_once_leave_one_file_for_each_size(
    tmp_path: Path, fork: int, said: list[str]
) -> None:
    """With the same notes both are content; with others exactly one finds out, and none is lost."""
    both = [_started(tmp_path, 1 << 30), _started(tmp_path, fork)]
    for one in both:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in both:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    heard = [one.communicate(timeout=60)[0].split() for one in both]
    refusals = [word for words in heard for word in words]
    assert [one.returncode for one in both] == [0, 0]
    assert refusals == said
    names = sorted(one.name for one in tmp_path.iterdir())
    assert names == [f"{size:010}.note" for size in range(1, 60)]


def _started(folder: Path, fork: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _ONE_OF_MANY, str(folder), str(fork)],
        cwd=HERE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
