"""What may be found: the database's own answer, whoever asks it and however."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from authorities import entries, new_authority
from concerns.storage import door, rows
from concerns.storage.door import Beside, RowChange
from concerns.storage.pool import Pool, as_authority, read_by
from concerns.storage.rows import Interval
from concerns.storage.search import Search, search

BOB = "https://id.example bob"
WANTED = "SELECT set_config('concerns.wanted', %s, true)"


@pytest.fixture
def authority(database: str) -> str:
    return new_authority(database)


def written(pool: Pool, authority: str, *docs: dict[str, object], case: UUID | None = None) -> None:
    """Rows of recorded concerns."""
    of_case = case or uuid4()
    with as_authority(pool, authority) as connection:
        begun = [
            Interval("concerns", str(uuid4()), of_case, doc, number, datetime.now(UTC))
            for number, doc in enumerate(docs, 1)
        ]
        rows.add(connection, authority, 1, begun)


def test_a_concern_is_found_by_its_route_and_its_summary(pool: Pool, authority: str) -> None:
    """In any form of the words."""
    written(pool, authority, {"route": "whistle-blower", "summary": "falls at night"})
    for words in ("fall", "whistle blower", "nights falling"):
        (found,) = search(read_by(pool, BOB), authority, Search(words))
        assert (found.kind, found.text) == ("concern", "whistle-blower: falls at night")


def test_an_entry_goes_with_its_row(pool: Pool, authority: str, database: str) -> None:
    """A dropped generation leaves nothing to be found."""
    written(pool, authority, {"route": "letter", "summary": "quails"})
    with as_authority(pool, authority) as connection:
        rows.drop(connection, authority, keep=2)
    with psycopg.connect(database) as owner:
        left = owner.execute(
            "SELECT count(*) FROM concerns.findable WHERE authority = %s", (authority,)
        ).fetchone()
    assert left == (0,)


def test_whoever_says_less_finds_nothing(pool: Pool, authority: str) -> None:
    """Without a question, without a reader, or for another council: an empty table."""
    written(pool, authority, {"route": "letter", "summary": "quails"})
    look, all_of_it = "SELECT 1 FROM concerns.findable", sql.SQL("set_config({}, {}, true)")
    for said, seen in (
        ({"authority": authority, "hidden": "{}", "wanted": "quail"}, 1),
        ({"authority": authority, "hidden": "{}"}, 0),
        ({"authority": authority, "hidden": "{}", "wanted": ""}, 0),
        ({"authority": authority, "wanted": "quail"}, 0),
        ({"hidden": "{}", "wanted": "quail"}, 0),
        ({"authority": "another", "hidden": "{}", "wanted": "quail"}, 0),
    ):
        with pool.connection() as connection, connection.transaction():
            for name, value in said.items():
                setting = all_of_it.format(f"concerns.{name}", value)
                connection.execute(sql.SQL("SELECT {}").format(setting))
            assert len(connection.execute(look).fetchall()) == seen, said


def test_a_restricted_case_is_left_out_by_the_table_itself(pool: Pool, authority: str) -> None:
    """Not only by the rows to which its entries lead."""
    facts = entries(1)
    case = facts[0].case
    row = RowChange("restrictions", str(case), case, {"readers": ["x ann"], "until": {}}, 0)
    door.append(pool, authority, facts, Beside(rows=[row]))
    written(pool, authority, {"route": "letter", "summary": "quails"}, case=case)
    for reader, seen in (("x ann", 1), (BOB, 0)):
        with as_authority(read_by(pool, reader), authority) as connection:
            connection.execute(WANTED, ("quail",))
            found = connection.execute("SELECT 1 FROM concerns.findable").fetchall()
        assert len(found) == seen


def test_the_index_serves_the_question_below_the_policy(
    pool: Pool, authority: str, database: str
) -> None:
    """ADR 0034: what is asked for is part of the policy, so it may be looked up in the index."""
    docs: list[dict[str, object]] = [
        {"route": "letter", "summary": f"larks {n}"} for n in range(2_000)
    ]
    written(pool, authority, *docs, {"route": "letter", "summary": "quails"})
    with psycopg.connect(database) as owner:
        owner.execute("ANALYZE concerns.findable")
    with as_authority(read_by(pool, BOB), authority) as connection:
        connection.execute(WANTED, ("quail",))
        plan = connection.execute("EXPLAIN SELECT 1 FROM concerns.findable").fetchall()
    said = "\n".join(line for (line,) in plan)
    assert "Bitmap Index Scan on findable_words" in said
    assert "Index Cond: (words @@" in said


def test_an_odd_id_never_stops_an_act(pool: Pool, authority: str) -> None:
    """However long, empty or missing: what cannot be indexed is left out of the index."""
    services = [{"id": one, "name": "Elm", "type": "home"} for one in ("x" * 9_000, "", "1-7")]
    for doc in ({"services": services, "provider": ""}, {"services": []}, {}):
        with as_authority(pool, authority) as connection:
            case = uuid4()
            at = datetime.now(UTC)
            rows.add(
                connection, authority, 1, [Interval("rag-status", str(case), case, doc, 1, at)]
            )
    found = search(pool, authority, Search("1-7"))
    assert {one.kind for one in found} == {"case", "service"}
