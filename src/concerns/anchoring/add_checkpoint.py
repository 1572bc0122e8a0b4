from dataclasses import dataclass
from typing import Self

from concerns.evidence.strict import decimal, hash_from_base64, to_base64
from concerns.evidence.unsound import Fault, Unsound

MAX_HASHES = 63
"""Hashes in a proof: as many as the standard allows."""
SIZE_TYPE = "text/x.tlog.size"
"""The media type of the answer that says which size a witness has cosigned."""


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """A request for a cosignature (C2SP tlog-witness): a note, and the proof from an old size."""

    old: int
    proof: tuple[bytes, ...]
    note: bytes

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """A request as it is sent; the note is not looked at.

        Raises:
            Unsound: PROOF_MALFORMED.
        """
        head, blank, note = raw.partition(b"\n\n")
        try:
            first, *lines = head.decode("ascii").split("\n")
        except UnicodeDecodeError:
            raise Unsound(Fault.PROOF_MALFORMED, "the proof is not plain text") from None
        if not blank or not first.startswith("old ") or len(lines) > MAX_HASHES:
            raise Unsound(Fault.PROOF_MALFORMED, "not an old size, a proof, and a checkpoint")
        old = decimal(first.removeprefix("old "), Fault.PROOF_MALFORMED)
        return cls(old, tuple(hash_from_base64(one, Fault.PROOF_MALFORMED) for one in lines), note)

    def __bytes__(self) -> bytes:
        """The request as it is sent."""
        lines = [f"old {self.old}", *map(to_base64, self.proof), "", ""]
        return "\n".join(lines).encode() + self.note
