"""The facts of a case as the record holds them, each proved to be under one checkpoint."""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from concerns.events import Fact
from concerns.evidence.entry import Entry, parse
from concerns.evidence.inclusion import inclusion_proof, verify_inclusion
from concerns.evidence.leaf import leaf_hash
from concerns.evidence.tile_reader import TileReader
from concerns.evidence.unsound import Unsound
from concerns.register import decode
from concerns.storage import entries, tree
from concerns.storage.pool import Pool
from concerns.storage.tree import Sealed
from concerns.vocabulary import Refusal


class Proved(NamedTuple):
    """A fact: its exact bytes, what they say, and the way from their hash to the root."""

    raw: bytes
    entry: Entry
    fact: Fact
    leaf: bytes
    proof: tuple[bytes, ...]

    @property
    def version(self) -> int:
        """Its number in the case."""
        return self.entry.version

    @property
    def position(self) -> int:
        """Its place in the record, from 1."""
        return self.entry.index + 1


class Material(NamedTuple):
    """Facts 1 to n of a case, under a checkpoint."""

    authority: str
    case: UUID
    origin: str
    sealed: Sealed
    facts: tuple[Proved, ...]


def gather(pool: Pool, authority: str, case: UUID, up_to: int, size: int | None = None) -> Material:
    """Facts 1 to `up_to` of a case, under the newest checkpoint, or under that of a size.

    Raises:
        Refusal: there is no such checkpoint, or it does not reach so far; or the record is not
            what was sealed.
    """
    sealed = tree.last_checkpoint(pool, authority, size)
    if sealed is None or (size and sealed.size != size):
        raise Refusal(
            f"the record has no checkpoint of {size} facts"
            if size
            else "the record has no checkpoint yet: seal it first",
            kind="not found",
        )
    raw = entries.of_case(pool, authority, case, sealed.size)[:up_to]
    if len(raw) < up_to:
        raise Refusal(
            f"the checkpoint of {sealed.size} facts holds {len(raw)} of this case, not {up_to}: "
            "seal the record, or disclose fewer",
            where="up_to",
        )
    try:
        facts = tuple(_proved(pool, authority, sealed, raw))
    except (Unsound, LookupError) as wrong:
        raise Refusal(f"the record is not what was sealed ({wrong}): verify it first") from None
    if [one.version for one in facts] != list(range(1, len(facts) + 1)):
        raise Refusal("a fact of the case is missing: verify the record first")
    return Material(authority, case, facts[0].entry.origin, sealed, facts)


def _proved(pool: Pool, authority: str, sealed: Sealed, raw: list[bytes]) -> Iterator[Proved]:
    size, root = sealed.size, sealed.root
    reader = TileReader(tree.stored_tiles(pool, authority), size, root)
    for one in raw:
        entry, leaf = parse(one), leaf_hash(one)
        proof = inclusion_proof(reader.hash_at, entry.index, size)
        verify_inclusion(entry.index, size, leaf, proof, root)
        yield Proved(one, entry, decode(entry.name, entry.body), leaf, tuple(proof))
