"""The program as it is run: processes of their own, asked over HTTP."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from httpx2 import Client, RequestError, Response

from api.development import DevelopmentIssuer, Wish
from concerns.follower import WORK
from concerns.storage.leading import leaders

CONCERNS = (sys.executable, "-c", "from concerns.cli import app; app()")
PATIENCE = 120.0
"""Seconds until a program that was started must serve, on a busy machine."""


@dataclass
class Served:
    """A running `concerns serve`, and a council's officer who asks it."""

    program: subprocess.Popen[bytes]
    client: Client
    issuer: DevelopmentIssuer

    def headers(self, authority: str) -> dict[str, str]:
        roles = frozenset({"cm", "sprg", "cqs"})
        wish = Wish(sub="ann", name="Ann Archer", authority=authority, roles=roles, minutes=60)
        return {"Authorization": f"Bearer {self.issuer.token(wish, datetime.now(UTC))}"}

    def get(self, authority: str, path: str, **asked: str | int) -> Response:
        return self.client.get(path, headers=self.headers(authority), params=asked or None)

    def open_case(self, authority: str, key: str | None = None) -> Response:
        once = key or str(uuid4())
        headers = self.headers(authority) | {"Idempotency-Key": once}
        return self.client.post("/v1/cases", json=a_case(once), headers=headers)

    def ready(self) -> int:
        return self.client.get("/health/ready").status_code

    def stop(self, seconds: float = 30.0) -> int:
        self.program.send_signal(signal.SIGTERM)
        return self.program.wait(seconds)


def a_case(service: str) -> dict[str, Any]:
    return {
        "procedure": "north-west-routes",
        "provider": {"id": "1-101", "name": "Acme Care"},
        "services": [{"id": service, "name": "Elm House", "type": "care home"}],
        "reason": "three alerts in a week",
    }


@contextmanager
def served(database: str, data: Path, *arguments: str, **settings: str) -> Generator[Served]:
    """Start the program on a database, wait until it serves, and stop it at the end."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    with (
        running(database, data, "serve", "--port", str(port), *arguments, **settings) as program,
        Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client,
    ):
        found = Served(program, client, DevelopmentIssuer(data, "provider-concerns"))
        until = time.monotonic() + PATIENCE
        while not _serves(found):
            assert program.poll() is None, "the program ended while it started"
            assert time.monotonic() < until, "the program did not start"
            time.sleep(0.1)
        yield found


def _serves(found: Served) -> bool:
    with suppress(RequestError):
        return found.ready() in {200, 503}
    return False


@contextmanager
def running(
    database: str, data: Path, *arguments: str, **settings: str
) -> Generator[subprocess.Popen[bytes]]:
    """A `concerns` command of its own, ended at the end."""
    said = {
        "CONCERNS_DATABASE_URL": database,
        "CONCERNS_DATA": str(data),
        "CONCERNS_RATE_READS": "100000/second",
        "CONCERNS_RATE_WRITES": "100000/second",
        **settings,
    }
    with (data / f"{uuid4()}.log").open("wb") as log:
        program = subprocess.Popen(
            [*CONCERNS, *arguments], env={**os.environ, **said}, stdout=log, stderr=log
        )
        try:
            yield program
        finally:
            if program.poll() is None:
                program.terminate()
            program.wait(60)


def printed(data: Path) -> str:
    """What every program wrote there."""
    return "".join(one.read_text("utf-8") for one in sorted(data.glob("*.log")))


def leader(database: str) -> int | None:
    """The process that keeps the views, as the server knows it."""
    with psycopg.connect(database) as connection:
        row = connection.execute(
            "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
            " WHERE a.datname = current_database() AND l.locktype = 'advisory' AND l.granted"
            " AND starts_with(a.application_name, %s)",
            (leaders(WORK),),
        ).fetchone()
    return int(row[0].split()[-1]) if row else None


def standing_by(database: str) -> int:
    """How many processes keep the views or would take over."""
    with psycopg.connect(database) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND starts_with(application_name, %s)",
            (leaders(WORK),),
        ).fetchone()
    return row[0] if row else 0
