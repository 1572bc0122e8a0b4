"""Do the keys fit what they sealed? Told by their commitments; nothing is opened or shown."""

from collections.abc import Iterator
from typing import NamedTuple

from concerns.aggregates.sealed_forms import path
from concerns.custody.custody import Custody, destroyed
from concerns.custody.lodging import PATH
from concerns.events import DocumentLodged, DocumentSeal, Envelope, Fact, FormSealed
from concerns.register import Recorded, Register, recorded
from concerns.sealing.field import Where, commitment, field_key
from concerns.sealing.refused import Code, NotOpened
from concerns.storage import keys as store
from concerns.storage import log
from concerns.storage.keys import Key

_BATCH = 500


class Finding(NamedTuple):
    """A sealed field that its key would not open: the fact's position, the field, and why."""

    position: int
    field: str
    code: Code
    why: str


def check(custody: Custody, register: Register) -> Iterator[Finding]:
    """Every sealed field of an authority whose key is lost, swapped, or wrapped under another.

    A key that the record says is destroyed is no finding.
    """
    gone = destroyed(register)
    kept = {one.commitment: one for one in store.keys(custody.pool, register.authority)}
    for one in _sealed(register):
        for field, place, seal in _seals(one.fact):
            if seal.key in gone:
                continue
            try:
                _fits(
                    custody, kept.get(seal.key), Where(register.authority, one.fact.id, place), seal
                )
            except NotOpened as no:
                yield Finding(one.position, field, no.code, no.why)


def _seals(fact: Fact) -> Iterator[tuple[str, str, Envelope | DocumentSeal]]:
    """What a fact holds sealed: its name, its place in the fact, and what says its key."""
    match fact:
        case FormSealed():
            for entry in fact.sealed:
                yield entry.field, path(entry.field), entry.envelope
        case DocumentLodged() if fact.sealed:
            yield PATH, PATH, fact.sealed
        case _:
            pass


def _fits(custody: Custody, kept: Key | None, where: Where, seal: Envelope | DocumentSeal) -> None:
    if kept is None:
        raise NotOpened("KEY_COMMITMENT", "the key that this was sealed with is not here")
    if commitment(field_key(custody.unwrapped(kept), where)) != seal.kc:
        raise NotOpened("KEY_COMMITMENT", "this is not the key that the field was sealed with")


def _sealed(register: Register) -> Iterator[Recorded]:
    position = 0
    while batch := log.after(
        register.pool,
        register.authority,
        position,
        _BATCH,
        names=[FormSealed.name, DocumentLodged.name],
    ):
        yield from map(recorded, batch)
        position = batch[-1].position
