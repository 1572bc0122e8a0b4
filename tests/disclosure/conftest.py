import importlib.util
import sys
from collections.abc import Generator
from pathlib import Path
from types import ModuleType

import psycopg
import pytest
from disclosure_given import Council, council

from concerns.storage.keys import open_keys
from concerns.storage.pool import Pool

SHIPPED = Path(__file__).parents[2] / "src" / "concerns" / "verifying" / "foreign" / "verify.py"


@pytest.fixture
def keys(database: str) -> Generator[Pool]:
    with open_keys(database) as pool:
        yield pool


@pytest.fixture
def owner(database: str) -> Generator[psycopg.Connection]:
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


@pytest.fixture
def northtown(
    database: str, pool: Pool, keys: Pool, owner: psycopg.Connection, tmp_path: Path
) -> Council:
    return council(database, pool, keys, owner, tmp_path)


@pytest.fixture
def given(northtown: Council) -> Path:
    """The folder that the coroner was given."""
    northtown.discloses()
    return northtown.folder / "given"


@pytest.fixture(scope="session")
def checker() -> ModuleType:
    """The file that is shipped, as a module."""
    spec = importlib.util.spec_from_file_location("shipped_with_disclosures", SHIPPED)
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    return made
