"""One entry's proof in one small text file: C2SP tlog-proof, read strictly."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from concerns.evidence.checkpoint import read_text
from concerns.evidence.entry import Entry, parse
from concerns.evidence.inclusion import verify_inclusion
from concerns.evidence.keys import Key
from concerns.evidence.leaf import leaf_hash
from concerns.evidence.note import Note
from concerns.evidence.signed_checkpoint import Opened, open_checkpoint
from concerns.evidence.strict import decimal, from_base64, hash_from_base64, to_base64
from concerns.evidence.unsound import Fault, Unsound

HEADER = "c2sp.org/tlog-proof@v1"


class Proved(NamedTuple):
    """An entry that is in the log, and the checkpoint that says so."""

    entry: Entry
    opened: Opened


@dataclass(frozen=True, slots=True)
class TlogProof:
    """The way from the leaf at `index` (from 0) to the root of a signed checkpoint.

    `extra` is whatever somebody put there: nothing vouches for it.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: Note
    extra: bytes | None = None

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """A proof as it is written.

        Raises:
            Unsound: PROOF_MALFORMED, NOTE_MALFORMED or CHECKPOINT_MALFORMED.
        """
        head, _, note = raw.partition(b"\n\n")
        try:
            first, *lines = head.decode("ascii").split("\n")
        except UnicodeDecodeError:
            raise Unsound(Fault.PROOF_MALFORMED, "the proof is not plain text") from None
        if first != HEADER:
            raise Unsound(Fault.PROOF_MALFORMED, f"this is not a {HEADER}")
        extra = _extra(lines.pop(0)) if lines and lines[0].startswith("extra ") else None
        if not lines or not lines[0].startswith("index "):
            raise Unsound(Fault.PROOF_MALFORMED, "the index is missing")
        index = decimal(lines[0].removeprefix("index "), Fault.PROOF_MALFORMED)
        hashes = tuple(hash_from_base64(line, Fault.PROOF_MALFORMED) for line in lines[1:])
        checkpoint = Note.parse(note)
        read_text(checkpoint.text)
        return cls(index, hashes, checkpoint, extra)

    def __bytes__(self) -> bytes:
        """The proof as it is written, for a file that ends in .tlog-proof."""
        lines = [HEADER]
        if self.extra is not None:
            lines.append(f"extra {to_base64(self.extra)}")
        lines += [f"index {self.index}", *map(to_base64, self.hashes), "", ""]
        return "\n".join(lines).encode() + bytes(self.checkpoint)

    def verify(
        self, leaf: bytes, origin: str, keys: Sequence[Key], witnesses: Sequence[Key] = ()
    ) -> Opened:
        """Accept only if the leaf hash is at `index` in a checkpoint that the log has signed.

        Raises:
            Unsound: as `open_checkpoint` and `verify_inclusion`.
        """
        opened = open_checkpoint(bytes(self.checkpoint), origin, keys, witnesses)
        tree = opened.checkpoint
        verify_inclusion(self.index, tree.size, leaf, self.hashes, tree.root)
        return opened

    def verify_entry(
        self, raw: bytes, origin: str, keys: Sequence[Key], witnesses: Sequence[Key] = ()
    ) -> Proved:
        """As `verify`, for the bytes of an entry, which must say the same log and index.

        Raises:
            Unsound: also ENTRY_MALFORMED and WRONG_ORIGIN.
        """
        entry = parse(raw)
        if entry.origin != origin:
            raise Unsound(Fault.WRONG_ORIGIN, f"the entry is of {entry.origin}, not of {origin}")
        if entry.index != self.index:
            raise Unsound(Fault.PROOF_MALFORMED, f"the entry is not the one at {self.index}")
        return Proved(entry, self.verify(leaf_hash(raw), origin, keys, witnesses))


def _extra(line: str) -> bytes:
    return from_base64(line.removeprefix("extra "), Fault.PROOF_MALFORMED)
