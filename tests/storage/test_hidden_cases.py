"""What a reader may not see, the database itself leaves out."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest

from authorities import entries, new_authority
from concerns.storage import door, log, rows
from concerns.storage.door import Beside, RowChange
from concerns.storage.pool import Pool, read_by

ANN, BOB = "https://id.example ann", "https://id.example bob"


@pytest.fixture
def authority(database: str) -> str:
    return new_authority(database)


def restricted(pool: Pool, authority: str, readers: Sequence[str], **until: str) -> UUID:
    """A case of two facts, and the row that says who may see it."""
    facts = entries(2)
    case = facts[0].case
    doc = {"readers": list(readers), "until": until}
    row = RowChange("restrictions", str(case), case, doc, 0)
    door.append(pool, authority, facts, Beside(rows=[row]))
    return case


def test_a_connection_that_says_nothing_of_its_reader_sees_nothing(
    pool: Pool, authority: str
) -> None:
    """Whoever forgets to say who reads finds an empty record, not a full one."""
    door.append(pool, authority, entries(1), Beside())
    with pool.connection() as connection, connection.transaction():
        connection.execute("SELECT set_config('concerns.authority', %s, true)", (authority,))
        assert connection.execute("SELECT * FROM concerns.fact").fetchall() == []
    with pool.connection() as connection, connection.transaction():  # the setting is empty now
        connection.execute("SELECT set_config('concerns.authority', %s, true)", (authority,))
        assert connection.execute("SELECT * FROM concerns.fact").fetchall() == []


def test_each_reader_sees_their_own(pool: Pool, authority: str) -> None:
    """Facts and rows; by case, in order, at an instant; the program sees all."""
    hers, his = (restricted(pool, authority, [one]) for one in (ANN, BOB))
    door.append(pool, authority, entries(1), Beside())
    for reader, seen, not_seen in ((ANN, hers, his), (BOB, his, hers)):
        theirs = read_by(pool, reader)
        assert len(log.of_case(theirs, authority, seen)) == 2
        assert log.of_case(theirs, authority, not_seen) == []
        at = log.of_case(pool, authority, seen)[-1].recorded_at
        assert len(log.known_of_case(theirs, authority, seen, at)) == 2
        assert log.known_of_case(theirs, authority, not_seen, at) == []
        assert {one.case for one in log.after(theirs, authority, 0, 9)} & {hers, his} == {seen}
        assert [row.key for row in rows.read(theirs, authority, "restrictions")] == [str(seen)]
        assert (log.holds(theirs, authority, seen), log.holds(theirs, authority, not_seen)) == (
            True,
            False,
        )
    assert len(log.after(pool, authority, 0, 9)) == 5


def test_until_an_instant_and_no_longer(pool: Pool, authority: str) -> None:
    """Whoever broke the glass sees the case until then, by the database's clock."""
    still = restricted(pool, authority, [ANN], **{BOB: "2126-01-01T00:00:00Z"})
    no_more = restricted(pool, authority, [ANN], **{BOB: "2026-01-01T00:00:00Z"})
    theirs = read_by(pool, BOB)
    assert log.holds(theirs, authority, still)
    assert not log.holds(theirs, authority, no_more)


def test_a_reader_named_like_part_of_another_is_another(pool: Pool, authority: str) -> None:
    """Names are compared whole; a quotation mark or a percent sign is a letter like any."""
    case = restricted(pool, authority, [ANN])
    for name in (ANN[:-1], f"{ANN} ", ANN.upper(), "%", "'", "", str(uuid4())):
        assert not log.holds(read_by(pool, name), authority, case)
