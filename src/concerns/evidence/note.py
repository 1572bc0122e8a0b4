"""Text with signatures under it: C2SP signed-note, read strictly."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from concerns.evidence.keys import Key, Signer
from concerns.evidence.strict import from_base64, is_name, to_base64
from concerns.evidence.unsound import Fault, Unsound

MAX_SIGNATURES = 100
"""Lines read under one note; the standard asks for 16 at least."""

_DASH = "\u2014 "
_KEY_ID_SIZE = 4


class Signature(NamedTuple):
    """One line under a note: whose it says it is, and what follows the key id."""

    name: str
    key_id: bytes
    content: bytes

    def line(self) -> str:
        """The line with its newline."""
        return f"{_DASH}{self.name} {to_base64(self.key_id + self.content)}\n"


class Signed(NamedTuple):
    """A signature that was checked, and the key that made it."""

    key: Key
    signature: Signature


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a newline, and signatures nobody has checked yet.

    Raises:
        Unsound: NOTE_MALFORMED.
    """

    text: str
    signatures: tuple[Signature, ...] = ()

    def __post_init__(self) -> None:
        if not self.text.endswith("\n") or any(c < " " and c != "\n" for c in self.text):
            raise Unsound(Fault.NOTE_MALFORMED, "the text does not end its line, or has controls")
        if len(self.signatures) > MAX_SIGNATURES:
            raise Unsound(Fault.NOTE_MALFORMED, f"more than {MAX_SIGNATURES} signatures")
        if len(set(self.signatures)) != len(self.signatures):
            raise Unsound(Fault.NOTE_MALFORMED, "a signature line stands there twice")

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """A note as it is written; at least one signature.

        Raises:
            Unsound: NOTE_MALFORMED.
        """
        try:
            whole = raw.decode("utf-8")
        except UnicodeDecodeError:
            raise Unsound(Fault.NOTE_MALFORMED, "the note is not UTF-8") from None
        text, blank, under = whole.rpartition("\n\n")
        if not blank or not under.endswith("\n"):
            raise Unsound(Fault.NOTE_MALFORMED, "no signatures stand under the text")
        lines = under.removesuffix("\n").split("\n", MAX_SIGNATURES)
        return cls(f"{text}\n", tuple(_signature(line) for line in lines))

    def __bytes__(self) -> bytes:
        """The note as it is written."""
        return "".join([self.text, "\n", *(one.line() for one in self.signatures)]).encode()

    def signed(self, signer: Signer, at: int) -> Self:
        """With one signature more, below the others. `at`: seconds since 1970, UTC.

        Raises:
            Unsound: CHECKPOINT_MALFORMED, the key signs checkpoints only.
        """
        content = signer.sign(self.text.encode(), at)
        mine = Signature(signer.name, signer.key.id, content)
        return type(self)(self.text, (*self.signatures, mine))

    def with_signatures(self, signatures: Iterable[Signature]) -> Self:
        """With signatures made elsewhere, such as a witness's; those already there once only."""
        every = dict.fromkeys([*self.signatures, *signatures])
        return type(self)(self.text, tuple(every))

    def verified(self, keys: Sequence[Key]) -> list[Signed]:
        """The signatures by these keys; those by other keys prove nothing and are passed over.

        Raises:
            Unsound: UNKNOWN_OR_BAD_KEY, none of these keys has signed, or a signature that names
                one of them does not hold.
        """
        known = _by_name_and_id(keys)
        found = [
            Signed(known[one.name, one.key_id], one)
            for one in self.signatures
            if (one.name, one.key_id) in known
        ]
        if not found:
            raise Unsound(Fault.UNKNOWN_OR_BAD_KEY, "no key that is relied on has signed")
        text = self.text.encode()
        for key, signature in found:
            if not key.holds(text, signature.content):
                raise Unsound(Fault.UNKNOWN_OR_BAD_KEY, f"the signature by {key.name} is wrong")
        return found


def _by_name_and_id(keys: Sequence[Key]) -> dict[tuple[str, bytes], Key]:
    known = {(key.name, key.id): key for key in keys}
    if len(known) != len(set(keys)):
        raise Unsound(Fault.KEY_MALFORMED, "two keys have the same name and id")
    return known


def _signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not is_name(name):
        raise Unsound(Fault.NOTE_MALFORMED, f"{line[:60]!r} is not a signature line")
    raw = from_base64(encoded, Fault.NOTE_MALFORMED)
    if len(raw) <= _KEY_ID_SIZE:
        raise Unsound(Fault.NOTE_MALFORMED, f"the signature by {name} is empty")
    return Signature(name, raw[:_KEY_ID_SIZE], raw[_KEY_ID_SIZE:])
