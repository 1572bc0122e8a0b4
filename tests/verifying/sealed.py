"""A sealed record, its copies outside, and somebody with every power over its database."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import orjson
import psycopg
from psycopg import Connection
from psycopg.rows import TupleRow

from authorities import casework
from concerns.evidence.checkpoint import Checkpoint
from concerns.evidence.consistency import consistency_proof
from concerns.evidence.keys import Kind, Signer
from concerns.evidence.leaf import leaf_hashes, perfect_root
from concerns.evidence.signed_checkpoint import sign
from concerns.evidence.tile_edge import TileEdge
from concerns.evidence.tile_places import WIDTH
from concerns.projector import Projector
from concerns.storage.pool import Pool
from concerns.verifying.anchors import AnchorFile, AnchorFolder
from concerns.verifying.finding import Report
from concerns.verifying.policy import LogKey, Policy
from concerns.verifying.verify import Outside, verify
from concerns.vocabulary import Service
from given import officer, opening

MOMENT = 1_772_443_800  # Monday 2 March 2026, 09:30
GUARDS = ["fact_row_stays", "fact_statement_refused", "fact_not_truncated"]
EVENT_GUARDS = ["concerns_guard_ddl", "concerns_guard_drop", "concerns_guard_rewrite"]


@dataclass
class Record:
    """One authority's record. `owner` is a superuser's connection."""

    pool: Pool
    owner: Connection[TupleRow]
    authority: str
    origin: str
    signer: Signer
    notes: list[bytes] = field(default_factory=list[bytes])
    receipts: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])

    def opens(self, number: int = 1) -> None:
        """Facts of the kind that a council writes: a case opened, each about a service."""
        work = casework(self.pool, self.authority)
        who = officer("Ann", "cm", authority=self.authority)
        for _ in range(number):
            service = Service(id=f"1-{uuid4().int % 10**10}", name="Elm House", type="care home")
            done = work.ask(opening("north-west-routes", service), who, uuid4())
            hashes = done.receipt.leaf_hashes
            self.receipts += [(done.receipt.position + n, one) for n, one in enumerate(hashes)]
        Projector(self.pool, self.authority).catch_up()

    def entries(self) -> list[bytes]:
        """The exact bytes, in order."""
        return [
            row[0]
            for row in self.owner.execute(
                "SELECT entry FROM concerns.fact WHERE authority = %s ORDER BY position",
                (self.authority,),
            )
        ]

    def seals(self, signer: Signer | None = None) -> bytes:
        """Sign what is there and store it, as the sealer does; gives the note."""
        note, root, tiles = signed(self.entries(), signer or self.signer)
        leaves, before = leaf_hashes(self.entries()), self._last_size()
        proof = consistency_proof(hashes(leaves), before, len(leaves)) if before else []
        self.owner.execute(
            "SELECT concerns.store_checkpoint(%s, %s, %s, %s, %s, %s::jsonb)",
            (self.authority, len(leaves), root, note, proof, orjson.dumps(tiles).decode()),
        )
        self.notes.append(note)
        return note

    def _last_size(self) -> int:
        row = self.owner.execute(
            "SELECT coalesce(max(size), 0) FROM concerns.checkpoint WHERE authority = %s",
            (self.authority,),
        ).fetchone()
        assert row
        return row[0]

    def anchors(self, *notes: bytes) -> AnchorFolder:
        """These notes as files elsewhere; those signed so far where none is given."""
        files = [AnchorFile(f"{n}.note", one) for n, one in enumerate(notes or self.notes)]
        return AnchorFolder(tuple(files), ())

    def policy(self) -> Policy:
        """The key that everybody knows."""
        return Policy((LogKey(self.signer.key),))

    def verified(self, **outside: object) -> Report:
        """The verification, by the known key and whatever else came another way."""
        return verify(
            self.pool,
            self.authority,
            Outside(**{"policy": self.policy(), **outside}),  # type: ignore[arg-type]
        )

    def found(self, **outside: object) -> set[tuple[str, str]]:
        """Codes and places."""
        report = self.verified(**outside)
        return {(one.code.value, one.place) for one in report.findings.kept}

    @contextmanager
    def attacked(self) -> Generator[Connection[TupleRow]]:
        """Every guard off, whatever is done is done, and every guard back as it was."""
        with unguarded(self.owner) as connection:
            yield connection


@contextmanager
def unguarded(owner: Connection[TupleRow]) -> Generator[Connection[TupleRow]]:
    """As a superuser who covers the traces. The CHECK comes back NOT VALID if it must."""
    for one in EVENT_GUARDS:
        owner.execute(f"ALTER EVENT TRIGGER {one} DISABLE")
    for table in ("fact", "checkpoint", "tile"):
        owner.execute(f"ALTER TABLE concerns.{table} DISABLE TRIGGER ALL")
    owner.execute("ALTER TABLE concerns.fact DROP CONSTRAINT fact_leaf_of_entry")
    yield owner
    for one in GUARDS:
        owner.execute(f"ALTER TABLE concerns.fact ENABLE ALWAYS TRIGGER {one}")
    for table in ("checkpoint", "tile"):
        for one in ("stays", "not_truncated"):
            owner.execute(f"ALTER TABLE concerns.{table} ENABLE ALWAYS TRIGGER {table}_{one}")
    check = (
        "ALTER TABLE concerns.fact ADD CONSTRAINT fact_leaf_of_entry"
        " CHECK (leaf_hash = sha256('\\x00'::bytea || entry))"
    )
    try:
        owner.execute(check)
    except psycopg.errors.CheckViolation:
        owner.execute(f"{check} NOT VALID")
    for one in EVENT_GUARDS:
        owner.execute(f"ALTER EVENT TRIGGER {one} ENABLE ALWAYS")


REHASH = "leaf_hash = sha256('\\x00'::bytea || entry)"
REFRAME = (
    "UPDATE concerns.fact f SET entry = made.framed || substring(f.entry FROM f.body_start),"
    " body_start = octet_length(made.framed) + 1,"
    " leaf_hash = sha256('\\x00'::bytea || made.framed || substring(f.entry FROM f.body_start))"
    " FROM (SELECT g.position, concerns.frame(a.origin, g.position, g.recorded_at, g.case_id,"
    "       g.version, g.name) AS framed FROM concerns.fact g"
    "       JOIN concerns.authority a ON a.id = g.authority WHERE g.authority = %(of)s) AS made"
    " WHERE f.authority = %(of)s AND made.position = f.position"
)
"""Bytes and hashes anew from the columns: what a thorough forger does last."""


def hashes(leaves: list[bytes]):  # noqa: ANN201 - a HashAt
    """The hashes of a tree over these leaves."""
    return lambda level, index: perfect_root(
        b"".join(leaves[index << level : (index + 1) << level])
    )


def signed(entries: list[bytes], signer: Signer) -> tuple[bytes, bytes, list[dict[str, object]]]:
    """A note over entries, its root, and the whole tiles as the database takes them."""
    grown = TileEdge().grown(leaf_hashes(entries))
    root = grown.edge.frontier().root()
    note = bytes(sign(Checkpoint(signer.name, len(entries), root), [signer], MOMENT))
    whole = [
        {"level": place.level, "nth": place.number, "hashes": content.hex()}
        for place, content in grown.tiles
        if place.width == WIDTH
    ]
    return note, root, whole


def signer_of(origin: str, first: int = 0) -> Signer:
    """A key for a log."""
    return Signer(origin, Kind.ED25519, bytes(range(first, first + 32)))
