"""A draft of the certificate by which an officer brings records of a public authority to a court.

Civil Evidence Act 1995, s.9: civil proceedings in England and Wales. A draft and no legal advice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from concerns.papers.paper import Listing, Paper, Prose, Table
from concerns.papers.words import instant, told
from concerns.register import Recorded, encode
from concerns.vocabulary import Refusal

BLANK = "_" * 24
"""For the officer to fill in by hand."""
DRAFT = (
    "This is a draft. It is not signed, certifies nothing, and is not legal advice: the officer "
    "who signs, and the authority's lawyers, decide whether it says what is true and what is "
    "needed. It is meant for civil proceedings in England and Wales."
)
NOT_CHECKED = "No result was given. Verify the record and put the result here before signing."


@dataclass(frozen=True, slots=True)
class Log:
    """Which record is spoken of, and how far."""

    authority: str
    """The authority's name in words."""
    origin: str
    """The log's own name, which every entry's hash covers."""
    size: int
    """How many entries: positions 1 to this one."""
    root: str = ""
    """The root hash of the Merkle tree of that size, where it is known."""
    verification: str = ""
    """What the verifier said, as given."""


def certificate(log: Log, facts: Sequence[Recorded]) -> Paper:
    """A draft certificate that some facts are part of the authority's records.

    Raises:
        Refusal: nothing to certify was given, or it lies beyond the log.
    """
    if not facts:
        raise Refusal("name at least one fact to certify", kind="not understood", where="facts")
    beyond = [one.position for one in facts if one.position > log.size]
    if beyond:
        raise Refusal(
            f"position {beyond[0]} lies beyond the {log.size} entries of the log",
            kind="not understood",
            where="size",
        )
    return Paper(
        name="officers_certificate",
        kind="form",
        title="Draft certificate of records of a public authority",
        letterhead=(log.authority,),
        to="",
        sender="",
        particulars=(
            ("Authority", log.authority),
            ("Under", "Civil Evidence Act 1995, section 9"),
            ("Entries spoken of", str(len(facts))),
        ),
        warnings=(DRAFT,),
        sections=(*_certified(log), _entries(facts), *result(log), *signature("certificate")),
        made_from=about(log),
        recorded_at=facts[-1].recorded_at,
    )


def _certified(log: Log) -> tuple[Prose, ...]:
    officer = (
        f"I, {BLANK}, hold the office of {BLANK} in {log.authority} and am responsible for the "
        "records described below, or for the activities that they record."
    )
    entries = (
        "The entries listed below are part of the records of the authority. They were made in the "
        "course of its functions, and each is kept as it was first recorded."
    )
    return (Prose("What is certified", (officer, entries)),)


def _entries(facts: Sequence[Recorded]) -> Table:
    rows = tuple(
        (
            str(one.position),
            instant(one.recorded_at),
            f"{one.fact.occurred.in_words}: {told(one.fact)}",
            str(one.fact.by),
            f"{one.fact.name}, {sha256(encode(one.fact)).hexdigest()}",
        )
        for one in facts
    )
    columns = ("Position", "Recorded", "What", "By", "Kind and SHA-256 of the content")
    return Table("The entries", "Entries of the record, in its order", columns, rows, "")


def result(log: Log) -> tuple[Listing | Prose, ...]:
    """Which record, how far, and what the verifier said of it."""
    root = log.root or "not given; take it from a checkpoint of that size"
    return (
        Listing(
            "The record",
            (
                f"Log: {log.origin}",
                f"Size: {log.size} entries, at positions 1 to {log.size}",
                f"Root hash at that size: {root}",
            ),
            "",
        ),
        Prose("Result of the verification", (log.verification or NOT_CHECKED,)),
    )


def signature(what: str) -> tuple[Table, ...]:
    """Blanks for the officer."""
    rows = tuple((one, BLANK) for one in ("Full name", "Office held", "Signature", "Date"))
    return (Table("To be completed", f"Who signs the {what}", ("Part", "By hand"), rows, ""),)


def about(log: Log) -> tuple[tuple[str, str], ...]:
    """What the draft was made from."""
    return (("Log", log.origin), ("Size", str(log.size)), ("Root hash", log.root or "not given"))
