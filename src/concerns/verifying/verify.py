"""The whole verification: the log from its bytes, then everything that can be held against it."""

from collections.abc import Sequence
from typing import NamedTuple

from concerns.documents.store import Documents
from concerns.storage import entries, tree
from concerns.storage.pool import Pool
from concerns.storage.tree import Sealed
from concerns.verifying import anchors, stored
from concerns.verifying.anchors import AnchorFolder
from concerns.verifying.checkpoints import check_checkpoints
from concerns.verifying.documents import check_documents
from concerns.verifying.finding import Findings, Report
from concerns.verifying.guard import Description, check_guard, described
from concerns.verifying.keys import Opened, check_keys
from concerns.verifying.notes import Notary
from concerns.verifying.parallel import in_parallel
from concerns.verifying.policy import Policy
from concerns.verifying.receipts import Receipt, check_receipts
from concerns.verifying.scan import Scanned, Told, runs, scan
from concerns.verifying.times import check_not_postdated
from concerns.verifying.tree import check_tiles
from concerns.verifying.views import check_views


class Outside(NamedTuple):
    """What came another way than the record. The less there is, the less is checked."""

    policy: Policy | None = None
    anchors: AnchorFolder | None = None
    receipts: Sequence[Receipt] | None = None
    approved: Description | None = None
    views: bool = True
    documents: Documents | None = None


def verify(
    pool: Pool,
    authority: str,
    outside: Outside | None = None,
    told: Told | None = None,
    processes: int = 1,
) -> Report:
    """Check one authority's record; changes nothing. `processes` read it; they find the same.

    Raises:
        LookupError: there is no such authority. StoreAway: the store cannot be reached.
        CannotCheck: a process that read the record came to its end.
    """
    outside, findings = outside or Outside(), Findings()
    origin = entries.origin(pool, authority)
    notary = Notary(origin, outside.policy, findings)
    sealed = tree.checkpoints(pool, authority)
    anchored = anchors.opened(outside.anchors, notary) if outside.anchors else []
    sizes = sorted({one.size for one in sealed} | {one.said.size for one in anchored} - {0})
    wanted = {one.position for one in outside.receipts or ()}
    found = (
        runs(stored.in_batches(pool, authority), origin, sizes)
        if processes == 1
        else in_parallel(pool, authority, origin, sizes, processes)
    )
    scanned = scan(found, origin, sizes, wanted, findings, told)
    last = sealed[-1].size if sealed else 0
    check_tiles(stored.whole_tiles(pool, authority), scanned.tree, last, findings)
    opened = check_checkpoints(sealed, scanned, notary, findings)
    opened += [Opened(one.place, one.raw, one.said.size) for one in anchored]
    check_keys(opened, scanned.ended, outside.policy, findings)
    anchors.check_anchors(anchored, sealed, scanned, findings)
    anchors.check_one_history(anchored, sealed, notary, findings)
    check_receipts(outside.receipts or (), scanned.leaves, findings)
    check_not_postdated(scanned.bounds, scanned.recorded, findings)
    if outside.approved is not None:
        check_guard(outside.approved, described(pool), findings)
    if outside.documents is not None:
        check_documents(scanned.documents, outside.documents, findings)
    unseen = check_views(pool, authority, findings) if outside.views else "the views"
    unchecked = [*_unchecked(outside, sealed, scanned), *([unseen] if unseen else [])]
    return Report(
        origin,
        scanned.tree.size,
        len(sealed),
        len(anchored),
        len(outside.receipts or ()),
        findings,
        tuple(unchecked),
    )


def _unchecked(outside: Outside, sealed: Sequence[Sealed], scanned: Scanned) -> list[str]:
    """What was not checked, each in a few words."""
    last, size = (sealed[-1].size if sealed else 0), scanned.tree.size
    said = {
        "who signed: no policy of keys was given, so no signature was checked": not outside.policy,
        "whether the record was rebuilt or cut short: no anchors were given": not outside.anchors,
        "what callers were told: no receipts were given": outside.receipts is None,
        "the guard in the database: no approved description was given": outside.approved is None,
        "documents: no store of them was given": outside.documents is None,
        f"the last {size - last} facts are under no checkpoint": size > last,
        "time stamps: the record cites none, so only its own clock says when": not scanned.bounds,
        "time stamps cited in the record: their tokens were not opened": bool(scanned.bounds),
    }
    found = [words for words, so in said.items() if so]
    others = outside.anchors.others if outside.anchors else ()
    return [*found, *(f"anchor {path}: not a signed note" for path in others)]
