"""Our own copies of what came back from the places where checkpoints are kept."""

import json
import re
from hashlib import sha256
from pathlib import Path

from concerns.anchoring.anchored import Anchored
from concerns.anchoring.names import note_name
from concerns.durable import write_once, write_whole

_ENDINGS = {"file": "note", "git": "commit", "rfc3161": "tsr", "witness": "cosignature"}
_DESCRIBED = re.compile(r"([0-9]{10,19})\.([a-z0-9]+)-([0-9a-f]{8})\.json")


class Kept:
    """A folder with each anchored note, what each place answered, and a description of that.

    `0000070000.note`; `0000070000.rfc3161-1a2b3c4d.tsr` and `.json`, in which `where` says the
    place that `1a2b3c4d` stands for.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, anchored: Anchored, note: bytes) -> None:
        """Keep a result and its note; of the same place and size, the last.

        Raises:
            OSError: the folder is not there or cannot be written.
        """
        write_once(self._folder / note_name(anchored.size), note)
        stem = f"{anchored.size:010}.{_place(anchored.kind, anchored.where)}"
        evidence = f"{stem}.{_ENDINGS.get(anchored.kind, 'evidence')}"
        write_whole(self._folder / evidence, anchored.evidence)
        described = json.dumps(_described(anchored, evidence), indent=2, ensure_ascii=False)
        write_whole(self._folder / f"{stem}.json", f"{described}\n".encode())

    def keep_proof(self, notes: tuple[bytes, ...]) -> list[Path]:
        """Keep notes that prove a misconduct; where."""
        files = [self._folder / f"against-{sha256(note).hexdigest()[:16]}.note" for note in notes]
        for file, note in zip(files, notes, strict=True):
            write_once(file, note)
        return files

    def largest(self, kind: str, where: str) -> int:
        """The largest size that was anchored at a place; 0 where none was."""
        found = (_DESCRIBED.fullmatch(one.name) for one in self._folder.iterdir())
        mine = (one for one in found if one and f"{one[2]}-{one[3]}" == _place(kind, where))
        return max((int(one[1]) for one in mine), default=0)


def _place(kind: str, where: str) -> str:
    return f"{kind}-{sha256(where.encode()).hexdigest()[:8]}"


def _described(anchored: Anchored, evidence: str) -> dict[str, str | int | None]:
    return {
        "kind": anchored.kind,
        "where": anchored.where,
        "size": anchored.size,
        "root": anchored.root.hex(),
        "time": anchored.time.isoformat() if anchored.time else None,
        "evidence": evidence,
        "evidence_sha256": sha256(anchored.evidence).hexdigest(),
    }
