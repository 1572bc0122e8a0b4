"""Dossiers from a real record: the same before and after a rebuild, and from a copy of it."""

from collections.abc import Generator
from contextlib import contextmanager
from uuid import UUID, uuid4

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from test_stories import FILES

from authorities import casework, new_authority
from concerns.casework import Casework
from concerns.cli.demo.keeping import Answered, Ask, Clock
from concerns.cli.demo.play import Play
from concerns.cli.demo.script import read
from concerns.commands.command import Command
from concerns.commands.make_log_entry import MakeLogEntry
from concerns.commands.request_dossier import RequestDossier
from concerns.commands.take_step import TakeStep
from concerns.dossier.checking import check
from concerns.dossier.dossier import make
from concerns.dossier.parting import decisions
from concerns.procedures.reader import library
from concerns.projector import Projector
from concerns.register import Register
from concerns.storage.pool import Pool, open_pool
from concerns.vocabulary import Officer
from given import officer, opening

ONE_EACH = list({file.parent.name: file for file in reversed(FILES)}.values())
"""The first story of each council."""

Digests = dict[UUID, tuple[str, str]]


def _asking(work: Casework, case: UUID) -> Ask:
    def ask(asked: Command, who: Officer) -> Answered:
        done = work.ask(asked, who, case)
        return Answered(done.facts, done.receipt.recorded_at)

    return ask


def _played(pool: Pool, authority: str) -> list[UUID]:
    """A story of each council, played into one record."""
    names = {file.stem: uuid4() for file in ONE_EACH}
    for file in ONE_EACH:
        script, clock = read(file), Clock()
        work = casework(pool, authority)
        work.clock = clock
        case = names[file.stem]
        Play(script, _asking(work, case), clock, case, authority, names).run(lambda: None)
    return list(names.values())


def _digests(pool: Pool, authority: str, cases: list[UUID]) -> Digests:
    found, under = Digests(), library()
    for case in cases:
        known = Register(pool, authority).of_case(case)
        for one in decisions(known):
            made = make(known, one.fact.id, under)
            found[one.fact.id] = (made.known_then_digest, made.digest)
    return found


@contextmanager
def _copied(cluster: str, address: str) -> Generator[str]:
    """A byte-for-byte copy of a database, as a restored backup is."""
    name, source = (
        f"concerns_test_{uuid4().hex}",
        str(psycopg.conninfo.conninfo_to_dict(address)["dbname"]),
    )
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(
            sql.SQL("create database {} template {} strategy file_copy").format(
                sql.Identifier(name), sql.Identifier(source)
            )
        )
        try:
            yield make_conninfo(cluster, dbname=name)
        finally:
            connection.execute(
                sql.SQL("drop database {} with (force)").format(sql.Identifier(name))
            )


def test_dossiers_are_the_same_after_a_rebuild_and_from_a_copy(
    cluster: str, fresh_database: str
) -> None:
    """Issue 4: equal before and after rebuild, restore, and a move to a fresh machine."""
    authority = new_authority(fresh_database)
    with open_pool(fresh_database, size=2) as pool:
        cases = _played(pool, authority)
        before = _digests(pool, authority, cases)
        Projector(pool, authority).rebuild()
        assert _digests(pool, authority, cases) == before
    with _copied(cluster, fresh_database) as copy, open_pool(copy, size=2) as pool:
        assert _digests(pool, authority, cases) == before
    assert len(before) > len(ONE_EACH) * 5
    assert len({whole for _, whole in before.values()}) == len(before)


def test_a_bound_dossier_outlives_what_comes_after(database: str, pool: Pool) -> None:
    """Bound at the time, made again later from the record itself."""
    authority, case = new_authority(database), uuid4()
    work = casework(pool, authority)
    ann, bea = (
        officer(name, role, authority=authority) for name, role in (("Ann", "cm"), ("Bea", "sprg"))
    )
    work.ask(opening("north-west-routes"), ann, case)
    decided = work.ask(TakeStep(step="agree_at_risk", reason="alerts"), bea, case).facts[0]
    made = make(work.register.of_case(case), decided.id, library())
    work.ask(RequestDossier(fact=decided.id, up_to=made.up_to, sha256=made.digest), ann, case)
    work.ask(MakeLogEntry(log="risk", entry="later"), ann, case)
    (found,) = check(work.register.of_case(case), library())
    assert found.same


def test_facts_of_one_append_are_parted_by_position(database: str, pool: Pool) -> None:
    """They have one time of recording, and yet the second decider could see the first."""
    authority, case = new_authority(database), uuid4()
    work = casework(pool, authority)
    ann = officer("Ann", "cm", "sprg", authority=authority)
    step = TakeStep(step="agree_at_risk", reason="alerts")
    work.ask_all(
        [opening("north-west-routes"), step, MakeLogEntry(log="risk", entry="x")], ann, case
    )
    known = work.register.of_case(case)
    assert len({one.recorded_at for one in known}) == 1
    made = make(known, known[1].fact.id, library())
    assert [one.fact.version for one in made.known_then.parted.before] == [1]
    assert len(made.afterwards.parted.after) == 1
