from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from concerns.anchoring.anchored import Anchored
from concerns.anchoring.beside import check_not_behind, check_same, read_held
from concerns.anchoring.git_program import Git, GitFailed
from concerns.anchoring.log import Log
from concerns.anchoring.names import largest, note_name
from concerns.anchoring.refused import NotAnchored, Why
from concerns.evidence.checkpoint import Checkpoint


class GitAnchor:
    """A branch of a git repository elsewhere, to which a commit with one file is added each time.

    It is worth as much as that repository refuses to have its branch rewritten. `folder` is ours:
    a bare copy, which remembers what was last seen there. `remote` is an address as git takes it.
    """

    kind, keeps = "git", True

    def __init__(
        self, log: Log, folder: Path, remote: str, branch: str, now: Callable[[], datetime]
    ) -> None:
        self._log = log
        self._folder = folder
        self._branch = f"refs/heads/{branch}"
        self._seen = f"refs/anchored/{branch}"
        self._now = now
        self._git = Git(folder)
        self.where = remote

    def anchor(self, note: bytes) -> Anchored:
        """Commit the checkpoint's file and push it, never by force.

        Raises:
            NotAnchored: EQUIVOCATION, BEHIND, HELD_FAULTY; NOT_FAST_FORWARD, the branch there is
                not what it was, or somebody pushed at the same moment; UNREACHABLE. Unsound.
        """
        tree = self._log.read(note)
        try:
            tip = self._fetched()
            commit = self._with(tip, tree, note)
            if commit != tip:
                self._push(commit, tip)
            shown = self._git("cat-file", "commit", commit)
        except GitFailed as failed:
            raise _unreachable(failed) from None
        return Anchored(self.kind, self.where, tree.size, tree.root, shown)

    def held(self) -> bytes | None:
        """The note with the largest size on the branch, fetched anew.

        Raises:
            NotAnchored: HELD_FAULTY, NOT_FAST_FORWARD, UNREACHABLE.
        """
        try:
            tip = self._fetched()
            size = largest(self._names(tip)) if tip else 0
            if not size:
                return None
            held = self._git("cat-file", "blob", f"{tip}:{note_name(size)}")
        except GitFailed as failed:
            raise _unreachable(failed) from None
        read_held(self._log, held, f"{self.where} {note_name(size)}", size)
        return held

    def _fetched(self) -> str | None:
        """The last commit of the branch there, which must continue the one seen before."""
        if not (self._folder / "HEAD").exists():
            self._git("init", "--quiet", "--bare")
        before = self._git.word("for-each-ref", "--format=%(objectname)", self._seen)
        tip = self._git.word("ls-remote", "--", self.where, self._branch).partition("\t")[0]
        if tip:
            self._git("fetch", "--quiet", "--no-tags", "--", self.where, self._branch)
        if before and not (tip and self._continues(before, tip)):
            raise NotAnchored(
                Why.NOT_FAST_FORWARD, f"the branch at {self.where} no longer contains {before}"
            )
        if tip:
            self._git("update-ref", self._seen, tip)
        return tip or None

    def _continues(self, before: str, tip: str) -> bool:
        try:
            self._git("merge-base", "--is-ancestor", before, tip)
        except GitFailed as failed:
            if failed.code == 1:
                return False
            raise
        return True

    def _names(self, tip: str) -> list[str]:
        return self._git("ls-tree", "-z", "--name-only", tip).decode(errors="replace").split("\0")

    def _with(self, tip: str | None, tree: Checkpoint, note: bytes) -> str:
        """A commit in which the checkpoint is; the last one where it is there already."""
        name, names = note_name(tree.size), self._names(tip) if tip else []
        if tip and name in names:
            held = self._git("cat-file", "blob", f"{tip}:{name}")
            check_same(self._log, note, held, f"{self.where} {name}")
            return tip
        check_not_behind(tree, largest(names), self.where)
        return self._committed(tip, tree, note)

    def _committed(self, tip: str | None, tree: Checkpoint, note: bytes) -> str:
        blob = self._git.word("hash-object", "-w", "--stdin", given=note)
        before = self._git("ls-tree", "-z", tip) if tip else b""
        added = f"100644 blob {blob}\t{note_name(tree.size)}\0".encode()
        files = self._git.word("mktree", "-z", given=before + added)
        parents = ["-p", tip] if tip else []
        said = f"{tree.origin} {tree.size}\n"
        return self._git.word("commit-tree", files, *parents, given=said.encode(), **self._author())

    def _author(self) -> dict[str, str]:
        moment = f"@{int(self._now().timestamp())} +0000"
        return {
            f"GIT_{who}_{part}": said
            for who in ("AUTHOR", "COMMITTER")
            for part, said in (("NAME", self._log.origin), ("EMAIL", ""), ("DATE", moment))
        }

    def _push(self, commit: str, tip: str | None) -> None:
        target = f"{commit}:{self._branch}"
        try:
            self._git("push", "--quiet", "--porcelain", "--", self.where, target)
        except GitFailed as failed:
            if "[rejected]" not in failed.said:
                raise
            why = f"{self.where} did not take the commit: somebody else pushed after {tip}"
            raise NotAnchored(Why.NOT_FAST_FORWARD, why) from None
        self._git("update-ref", self._seen, commit)


def _unreachable(failed: GitFailed) -> NotAnchored:
    return NotAnchored(Why.UNREACHABLE, failed.said or f"git ended with {failed.code}")
