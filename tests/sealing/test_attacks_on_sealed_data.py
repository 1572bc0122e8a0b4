"""Attacks on sealed data and its keys, by a superuser who also holds the key that wraps keys."""

import os
from base64 import b64encode
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from blackpool_case import CARE, DASS
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from dumping import dumped
from sealed_case import CANARY, PROPOSED, Office
from two_faces import two_faced

from concerns.commands.command import Command
from concerns.commands.destroy_keys import DestroyKeys
from concerns.commands.place_legal_hold import PlaceLegalHold
from concerns.custody.checking import check
from concerns.custody.remains import remains
from concerns.evidence.keys import Kind, Signer
from concerns.sealer import Sealer
from concerns.sealing.field import Where, commitment, field_key, new_key
from concerns.sealing.refused import NotOpened
from concerns.storage import attest, entries, tree
from concerns.storage import keys as store
from concerns.storage.pool import Pool, open_pool
from concerns.verifying.policy import LogKey, Policy
from concerns.verifying.receipts import Receipt
from concerns.verifying.verify import Outside, verify
from concerns.vocabulary import Officer, Refusal
from unguarded import unguarded

PATH = "sealed.surname"


@dataclass
class Sealing:
    """An office, its record's sealer, and somebody with every power over the database."""

    office: Office
    sealer: Sealer
    database: str

    def found(self, *receipts: Receipt) -> set[tuple[str, str]]:
        """What verifying the record finds, and by codes and places what checking the keys does."""
        policy = Policy(tuple(LogKey(one.key) for one in self.sealer.signers))
        outside = Outside(policy, approved=self.sealer.approved_schema, receipts=receipts)
        report = verify(self.sealer.pool, self.office.authority, outside._replace(views=False))
        return {(one.code.value, one.place) for one in report.findings.kept}

    def misfits(self) -> set[tuple[str, int, str]]:
        """What checking the keys finds: code, position, field."""
        found = check(self.office.custody, self.office.work.register)
        return {(one.code, one.position, one.field) for one in found}

    def puts(self, fact: int, old: str, new: str) -> None:
        """Other words in an entry, and a hash to match; the guard is as before."""
        with unguarded(self.database) as owner:
            owner.execute("ALTER TABLE concerns.fact DISABLE TRIGGER USER")
            changed = owner.execute(
                "UPDATE concerns.fact SET entry = made.entry,"
                " leaf_hash = sha256('\\x00'::bytea || made.entry)"
                " FROM (SELECT convert_to(replace(convert_from(entry, 'UTF8'), %(old)s, %(new)s),"
                " 'UTF8') AS entry FROM concerns.fact"
                " WHERE authority = %(of)s AND position = %(at)s) AS made"
                " WHERE authority = %(of)s AND position = %(at)s AND fact.entry <> made.entry",
                {"old": old, "new": new, "of": self.office.authority, "at": fact},
            )
            assert changed.rowcount == 1
            for trigger in ("row_stays", "statement_refused", "not_truncated"):
                owner.execute(f"ALTER TABLE concerns.fact ENABLE ALWAYS TRIGGER fact_{trigger}")

    def swaps(self, key: bytes) -> None:
        """Another key in the place of R12's, wrapped as the thief of the wrapping key can."""
        wrapped = self.office.custody.keks.wrap(key).content
        with psycopg.connect(self.database) as owner:
            owner.execute(
                "UPDATE concerns_keys.key SET wrapped = %s, commitment = %s WHERE authority = %s",
                (wrapped, commitment(key), self.office.authority),
            )


@pytest.fixture
def sealing(at_work: Office, database: str, tmp_path: Path) -> Generator[Sealing]:
    with open_pool(database, 2, role=tree.ROLE) as pool:
        signer = Signer(entries.origin(pool, at_work.authority), Kind.ED25519, os.urandom(32))
        with pool.connection() as connection:
            approved = attest.described(connection)
        memory = tmp_path / "memory.json"
        yield Sealing(
            at_work, Sealer(pool, at_work.authority, [signer], memory, approved), database
        )


def test_18_a_subjects_key_is_swapped(sealing: Sealing) -> None:
    """Attack 18: KEY_COMMITMENT at each field; the record itself is sound, its keys are beside."""
    fact = sealing.office.opens()
    sealing.sealer.seal()
    assert (sealing.found(), sealing.misfits()) == (set(), set())
    sealing.swaps(new_key())
    sealed = {one.field for one in fact.sealed}
    assert sealing.misfits() == {("KEY_COMMITMENT", 2, field) for field in sealed}
    assert sealing.found() == set()


def test_19_an_erasure_is_faked(sealing: Sealing, pool: Pool) -> None:
    """Attack 19: a sealed part is blanked in the body, and its hash is made to match: ROOT_MISMATCH
    from the first checkpoint over it; before one, only with the caller's receipt.
    """
    envelope = sealing.office.opens().sealed[0].envelope
    (stored,) = tree.raw_after(pool, sealing.office.authority, 1, 1)
    told = Receipt(2, stored.leaf_hash)
    sealing.puts(2, envelope.ct, "A" * len(envelope.ct))
    assert sealing.found() == set()
    assert sealing.found(told) == {("RECEIPT_BROKEN", "position 2")}
    sealing.puts(2, "A" * len(envelope.ct), envelope.ct)
    assert sealing.sealer.seal()
    assert sealing.found(told) == set()
    sealing.puts(2, envelope.ct, "A" * len(envelope.ct))
    assert sealing.found() == {("ROOT_MISMATCH", "checkpoint 2")}


def test_19_a_blanked_part_is_not_opened(sealing: Sealing) -> None:
    """Attack 19: whoever reads it is told that it was changed, not that it was empty."""
    fact = sealing.office.opens()
    envelope = fact.sealed[0].envelope
    blank = envelope.model_copy(update={"ct": b64encode(bytes(80)).decode()})
    with pytest.raises(NotOpened, match="NOT_AUTHENTIC"):
        sealing.office.custody.opened(
            sealing.office.authority, sealing.office.case, fact.id, PATH, blank
        )


def test_23_a_ciphertext_with_two_faces_in_the_record(sealing: Sealing) -> None:
    """Attack 23: prepared by whoever holds both keys, hashed, sealed, and valid under either. Its
    commitment fits one: with the other key in its place nobody opens it, and the place is told.
    """
    at_work = sealing.office
    fact = at_work.opens()
    one, other = new_key(), new_key()
    where = Where(at_work.authority, fact.id, PATH)
    keys = field_key(one, where), field_key(other, where)
    bound = f"provider-concerns/sealed-field/1\n{at_work.authority}\n{fact.id}\n{PATH}".encode()
    nonce, forged = two_faced(*keys, bound)
    assert len({AESGCM(key).decrypt(nonce, forged, bound) for key in keys}) == 2
    (old,) = [entry.envelope for entry in fact.sealed if entry.field == "surname"]
    new = old.model_copy(
        update={
            "key": commitment(one),
            "kc": commitment(keys[0]),
            "n": b64encode(nonce).decode(),
            "ct": b64encode(forged).decode(),
        }
    )
    for part in ("ct", "n", "kc"):
        sealing.puts(2, getattr(old, part), getattr(new, part))
    sealing.puts(2, f'"key":"{old.key}"', f'"key":"{new.key}"')
    assert sealing.sealer.seal()
    sealing.swaps(one)
    assert sealing.misfits() - {("KEY_COMMITMENT", 2, "surname")} == {
        ("KEY_COMMITMENT", 2, entry.field) for entry in fact.sealed if entry.field != "surname"
    }
    assert ("KEY_COMMITMENT", 2, "surname") not in sealing.misfits()
    sealing.swaps(other)
    assert ("KEY_COMMITMENT", 2, "surname") in sealing.misfits()
    with pytest.raises(NotOpened, match="KEY_COMMITMENT"):
        at_work.custody.opened(at_work.authority, at_work.case, fact.id, PATH, new)
    assert sealing.found() == set()


def test_a_lawful_end_of_a_key_is_no_finding(sealing: Sealing) -> None:
    """Attack 39: the other side, by two people, after the period: every byte and proof stays."""
    sealing.office.opens()
    before = sealing.sealer.seal()
    sealing.office.destroys()
    after = sealing.sealer.seal()
    assert before
    assert after
    assert (before.size, after.size > before.size) == (2, True)
    assert (sealing.found(), sealing.misfits()) == (set(), set())


def test_38_a_backup_holds_the_wrapped_key_until_a_day_that_is_told(sealing: Sealing) -> None:
    """Attack 38: never the name; the key that opens it, wrapped, until the backup's own end."""
    at_work = sealing.office
    at_work.opens()
    (kept,) = store.keys(at_work.custody.pool, at_work.authority)
    before = dumped(sealing.database)
    at_work.destroys()
    after = dumped(sealing.database)
    assert kept.wrapped.hex() in before
    assert kept.wrapped.hex() not in after
    assert CANARY not in before
    assert CANARY not in after
    (gone,) = remains(at_work.custody, at_work.work.register, 35)
    assert gone.destroyed_on is not None
    assert gone.in_backups_until is not None
    assert (gone.in_backups_until - gone.destroyed_on).days == 35


HOLD = PlaceLegalHold(demanded_by="The public inquiry", reason="letter of 3 March 2034")


@pytest.mark.parametrize(
    ("who", "asked", "why"),
    [
        (CARE, PROPOSED, "legal hold"),
        (DASS, None, "legal hold"),
        (CARE.model_copy(update={"roles": frozenset({"dass"})}), None, "another must"),
        (CARE, PROPOSED.model_copy(update={"retention": "serious_incident"}), "nothing is sealed"),
    ],
    ids=["under a hold", "confirmed under a hold", "by one person", "of another class"],
)
def test_39_an_end_that_is_not_lawful(
    sealing: Sealing, who: Officer, asked: Command | None, why: str
) -> None:
    """Attack 39: refused; the key is there, and the record holds nothing but what came before."""
    at_work = sealing.office
    at_work.opens()
    at_work.closes()
    at_work.now = at_work.now.replace(year=2034, day=10)
    proposal = at_work.asks(CARE, PROPOSED)
    if why == "legal hold":
        at_work.asks(CARE, HOLD)
    before = at_work.work.register.of_case(at_work.case)
    with pytest.raises(Refusal, match=why):
        at_work.asks(who, asked or DestroyKeys(fact=proposal.id, reason="as proposed"))
    assert at_work.work.register.of_case(at_work.case) == before
    assert len(store.keys(at_work.custody.pool, at_work.authority)) == 1
    assert (sealing.found(), sealing.misfits()) == (set(), set())
