"""A reader of the feed and one of its stream are killed a hundred times each."""

import random
from pathlib import Path

from followed import followed_while_killed

from authorities import new_authority
from concerns.storage import log
from concerns.storage.pool import Pool
from serving import serving, token

KILLS = 100


def test_whoever_resumes_misses_doubles_and_reorders_nothing(
    pool: Pool, database: str, tmp_path: Path
) -> None:
    """Written in one process and read from another: what the readers kept is the log."""
    authority = new_authority(database)
    with serving(database, tmp_path) as one, serving(database, tmp_path) as other:
        read = followed_while_killed(
            one.url,
            other.url,
            token(tmp_path, authority, "cm"),
            tmp_path,
            KILLS,
            random.Random(32),  # noqa: S311 - a repeatable run, not a secret
        )
    batches = log.in_batches(pool, authority, 0)
    stored = [(one.position, one.body) for batch in batches for one in batch]
    assert [position for position, _ in stored] == list(range(1, len(stored) + 1))
    for kept in read.values():
        assert [position for position, _ in kept] == [position for position, _ in stored]
        assert all(fact.encode() in body for (_, fact), (_, body) in zip(kept, stored, strict=True))
    print(f"{len(stored)} facts read by each of {len(read)} readers, each killed {KILLS} times")  # noqa: T201
