"""Keys on a real PostgreSQL: read on record, swapped, lost, exchanged, destroyed, restored."""

from concurrent.futures import ThreadPoolExecutor
from typing import LiteralString
from uuid import UUID

import psycopg
import pytest
from blackpool_case import CARE, DASS, OFFICER, PMM
from psycopg import OperationalError, errors, sql
from psycopg.conninfo import make_conninfo
from sealed_case import BIRTHDAY, CANARY, PROPOSED, RESIDENT, Office, office, sealed

from authorities import new_authority
from concerns.commands.destroy_keys import DestroyKeys
from concerns.custody.access import Access
from concerns.custody.custody import Custody
from concerns.custody.reading import ReadSealed
from concerns.custody.remains import remains
from concerns.events import FormSealed, PersonalDataRead, SubjectKeysDestroyed
from concerns.projector import Projector
from concerns.register import recorded
from concerns.sealing.field import new_key
from concerns.sealing.refused import NotOpened
from concerns.sealing.wrapping import Keks
from concerns.storage import keys as store
from concerns.storage import log, rows
from concerns.storage.authorities import access_log
from concerns.storage.databases import create_database
from concerns.storage.keys import open_keys
from concerns.storage.migrate import migrate
from concerns.storage.pool import NotMigrated, Pool
from concerns.vocabulary import By, Officer, Refusal
from given import opening


def _read(at_work: Office, fact: FormSealed, who: Officer = CARE) -> dict[str, object]:
    asked = ReadSealed(fact=fact.id, purpose="to plan the move")
    found = at_work.work.read_sealed(asked, at_work.here(who), at_work.case)
    return {one.field: one.value for one in found}


def _said(at_work: Office) -> list[PersonalDataRead]:
    pool = at_work.work.register.pool
    found = [recorded(one).fact for one in log.after(pool, access_log(at_work.authority), 0, 100)]
    return [one for one in found if isinstance(one, PersonalDataRead)]


def _as_owner(database: str, command: LiteralString, *given: object) -> int:
    with psycopg.connect(database) as owner:
        return owner.execute(command, given).rowcount


def test_what_is_sealed_is_read_as_it_was_filled_in(at_work: Office) -> None:
    """Design 11: through the log, the key store and the one door."""
    fact = at_work.opens()
    assert _read(at_work, fact) == {
        "surname": CANARY,
        "date_of_birth": BIRTHDAY,
        "has_capacity": False,
        "gender": "F",
    }


def test_who_reads_what_is_recorded_first(at_work: Office) -> None:
    """Evidence 2.10: who, in which role, whose data, which fields, what for; and no value."""
    fact = at_work.opens()
    asked = ReadSealed(fact=fact.id, fields=("gender",), purpose="to plan the move")
    at_work.work.read_sealed(asked, at_work.here(CARE), at_work.case)
    (said,) = _said(at_work)
    assert (said.about_case, said.fact) == (at_work.case, fact.id)
    assert (said.fields, said.subjects) == (("gender",), ("R12",))
    assert said.purpose == "to plan the move"
    title = at_work.work.procedures["blackpool"].role_title("care_management")
    assert said.by == By(person=CARE.person, role="care_management", title=title)


class _Full:
    """An access log that cannot write."""

    def record(self, access: Access) -> None:
        raise OperationalError(f"disk full; case {access.case}")


def test_what_cannot_be_recorded_is_not_read(
    pool: Pool, keys: Pool, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Attack 36: no data without a recorded access; nothing is even unwrapped."""
    at_work = office(pool, keys, new_authority(database), access=_Full())
    fact = at_work.opens()
    monkeypatch.setattr(Custody, "opened", lambda *_: pytest.fail("it was opened"))
    with pytest.raises(OperationalError):
        _read(at_work, fact)


def test_only_those_who_fill_in_a_form_read_it(at_work: Office) -> None:
    """Reading: need to know; whoever is refused leaves no trace of having read."""
    fact = at_work.opens()
    with pytest.raises(Refusal) as refused:
        _read(at_work, fact, PMM)
    assert refused.value.kind == "not your role"
    assert _said(at_work) == []


@pytest.mark.parametrize(("fact", "fields"), [(True, ("shoe_size",)), (False, ())])
def test_what_is_not_there_is_not_read(at_work: Office, fact: bool, fields: tuple[str]) -> None:  # noqa: FBT001
    """A field that is not sealed, or a fact that holds nothing sealed."""
    held = at_work.opens()
    first = at_work.work.register.of_case(at_work.case)[0].fact
    asked = ReadSealed(fact=(held if fact else first).id, fields=fields, purpose="p")
    with pytest.raises(Refusal) as refused:
        at_work.work.read_sealed(asked, at_work.here(CARE), at_work.case)
    assert refused.value.kind == "not found"


def test_another_authority_has_no_such_case(at_work: Office) -> None:
    """Design 12: nothing says that it is there."""
    fact = at_work.opens()
    asked = ReadSealed(fact=fact.id, purpose="curious")
    with pytest.raises(Refusal) as refused:
        at_work.work.read_sealed(asked, CARE, at_work.case)
    assert refused.value.kind == "not found"


def test_the_wrong_key_that_wraps_keys_opens_nothing(at_work: Office) -> None:
    """The right file brings everything back: nothing was written with the wrong one."""
    fact = at_work.opens()
    right = at_work.custody
    wrong = Custody(right.pool, Keks(new_key()), right.retention, right.access)
    at_work.work.custody = wrong
    with pytest.raises(Refusal, match="WRONG_KEK"):
        _read(at_work, fact)
    with pytest.raises(Refusal, match=r"nothing can be sealed of R12.*WRONG_KEK"):
        at_work.asks(CARE, RESIDENT)
    at_work.work.custody = right
    assert _read(at_work, fact)["surname"] == CANARY


def test_a_swapped_key_is_found_by_its_commitment(at_work: Office, database: str) -> None:
    """Attack 18: by a thief of the wrapping key, by copying a row's wrapping, or a whole key."""
    fact = at_work.opens()
    other = at_work.custody.keks.wrap(new_key())
    _as_owner(database, "UPDATE concerns_keys.key SET wrapped = %s", other.content)
    with pytest.raises(Refusal, match=r"“Surname” cannot be opened.*KEY_COMMITMENT"):
        _read(at_work, fact)
    with pytest.raises(Refusal, match=r"nothing can be sealed of R12.*KEY_COMMITMENT"):
        at_work.asks(CARE, RESIDENT)
    _as_owner(database, "UPDATE concerns_keys.key SET commitment = repeat('ab', 32)")
    with pytest.raises(Refusal, match="KEY_COMMITMENT"):
        _read(at_work, fact)


def test_an_envelope_of_another_fact_stays_shut(at_work: Office) -> None:
    """Attack 24: transplanted within one person's own data, under the same subject key."""
    fact = at_work.opens()
    again = sealed(at_work.asks(CARE, RESIDENT))
    assert again.sealed[0].envelope.key == fact.sealed[0].envelope.key
    custody, envelope = at_work.custody, again.sealed[0].envelope
    with pytest.raises(NotOpened, match="KEY_COMMITMENT"):  # the fact's id is in the field's key
        custody.opened(at_work.authority, at_work.case, fact.id, "sealed.surname", envelope)


def test_many_who_seal_at_once_share_one_key(at_work: Office) -> None:
    """One subject and class has one key, whoever came first."""
    at_work.asks(OFFICER, opening("blackpool"))
    whose = store.Whose(at_work.case, "R12", "care_record")
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: at_work.custody.key(at_work.authority, whose), range(8)))
    assert len(set(found)) == 1


def test_a_destroyed_key_is_gone_and_everything_else_stays(at_work: Office) -> None:
    """Design 11: the record says who and why; the fact keeps every byte."""
    fact = at_work.opens()
    before = at_work.work.register.of_case(at_work.case)
    ended = at_work.destroys()
    assert isinstance(ended, SubjectKeysDestroyed)
    assert store.keys(at_work.custody.pool, at_work.authority) == []
    (gone,) = store.gone(at_work.custody.pool, at_work.authority)
    assert (gone.subject, gone.commitment) == ("R12", ended.keys[0])
    assert at_work.work.register.of_case(at_work.case)[: len(before)] == before
    asked = ReadSealed(fact=fact.id, purpose="too late")
    found = at_work.work.read_sealed(asked, at_work.here(CARE), at_work.case)
    assert {(one.value, one.destroyed_on) for one in found} == {(None, "2034-03-10")}
    assert _said(at_work) == []


def test_a_crash_between_fact_and_deletion_is_finished_at_the_next_start(
    at_work: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Facts first: nobody reads meanwhile, though the key is still there."""
    fact = at_work.opens()
    with monkeypatch.context() as away:
        away.setattr(store, "destroy", _lost)
        at_work.destroys()
    assert "keys-not-destroyed-yet" in capsys.readouterr().out
    assert len(store.keys(at_work.custody.pool, at_work.authority)) == 1
    assert set(_read(at_work, fact).values()) == {None}
    (unfinished,) = remains(at_work.custody, at_work.work.register, None)
    assert unfinished.to_be_finished
    assert at_work.custody.finish(at_work.work.register) == 1
    assert at_work.custody.finish(at_work.work.register) == 0
    assert store.keys(at_work.custody.pool, at_work.authority) == []


def _lost(*_: object) -> int:
    raise OperationalError("the connection was lost")


def test_what_is_sealed_before_that_is_finished_has_a_new_key(
    at_work: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key that the record says is destroyed seals nothing more."""
    at_work.opens()
    with monkeypatch.context() as away:
        away.setattr(store, "destroy", _lost)
        ended = at_work.destroys()
    assert isinstance(ended, SubjectKeysDestroyed)
    again = sealed(at_work.asks(CARE, RESIDENT))
    assert again.sealed[0].envelope.key not in ended.keys
    at_work.custody.finish(at_work.work.register)
    assert _read(at_work, again)["surname"] == CANARY


def test_a_restored_backup_of_keys_brings_nothing_back(at_work: Office) -> None:
    """Evidence 2.9: at the next start what the record says is destroyed goes again."""
    fact = at_work.opens()
    (backup,) = store.keys(at_work.custody.pool, at_work.authority)
    at_work.destroys()
    whose = store.Whose(*backup[:3])
    assert store.key_of(at_work.custody.pool, at_work.authority, whose, backup) == backup
    assert set(_read(at_work, fact).values()) == {None}
    assert at_work.custody.finish(at_work.work.register) == 1
    assert store.keys(at_work.custody.pool, at_work.authority) == []
    assert len(store.gone(at_work.custody.pool, at_work.authority)) == 1


def test_a_destruction_stored_twice_by_two_at_once_happens_once(
    at_work: Office,
) -> None:
    """Of two people who confirm at the same moment one is refused."""
    at_work.opens()
    at_work.closes()
    at_work.now = at_work.now.replace(year=2034, month=3, day=10)
    proposal = at_work.asks(CARE, PROPOSED)

    def confirm(_: int) -> bool:
        try:
            at_work.asks(DASS, DestroyKeys(fact=proposal.id, reason="as proposed"))
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(confirm, range(4))) == 1


def test_wrapping_anew_changes_no_key_and_no_fact(at_work: Office) -> None:
    """Design 11: the older wrapping key is then not needed any more."""
    fact = at_work.opens()
    before = at_work.custody
    (kept,) = store.keys(before.pool, at_work.authority)
    newer = Keks(new_key(), (before.keks.current,))
    both = Custody(before.pool, newer, before.retention, before.access)
    assert both.rewrap(at_work.authority) == 1
    assert both.rewrap(at_work.authority) == 0
    (now,) = store.keys(before.pool, at_work.authority)
    assert (now.commitment, now.kek) == (kept.commitment, newer.id)
    at_work.work.custody = Custody(
        before.pool, Keks(newer.current), before.retention, before.access
    )
    assert _read(at_work, fact)["surname"] == CANARY
    at_work.work.custody = before
    with pytest.raises(Refusal, match="WRONG_KEK"):
        _read(at_work, fact)


def test_what_remains_is_told_with_its_date(at_work: Office) -> None:
    """Evidence 2.9: erasure is complete on a day that can be worked out, or is not known."""
    at_work.opens()
    register = at_work.work.register
    (there,) = remains(at_work.custody, register, 35)
    assert (there.subject, there.retention, there.may_go_after) == ("R12", "care_record", None)
    at_work.destroys()
    (gone,) = remains(at_work.custody, register, 35)
    assert gone.destroyed_on is not None
    assert gone.in_backups_until is not None
    assert (gone.in_backups_until - gone.destroyed_on).days == 35
    (unknown,) = remains(at_work.custody, register, None)
    assert unknown.in_backups_until is None


def test_what_may_go_when_is_told_once_the_case_is_closed(at_work: Office) -> None:
    """A retention run begins with a list."""
    at_work.opens()
    at_work.closes()
    (there,) = remains(at_work.custody, at_work.work.register, None)
    assert str(there.may_go_after) == "2034-03-09"


def test_the_views_follow_and_a_rebuild_agrees(at_work: Office, pool: Pool) -> None:
    """Design 9, 11: destroyed on the day, also as known before."""
    at_work.opens()
    projector = Projector(pool, at_work.authority)
    projector.catch_up()
    (before,) = rows.read(pool, at_work.authority, "sealed-data")
    at_work.destroys()
    projector.catch_up()
    (after,) = rows.read(pool, at_work.authority, "sealed-data")
    assert (before.doc["destroyed"], after.doc["destroyed"]["on"]) == (None, "2034-03-10")
    known = rows.read(pool, at_work.authority, "sealed-data", as_known=before.from_at)
    assert known == [before]
    assert projector.rebuild().differences == {}


def test_who_may_read_the_record_may_not_read_keys(pool: Pool, keys: Pool) -> None:
    """Design 11: the two roles share nothing."""
    with pool.connection() as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("SELECT * FROM concerns_keys.key")
    with keys.connection() as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("SELECT * FROM concerns.fact")


def test_one_authority_sees_no_key_of_another(at_work: Office) -> None:
    """Row-level security, forced; and without an authority nothing is there."""
    at_work.opens()
    assert store.keys(at_work.custody.pool, "elsewhere") == []
    with at_work.custody.pool.connection() as connection:
        assert connection.execute("SELECT count(*) FROM concerns_keys.key").fetchone() == (0,)


@pytest.mark.parametrize(
    "command",
    [
        "UPDATE concerns_keys.access SET said = '{}'",
        "DELETE FROM concerns_keys.access",
        "TRUNCATE concerns_keys.access",
        "DELETE FROM concerns_keys.destroyed",
        "TRUNCATE concerns_keys.destroyed",
        "SET session_replication_role = replica; DELETE FROM concerns_keys.access",
        "DELETE FROM concerns.fact WHERE name = 'personal-data-read/1'",
    ],
)
def test_who_read_what_is_never_changed(
    at_work: Office, database: str, command: LiteralString
) -> None:
    """Evidence 2.8: neither by the program nor by whoever owns the tables; what was recorded
    before there was a log of its own is kept too.
    """
    _read(at_work, at_work.opens())
    with psycopg.connect(database) as owner, pytest.raises(errors.InsufficientPrivilege):
        owner.execute(command)
    with at_work.custody.pool.connection() as own, pytest.raises(errors.InsufficientPrivilege):
        own.execute(command)


def test_keys_in_a_database_of_their_own(pool: Pool, cluster: str, database: str) -> None:
    """Design 11: a separate database, whose backups live as long as the council wishes."""
    name = f"concerns_test_keys_{new_authority(database)}"
    create_database(cluster, name)
    apart = make_conninfo(cluster, dbname=name)
    try:
        with pytest.raises(NotMigrated, match="concerns keys migrate"), open_keys(apart):
            pass
        assert migrate(apart, pattern=store.MIGRATIONS) == ["0003_keys.sql"]
        assert migrate(apart, pattern=store.MIGRATIONS) == []
        with open_keys(apart) as keys:
            at_work = office(pool, keys, new_authority(database))
            assert _read(at_work, at_work.opens())["surname"] == CANARY
            at_work.destroys()
            assert store.keys(keys, at_work.authority) == []
        with psycopg.connect(apart) as owner:
            found = owner.execute("SELECT to_regnamespace('concerns')").fetchone()
        assert found == (None,)
    finally:
        with psycopg.connect(cluster, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_a_key_of_nothing_is_not_there(at_work: Office) -> None:
    """An envelope whose key never was here is told apart from a forged one."""
    fact = at_work.opens()
    envelope = fact.sealed[0].envelope.model_copy(update={"subject": "R77"})
    with pytest.raises(NotOpened, match="is not here"):
        at_work.custody.opened(at_work.authority, UUID(int=1), fact.id, "sealed.surname", envelope)
