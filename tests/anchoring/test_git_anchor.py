"""Checkpoints as commits on a branch elsewhere, which is never forced and never forgotten."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from growing_log import LOG, MOMENT, GrowingLog

from concerns.anchoring.git import GitAnchor
from concerns.anchoring.refused import NotAnchored, Why

OURS, OTHERS = GrowingLog(), GrowingLog(fork=3)


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """Somebody else's repository."""
    folder = tmp_path / "theirs.git"
    _git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(folder))
    return folder


def places(remote: Path, copy: str = "copy.git") -> GitAnchor:
    """Our side, in a folder beside."""
    folder = remote.parent / copy
    return GitAnchor(LOG, folder, str(remote), "main", lambda: datetime.fromtimestamp(MOMENT, UTC))


def test_each_checkpoint_is_a_commit_with_one_file_more(remote: Path) -> None:
    """Anybody with git reads it; the evidence is the commit itself; a second time adds nothing."""
    assert places(remote).held() is None
    first = places(remote).anchor(OURS.note(5))
    assert (first.kind, first.where, first.size, first.time) == ("git", str(remote), 5, None)
    assert places(remote).anchor(OURS.note(5)) == first
    second = places(remote).anchor(OURS.note(300))
    assert _git(remote, "rev-list", "--count", "main") == b"2\n"
    assert _git(remote, "show", "main:0000000005.note") == OURS.note(5)
    assert _git(remote, "show", "main:0000000300.note") == OURS.note(300)
    assert _git(remote, "cat-file", "commit", "main") == second.evidence
    assert second.evidence.endswith(b"\n\nconcerns.example/northtown-1 300\n")
    assert places(remote).held() == places(remote, "anew.git").held() == OURS.note(300)


def test_two_roots_of_one_size_and_what_is_behind_are_refused(remote: Path) -> None:
    """Attack 14: with both notes."""
    places(remote).anchor(OURS.note(5))
    with pytest.raises(NotAnchored) as refused:
        places(remote, "another.git").anchor(OTHERS.note(5))
    assert refused.value.why == Why.EQUIVOCATION
    assert refused.value.notes == (OURS.note(5), OTHERS.note(5))
    with pytest.raises(NotAnchored) as behind:
        places(remote).anchor(OURS.note(4))
    assert behind.value.why == Why.BEHIND
    assert _git(remote, "rev-list", "--count", "main") == b"1\n"


def test_a_branch_that_was_rewritten_is_refused(remote: Path) -> None:
    """We remember the commit that was there; without it nothing more is added or believed."""
    places(remote).anchor(OURS.note(5))
    places(remote).anchor(OURS.note(6))
    _git(remote, "update-ref", "refs/heads/main", "main~1")
    for refuses in (places(remote).held, lambda: places(remote).anchor(OURS.note(7))):
        with pytest.raises(NotAnchored) as refused:
            refuses()
        assert refused.value.why == Why.NOT_FAST_FORWARD
    _git(remote, "update-ref", "-d", "refs/heads/main")
    with pytest.raises(NotAnchored) as gone:
        places(remote).anchor(OURS.note(7))
    assert gone.value.why == Why.NOT_FAST_FORWARD


def test_a_push_that_came_second_is_refused_and_may_be_tried_again(remote: Path) -> None:
    """Never by force: what somebody else pushed in between stays."""
    first, second = places(remote), places(remote, "second.git")
    second.anchor(OURS.note(5))
    hook = remote.parent / "second.git" / "hooks" / "pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")  # our own copies run no hooks, whoever put them there
    hook.chmod(0o755)
    race = _Raced(second, lambda: first.anchor(OURS.note(6)))
    with pytest.raises(NotAnchored) as refused:
        race.anchor(OURS.note(7))
    assert refused.value.why == Why.NOT_FAST_FORWARD
    assert second.anchor(OURS.note(7)).size == 7
    assert _git(remote, "rev-list", "--count", "main") == b"3\n"


class _Raced:
    """Somebody is quicker between our fetch and our push."""

    def __init__(self, anchor: GitAnchor, quicker: object) -> None:
        self._anchor, self._quicker = anchor, quicker

    def anchor(self, note: bytes) -> None:
        push = self._anchor._push  # noqa: SLF001 - the moment between the two has no other name

        def after_somebody(commit: str, tip: str | None) -> None:
            assert callable(self._quicker)
            self._quicker()
            push(commit, tip)

        self._anchor._push = after_somebody  # noqa: SLF001
        try:
            self._anchor.anchor(note)
        finally:
            self._anchor._push = push  # noqa: SLF001


def test_other_files_of_the_repository_stay(remote: Path, tmp_path: Path) -> None:
    """An auditor may keep a note beside the checkpoints."""
    theirs = tmp_path / "work"
    _git(tmp_path, "clone", "--quiet", str(remote), str(theirs))
    (theirs / "README").write_text("Checkpoints of Northtown\n")
    _git(theirs, "add", "README")
    _git(theirs, "-c", "user.name=A", "-c", "user.email=a@b", "commit", "--quiet", "-m", "Begin")
    _git(theirs, "push", "--quiet", "origin", "HEAD:main")
    places(remote).anchor(OURS.note(5))
    assert _git(remote, "show", "main:README") == b"Checkpoints of Northtown\n"


def test_a_repository_that_is_not_there(tmp_path: Path) -> None:
    """Said by git's own words, without a prompt."""
    with pytest.raises(NotAnchored) as refused:
        places(tmp_path / "nowhere.git").anchor(OURS.note(5))
    assert refused.value.why == Why.UNREACHABLE
    assert "nowhere.git" in refused.value.said


def _git(folder: Path, *words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, check=True).stdout
