import os
import shutil
import tempfile
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from hypothesis import settings
from psycopg import sql
from psycopg.conninfo import make_conninfo

from concerns.storage import embedded
from concerns.storage.databases import create_database
from concerns.storage.migrate import migrate
from concerns.storage.pool import Pool, open_pool
from demonstration import Demonstration, put_on

_MEMORY = Path("/dev/shm")  # noqa: S108  (a test's own folder is made in it)
_ROOM = 1 << 30  # bytes; containers often give /dev/shm only 64 MB

settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")  # a busy machine is no reason for a test to fail


@pytest.fixture(scope="session")
def own_folder() -> Callable[[], AbstractContextManager[Path]]:
    """Lend new folders a PostgreSQL may live in, one with each `with`."""
    return _own_folder


@contextmanager
def _own_folder() -> Generator[Path]:
    """A new folder, in memory where there is room (15 times faster), gone at the end."""
    in_memory = _MEMORY.exists() and shutil.disk_usage(_MEMORY).free > _ROOM
    folder = Path(tempfile.mkdtemp(prefix="concerns-test-", dir=_MEMORY if in_memory else None))
    folder.chmod(0o755)  # as root, the server runs as another user and must get in
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def cluster() -> Generator[str]:
    """The address of a PostgreSQL login that may create databases and roles."""
    given = os.environ.get("CONCERNS_TEST_DATABASE_URL")
    if given:
        yield given
        return
    with _own_folder() as folder:
        yield embedded.start(folder / "data")
        embedded.stop(folder / "data")


@pytest.fixture(scope="session")
def template(cluster: str) -> Generator[str]:
    """The name of a migrated database that nobody connects to, only copies."""
    with _dropped_at_the_end(cluster) as name:
        create_database(cluster, name)
        migrate(make_conninfo(cluster, dbname=name))
        yield name


@pytest.fixture(scope="module")
def database(cluster: str, template: str) -> Generator[str]:
    """The owner's address of a migrated database shared by the tests of one module."""
    with _copy(cluster, template) as address:
        yield address


@pytest.fixture
def fresh_database(cluster: str, template: str) -> Generator[str]:
    """The owner's address of a migrated database for one test alone."""
    with _copy(cluster, template) as address:
        yield address


@pytest.fixture(scope="session")
def demonstration(
    cluster: str, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Demonstration]:
    """What `concerns demo` leaves, sealed. For reading only."""
    with _copy(cluster, template) as address:
        yield put_on(address, tmp_path_factory.mktemp("demonstration") / "seals")


@pytest.fixture
def empty_database(cluster: str) -> Generator[str]:
    """The owner's address of a database in which nothing was migrated."""
    with _dropped_at_the_end(cluster) as name:
        create_database(cluster, name)
        yield make_conninfo(cluster, dbname=name)


@pytest.fixture
def pool(database: str) -> Generator[Pool]:
    """The program's own connections to the module's database: two, acting as concerns_app."""
    with open_pool(database, size=2) as connections:
        yield connections


@contextmanager
def _copy(cluster: str, template: str) -> Generator[str]:
    with _dropped_at_the_end(cluster) as name:
        _execute(
            cluster,
            sql.SQL("create database {} template {} strategy file_copy").format(
                sql.Identifier(name), sql.Identifier(template)
            ),
        )
        yield make_conninfo(cluster, dbname=name)


@contextmanager
def _dropped_at_the_end(cluster: str) -> Generator[str]:
    name = f"concerns_test_{uuid4().hex}"
    try:
        yield name
    finally:
        _execute(
            cluster,
            sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)),
        )


def _execute(cluster: str, command: sql.Composed) -> None:
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(command)
