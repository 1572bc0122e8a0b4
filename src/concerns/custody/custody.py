from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog

from concerns.aggregates.seals import ToSeal
from concerns.custody.access import RecordsAccess
from concerns.documents.store import Documents
from concerns.documents.trouble import StoreAway
from concerns.events import DocumentSeal, Envelope, Fact, SealedEntry, SubjectKeysDestroyed
from concerns.procedures.retention import Retention
from concerns.register import Register, recorded
from concerns.sealing.field import (
    Sealed,
    Where,
    commitment,
    field_key,
    fingerprint,
    new_key,
    open_sealed,
    seal,
)
from concerns.sealing.refused import NotOpened
from concerns.sealing.value import Value, to_bytes, to_value
from concerns.sealing.wrapping import Keks, Wrapped
from concerns.storage import keys as store
from concerns.storage.away import DatabaseTrouble
from concerns.storage.keys import Key, Whose
from concerns.storage.pool import Pool
from concerns.vocabulary import Refusal


@dataclass(frozen=True, slots=True)
class Custody:
    """The keys of every authority, in a place of their own. No key is kept in memory."""

    pool: Pool
    keks: Keks
    retention: Retention
    access: RecordsAccess
    documents: Documents | None = None
    """Where sealed documents are kept, so that they go with their key."""

    def seals(self, authority: str, case: UUID) -> "CaseSeals":
        """What seals personal data of one case."""
        return CaseSeals(self, authority, case)

    def key(self, authority: str, whose: Whose, gone: Collection[str] = ()) -> bytes:
        """A subject's key, made now if there is none.

        One that the record says is destroyed goes now, if it had not gone yet.

        Raises:
            Refusal: the key that is kept cannot be used, and why.
        """
        kept = store.key_of(self.pool, authority, whose, self._new(whose))
        if kept.commitment in gone:
            store.destroy(self.pool, authority, [kept.commitment])
            kept = store.key_of(self.pool, authority, whose, self._new(whose))
        try:
            return self.unwrapped(kept)
        except NotOpened as no:
            raise Refusal(
                f"nothing can be sealed of {whose.subject}: {no.why} ({no.code})"
            ) from None

    def unwrapped(self, kept: Key) -> bytes:
        """The key itself.

        Raises:
            NotOpened: KEY_COMMITMENT where another key was put in its place; WRONG_KEK;
                NOT_AUTHENTIC.
        """
        key = self.keks.unwrap(Wrapped(kept.kek, kept.wrapped))
        if commitment(key) != kept.commitment:
            raise NotOpened("KEY_COMMITMENT", "another key was put in this one's place")
        return key

    def _new(self, whose: Whose) -> Key:
        key = new_key()
        return Key(*whose, commitment(key), *self.keks.wrap(key))

    def opened(self, authority: str, case: UUID, fact: UUID, path: str, held: Envelope) -> Value:
        """What an envelope holds. For `read_sealed` alone, which records the access first.

        Raises:
            NotOpened: KEY_COMMITMENT where the key is gone or another; as `unwrapped`.
        """
        where = Where(authority, fact, path)
        key = self.field_key(authority, case, fact, path, held)
        return to_value(open_sealed(key, where, Sealed(held.kc, held.n, held.ct)))

    def field_key(
        self, authority: str, case: UUID, fact: UUID, path: str, held: Envelope | DocumentSeal
    ) -> bytes:
        """The key that opens this envelope or document and nothing else: what may be given away.

        Only for those who recorded the access first.

        Raises:
            NotOpened: as `opened`.
        """
        whose = Whose(case, held.subject, held.retention)
        kept = store.keys(self.pool, authority, whose)
        found = [one for one in kept if one.commitment == held.key]
        if not found:
            raise NotOpened("KEY_COMMITMENT", "the key that this was sealed with is not here")
        return field_key(self.unwrapped(found[0]), Where(authority, fact, path))

    def blinded(self, authority: str, whose: Whose, value: Value) -> str:
        """What tells the value again to whoever gives it again, while the subject's key exists."""
        return fingerprint(self.key(authority, whose), to_bytes(value))

    def carry_out(self, authority: str, facts: Sequence[Fact]) -> None:
        """Destroy the keys that facts just recorded say are destroyed, and what they sealed.

        Where keys or documents cannot be reached, `finish` does it at the next start: nobody may
        read them from the fact on.
        """
        ended = [one for one in facts if isinstance(one, SubjectKeysDestroyed)]
        if not ended:
            return
        try:
            store.destroy(self.pool, authority, _keys(ended))
        except DatabaseTrouble as trouble:
            structlog.get_logger().error(
                "keys-not-destroyed-yet", authority=authority, error=type(trouble).__name__
            )
        self._delete(authority, ended)

    def finish(self, register: Register) -> int:
        """Destroy whatever the record says is destroyed; says how many keys were still there.

        After a crash, and after an old backup of the keys was restored.
        """
        ended = endings(register)
        if not ended:
            return 0
        self._delete(register.authority, ended)
        return store.destroy(self.pool, register.authority, _keys(ended))

    def _delete(self, authority: str, ended: Iterable[SubjectKeysDestroyed]) -> None:
        """Delete the documents under destroyed keys. Nobody could read them, here or elsewhere."""
        if self.documents is None:
            return
        try:
            for sha256 in [sha256 for one in ended for sha256 in one.documents]:
                self.documents.delete(sha256)
        except StoreAway as away:
            structlog.get_logger().error(
                "documents-not-deleted-yet", authority=authority, error=str(away)
            )

    def rewrap(self, authority: str) -> int:
        """Wrap every key under the current one; says how many were under another.

        The keys stay what they are: no fact, no envelope, no view changes.
        """
        kept = store.keys(self.pool, authority)
        older = [one for one in kept if one.kek != self.keks.id]
        for one in older:
            wrapped = self.keks.wrap(self.unwrapped(one))
            renewed = one._replace(kek=wrapped.kek, wrapped=wrapped.content)
            store.rewrap(self.pool, authority, renewed)
        return len(older)


def destroyed(register: Register) -> set[str]:
    """Commitments to every key that the record says is destroyed."""
    return _keys(endings(register))


def endings(register: Register) -> list[SubjectKeysDestroyed]:
    """Every fact of the record that says keys are destroyed."""
    found = store.destructions(register.pool, register.authority)
    facts = [recorded(one).fact for one in found]
    return [one for one in facts if isinstance(one, SubjectKeysDestroyed)]


def _keys(ended: Iterable[SubjectKeysDestroyed]) -> set[str]:
    return {key for one in ended for key in one.keys}


@dataclass(frozen=True, slots=True)
class CaseSeals:
    """Seals personal data of one case (concerns.aggregates.seals)."""

    custody: Custody
    authority: str
    case: UUID

    @property
    def retention(self) -> Retention:
        """The classes, and which data is of which."""
        return self.custody.retention

    def seal(self, fact: UUID, values: Sequence[ToSeal], gone: Collection[str]) -> list[Envelope]:
        """Each value in an envelope."""
        keys = dict[Whose, bytes]()
        for one in values:
            whose = Whose(self.case, one.subject, one.retention)
            if whose not in keys:
                keys[whose] = self.custody.key(self.authority, whose, gone)
        return [
            _enveloped(
                keys[Whose(self.case, one.subject, one.retention)], self.authority, fact, one
            )
            for one in values
        ]


def _enveloped(key: bytes, authority: str, fact: UUID, one: ToSeal) -> Envelope:
    where = Where(authority, fact, one.path)
    sealed = seal(field_key(key, where), where, to_bytes(one.value))
    return Envelope(
        subject=one.subject, retention=one.retention, key=commitment(key), **sealed._asdict()
    )


def in_words(entry: SealedEntry, no: NotOpened) -> str:
    """Why a field stays shut, for a person."""
    return f"“{entry.label}” cannot be opened: {no.why} ({no.code})"
