"""What was kept outside: signed notes as files. They alone show what a rebuilt record hides."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from concerns.evidence.checkpoint import Checkpoint
from concerns.evidence.note import Note
from concerns.evidence.unsound import Unsound
from concerns.storage.tree import Sealed
from concerns.verifying.checkpoints import check_root
from concerns.verifying.finding import CannotCheck, Code, Findings
from concerns.verifying.notes import Notary
from concerns.verifying.scan import Scanned

_LARGEST = 1 << 20
"""Bytes of a file that may be a note."""


class AnchorFile(NamedTuple):
    """A file of a folder of anchors."""

    path: str
    raw: bytes


class Anchored(NamedTuple):
    """A checkpoint that was kept outside."""

    path: str
    raw: bytes
    said: Checkpoint

    @property
    def place(self) -> str:
        """Where a finding says it is."""
        return f"anchor {self.path}"


class AnchorFolder(NamedTuple):
    """Notes, and files that are none (time stamps, say), by their paths."""

    notes: tuple[AnchorFile, ...]
    others: tuple[str, ...]


def read_anchors(folder: Path) -> AnchorFolder:
    """Every file below a folder, but those whose names begin with a dot.

    A file counts as a note if a signature line stands in it: a note that was damaged is a finding,
    not passed over.

    Raises:
        CannotCheck: it is no folder, or holds no note. OSError.
    """
    if not folder.is_dir():
        raise CannotCheck(f"{folder} is not a folder")
    notes, others = list[AnchorFile](), list[str]()
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder)
        if not file.is_file() or any(part.startswith(".") for part in path.parts):
            continue
        raw = file.read_bytes() if file.stat().st_size <= _LARGEST else b""
        if "\n\u2014 ".encode() in raw or file.suffix in {".note", ".checkpoint"}:
            notes.append(AnchorFile(path.as_posix(), raw))
        else:
            others.append(path.as_posix())
    if not notes:
        raise CannotCheck(f"{folder}: no signed note is in it")
    return AnchorFolder(tuple(notes), tuple(others))


def opened(folder: AnchorFolder, notary: Notary) -> list[Anchored]:
    """Those that are checkpoints of this log by a key relied on; the others are findings."""
    found = list[Anchored]()
    for file in folder.notes:
        said = notary.opened(file.raw, f"anchor {file.path}")
        if said:
            found.append(Anchored(file.path, file.raw, said))
    return found


def check_anchors(
    anchored: Sequence[Anchored], stored: Sequence[Sealed], scanned: Scanned, findings: Findings
) -> None:
    """The record is still what was anchored, and so are its checkpoints."""
    kept = {one.size: one for one in stored}
    for one in anchored:
        if one.said.size:
            _check_stored(one, kept.get(one.said.size), findings)
            check_root(one.said.size, one.said.root, scanned, findings, one.place)


def _check_stored(one: Anchored, stored: Sealed | None, findings: Findings) -> None:
    place = f"checkpoint {one.said.size}"
    if stored is None:
        findings.add(Code.CHECKPOINT_MISSING, place, f"anchored in {one.path} and not stored")
    elif _text(stored.note) != one.said.text:
        findings.add(
            Code.CHECKPOINT_EDITED, place, f"stored is another than was anchored in {one.path}"
        )


def _text(raw: bytes) -> str:
    try:
        return Note.parse(raw).text
    except Unsound:
        return ""


def check_one_history(
    anchored: Sequence[Anchored], stored: Sequence[Sealed], notary: Notary, findings: Findings
) -> None:
    """No two notes say different roots of one size: whoever signs both has told two histories."""
    said = dict[int, tuple[str, bytes, bytes]]()
    quiet = Notary(notary.origin, notary.policy, Findings())
    everything = [(one.place, one.raw, one.said) for one in anchored]
    for one in stored:
        checkpoint = quiet.opened(one.note, "")
        if checkpoint:
            everything.append((f"checkpoint {one.size}", one.note, checkpoint))
    for place, raw, checkpoint in everything:
        first = said.setdefault(checkpoint.size, (place, raw, checkpoint.root))
        if first[2] != checkpoint.root:
            why = f"{first[0]} and {place} are signed, and differ"
            where = f"checkpoint {checkpoint.size}"
            findings.add(Code.EQUIVOCATION, where, why, (first[1], raw))
