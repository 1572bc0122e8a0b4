from collections.abc import Generator

import pytest
from sealed_case import Office, office

from authorities import new_authority
from concerns.storage.keys import open_keys
from concerns.storage.pool import Pool


@pytest.fixture
def keys(database: str) -> Generator[Pool]:
    """Connections that may read and write keys, and nothing else."""
    with open_keys(database) as pool:
        yield pool


@pytest.fixture
def at_work(pool: Pool, keys: Pool, database: str) -> Office:
    """The office of an authority of its own, nothing in it yet."""
    return office(pool, keys, new_authority(database))
