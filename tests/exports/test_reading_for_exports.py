"""What an export holds: all or part of one log, as known at an instant, however it was stored."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

import psycopg
import pytest
from export_logs import by_case

from authorities import casework, new_authority
from concerns.commands.make_log_entry import MakeLogEntry
from concerns.exports.formats import FORMATS, FormatName
from concerns.exports.prov import prov
from concerns.exports.reading import Read, Wanted, read
from concerns.storage import entries
from concerns.storage.pool import Pool
from concerns.vocabulary import Provider, Refusal, Service
from given import officer, opening

MICROSECOND = timedelta(microseconds=1)
OTHER = Provider(id="1-999", name="Other Care Ltd")


class Council(NamedTuple):
    """A council with three cases, notes in turn on the first two; since when it knew four facts."""

    authority: str
    cases: tuple[UUID, UUID, UUID]
    after_four: datetime


@pytest.fixture
def council(database: str, pool: Pool) -> Council:
    """Seven facts: two cases opened, two notes, two more, and a case of another provider."""
    authority = new_authority(database)
    work, ann = casework(pool, authority), officer("Ann", "cm", authority=authority)
    one, two, three = uuid4(), uuid4(), uuid4()
    for case, service in ((one, "1-1"), (two, "1-2")):
        home = Service(id=service, name=f"Home {service}", type="care home")
        work.ask(opening("north-west-routes", home), ann, case)
    note = MakeLogEntry(log="action", entry="rang the manager")
    known = [work.ask(note, ann, case).receipt.recorded_at for case in (one, two)][-1]
    for case in (two, one):
        work.ask(note, ann, case)
    elsewhere = opening("north-west-routes", Service(id="1-3", name="Home", type="care home"))
    work.ask(elsewhere.model_copy(update={"provider": OTHER}), ann, three)
    return Council(authority, (one, two, three), known)


def _positions(found: Read) -> list[int]:
    return [one.position for one in found.leaves]


@pytest.mark.parametrize("batch", [1, 2, 3, 7, 100])
def test_the_whole_log_is_read_in_its_order(
    pool: Pool, council: Council, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    """Batch by batch: no fact twice, none left out, whatever the size of a batch."""
    monkeypatch.setattr(entries, "BATCH", batch)
    found = read(pool, council.authority, Wanted())
    assert (found.up_to, _positions(found)) == (7, [1, 2, 3, 4, 5, 6, 7])


def test_by_case_means_each_cases_facts_together(pool: Pool, council: Council) -> None:
    """In the order in which the cases were opened."""
    found = read(pool, council.authority, Wanted(), by_case=True)
    assert _positions(found) == [1, 3, 6, 2, 4, 5, 7]


def test_a_leaf_is_what_the_database_hashed(pool: Pool, database: str, council: Council) -> None:
    """The hash worked out from the entry is the one stored beside it; the fact is in the entry."""
    with psycopg.connect(database) as connection:
        stored = connection.execute(
            "SELECT position, entry, leaf_hash, id, case_id, version, name, recorded_at"
            " FROM concerns.fact WHERE authority = %s ORDER BY position",
            (council.authority,),
        ).fetchall()
    assert stored == [
        (
            one.position,
            one.entry,
            one.hash,
            one.fact.id,
            one.fact.case,
            one.fact.version,
            one.fact.name,
            one.recorded_at,
        )
        for one in read(pool, council.authority, Wanted()).leaves
    ]


def test_the_log_has_the_origin_that_is_in_every_entry(pool: Pool, council: Council) -> None:
    """An export names its log as the hashed bytes do."""
    found = read(pool, council.authority, Wanted())
    origin = found.log.origin.encode()
    assert all(one.entry.split(b"\n")[1] == origin for one in found.leaves)


def test_one_case_or_one_providers_cases(pool: Pool, council: Council) -> None:
    """In the order of the log; the case of another provider is not among them."""
    one, _, three = council.cases
    acme = read(pool, council.authority, Wanted(provider="1-101646247"))
    assert _positions(acme) == [1, 2, 3, 4, 5, 6]
    assert _positions(read(pool, council.authority, Wanted(case=one))) == [1, 3, 6]
    other = read(pool, council.authority, Wanted(provider=OTHER.id, case=three))
    assert _positions(other) == [7]


@pytest.mark.parametrize("by_case", [True, False])
@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (Wanted(case=uuid4()), "there is no such case"),
        (Wanted(provider="1-7"), "there is no case about such a provider"),
    ],
)
def test_what_is_not_there_is_not_an_empty_export(
    pool: Pool, council: Council, wanted: Wanted, why: str, *, by_case: bool
) -> None:
    """A wrong id is said, at once, and not taken for a case without facts."""
    with pytest.raises(Refusal, match=why) as no:
        read(pool, council.authority, wanted, by_case=by_case)
    assert no.value.kind == "not found"


def test_a_case_of_another_provider_is_not_this_providers(pool: Pool, council: Council) -> None:
    """Both must fit where both are asked for."""
    with pytest.raises(Refusal, match="no such case"):
        read(pool, council.authority, Wanted(case=council.cases[0], provider=OTHER.id))


def test_another_councils_log_is_not_seen(pool: Pool, database: str, council: Council) -> None:
    """Its cases are not there, and its own export is its own."""
    other = new_authority(database)
    with pytest.raises(Refusal, match="no such case"):
        read(pool, other, Wanted(case=council.cases[0]))
    assert _positions(read(pool, other, Wanted())) == []


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_as_known_then_is_the_export_that_was_made_then(
    pool: Pool, council: Council, form: FormatName
) -> None:
    """Design 5: byte for byte what the first four facts alone give, for ever after."""
    chosen = FORMATS[form]
    now = read(pool, council.authority, Wanted(council.after_four), by_case=chosen.by_case)
    first = list(read(pool, council.authority, Wanted()).leaves)[:4]
    then = chosen.write(now.log, by_case(first) if chosen.by_case else first)
    assert b"".join(chosen.write(now.log, now.leaves)) == b"".join(then)
    assert now.up_to == 4


def test_just_before_an_instant_its_fact_was_not_known(pool: Pool, council: Council) -> None:
    """To the microsecond; and before anything was known there is nothing."""
    before = read(pool, council.authority, Wanted(council.after_four - MICROSECOND))
    assert _positions(before) == [1, 2, 3]
    never = Wanted(council.after_four - timedelta(days=1))
    assert _positions(read(pool, council.authority, never)) == []


def test_what_is_recorded_during_an_export_is_not_in_it(pool: Pool, council: Council) -> None:
    """An export ends where it began to be read, however long it takes."""
    for order in (True, False):
        found = read(pool, council.authority, Wanted(), by_case=order)
        first = next(found.leaves)
        ann = officer("Ann", "cm", authority=council.authority)
        note = MakeLogEntry(log="action", entry="rang again")
        casework(pool, council.authority).ask(note, ann, council.cases[1])
        assert max(_positions(found)) == found.up_to
        assert first.position == 1


def test_the_case_of_a_decision_is_found_by_its_fact(pool: Pool, council: Council) -> None:
    """And so is its provenance."""
    case = council.cases[1]
    found = list(read(pool, council.authority, Wanted(case=case)).leaves)
    opened = found[0].fact.id
    assert entries.case_of(pool, council.authority, opened) == case
    assert entries.case_of(pool, council.authority, uuid4()) is None
    assert str(opened) in prov(read(pool, council.authority, Wanted()).log, found, opened).decode()


def test_there_is_no_log_of_an_authority_that_is_not_there(pool: Pool) -> None:
    """A mistake of the program, and loud."""
    with pytest.raises(LookupError, match="there is no authority 'nowhere'"):
        read(pool, "nowhere", Wanted())
