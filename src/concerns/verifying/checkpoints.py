"""The stored checkpoints, each by itself and against the tree worked out anew."""

from collections.abc import Sequence

from concerns.evidence.checkpoint import Checkpoint
from concerns.evidence.consistency import verify_consistency
from concerns.evidence.unsound import Unsound
from concerns.storage.tree import Sealed
from concerns.verifying.finding import Code, Findings
from concerns.verifying.keys import Opened
from concerns.verifying.notes import Notary
from concerns.verifying.scan import Scanned


def check_checkpoints(
    stored: Sequence[Sealed], scanned: Scanned, notary: Notary, findings: Findings
) -> list[Opened]:
    """Signed by a key relied on, as its columns say, over these entries, continuing the last.

    Gives those that are signed by such a key, with the size that was signed.
    """
    before: Sealed | None = None
    opened = list[Opened]()
    for one in stored:
        place = f"checkpoint {one.size}"
        if said := _check_note(one, notary, findings, place):
            opened.append(Opened(place, one.note, said.size))
        check_root(one.size, one.root, scanned, findings, place)
        _check_continues(before, one, findings, place)
        before = one
    return opened


def check_root(size: int, root: bytes, scanned: Scanned, findings: Findings, place: str) -> None:
    """The entries lead to the root that was signed; there are as many as were signed."""
    found = scanned.tree.roots.get(size)
    if found is None:
        why = f"have {scanned.tree.size} entries, signed were {size}"
        findings.add(Code.TRUNCATED, place, why)
    elif found != root:
        why = f"entries 1 to {size} lead to {found.hex()}, signed was {root.hex()}"
        findings.add(Code.ROOT_MISMATCH, place, why)


def _check_note(one: Sealed, notary: Notary, findings: Findings, place: str) -> Checkpoint | None:
    said = notary.opened(one.note, place)
    if said and (said.size, said.root) != (one.size, one.root):
        why = f"the note says size {said.size} and root {said.root.hex()}, the columns otherwise"
        findings.add(Code.CHECKPOINT_EDITED, place, why)
    return said


def _check_continues(before: Sealed | None, one: Sealed, findings: Findings, place: str) -> None:
    if before is None:
        return
    try:
        verify_consistency(before.size, one.size, before.root, one.root, one.proof)
    except Unsound as wrong:
        findings.add(Code.CONSISTENCY_FAILS, place, wrong.why)
