"""What remains of personal data, where, and until which date."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from concerns.aggregates.destroying import period_begins
from concerns.aggregates.provider_case import ProviderCase
from concerns.custody.custody import Custody, endings
from concerns.events import documents_among
from concerns.register import Register
from concerns.storage import keys as store
from concerns.when import today

IN_THE_RECORD = (
    "in the record: a reference, which form and fields or which document, when and by whom; "
    "unreadable"
)


class Remains(NamedTuple):
    """What there is of one subject and retention class.

    `destroyed_on`: when the key went from where keys are kept; None while it is there.
    `in_backups_until`: the last day on which a backup can hold the key; None if that is not set.
    `may_go_after`: the day the retention period ends; None while that is open.
    """

    case: UUID
    subject: str
    retention: str
    destroyed_on: date | None = None
    in_backups_until: date | None = None
    may_go_after: date | None = None
    held_back: bool = False
    to_be_finished: bool = False
    """The record says destroyed, and the key is still there."""
    unused: bool = False
    """Nothing was ever stored under it: whoever was to fill something in was refused."""
    documents: int = 0
    """How many documents were sealed under the key, or are: they are deleted with it."""
    to_be_deleted: int = 0
    """How many of them are still kept, though their key is destroyed."""


def remains(custody: Custody, register: Register, backup_days: int | None) -> list[Remains]:
    """One line for each subject and retention class of an authority, those destroyed included."""
    kept = store.keys(custody.pool, register.authority)
    gone = store.gone(custody.pool, register.authority)
    cases = {one.case: _replayed(register, one.case) for one in (*kept, *gone)}
    ended = {key: one.documents for one in endings(register) for key in one.keys}
    there = [_there(custody, cases[one.case], one, ended) for one in kept]
    went = [_gone(custody, one, ended, backup_days) for one in gone]
    return sorted([*there, *went], key=lambda one: (str(one.case), *one[1:3]))


def _replayed(register: Register, case: UUID) -> ProviderCase:
    replayed = ProviderCase(case)
    for one in register.of_case(case):
        replayed.remember(one.fact)
    return replayed


def _there(
    custody: Custody, case: ProviderCase, key: store.Key, ended: Mapping[str, Sequence[str]]
) -> Remains:
    data = case.personal_data
    held = data.held.get((key.subject, key.retention))
    kept = custody.retention.classes.get(key.retention)
    finishing = ended.get(key.commitment, ())
    begins = period_begins(held, data.closed_on) if held else None
    return Remains(
        key.case,
        key.subject,
        key.retention,
        may_go_after=kept.ends(begins) if kept and begins else None,
        held_back=data.held_back(key.subject),
        to_be_finished=key.commitment in data.gone,
        unused=held is None and key.commitment not in data.gone,
        documents=len(finishing or documents_among(held.forms if held else ())),
        to_be_deleted=_still_kept(custody, finishing),
    )


def _gone(
    custody: Custody,
    one: store.Gone,
    ended: Mapping[str, Sequence[str]],
    backup_days: int | None,
) -> Remains:
    day = today(one.destroyed_at)
    sealed = ended.get(one.commitment, ())
    return Remains(
        one.case,
        one.subject,
        one.retention,
        day,
        day + timedelta(days=backup_days) if backup_days is not None else None,
        documents=len(sealed),
        to_be_deleted=_still_kept(custody, sealed),
    )


def _still_kept(custody: Custody, documents: Sequence[str]) -> int:
    return sum(custody.documents.exists(one) for one in documents) if custody.documents else 0
