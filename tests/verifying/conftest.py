from collections.abc import Generator

import psycopg
import pytest
from judges import GoJudge
from sealed import Record, signer_of

from authorities import new_authority
from concerns.storage import entries
from concerns.storage.pool import open_pool


@pytest.fixture(scope="session")
def go_judge(tmp_path_factory: pytest.TempPathFactory) -> GoJudge:
    """Ten seconds, once: Go builds its own library too."""
    return GoJudge(tmp_path_factory.mktemp("go") / "judge")


@pytest.fixture
def record(fresh_database: str) -> Generator[Record]:
    """Eight facts, sealed at four and at eight; nothing is wrong with it."""
    authority = new_authority(fresh_database)
    with (
        open_pool(fresh_database, size=2) as pool,
        psycopg.connect(fresh_database, autocommit=True) as owner,
    ):
        origin = entries.origin(pool, authority)
        made = Record(pool, owner, authority, origin, signer_of(origin))
        made.opens(4)
        made.seals()
        made.opens(4)
        made.seals()
        yield made
