"""Reading a view over HTTP, beside a bare FastAPI endpoint that sends the same rows."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError
from uuid import UUID, uuid4

from api.development import DevelopmentIssuer, Wish
from api.settings import Settings
from concerns.commands.take_step import TakeStep
from concerns.projector import Projector
from concerns.storage.pool import Pool
from ground import AUTHORITY, EVERYONE, casework, open_case
from loading import Load, load
from measure import ROUNDS, Figure, compared

CASES = 100
ENTRIES = 20
"""Facts of the case whose decision log is read."""
BARE = "bare FastAPI and psycopg: the same rows by one query, nobody asked who they are"
OURS = "concerns serve"
_RUN = (
    "import uvicorn; uvicorn.run({app!r}, factory=True, port={port}, workers=1, access_log=False,"
    " server_header=False)"
)  # as `concerns serve` says it


def fill(pool: Pool) -> UUID:
    """A council's cases, and one of them with a decision log to read."""
    work = casework(pool)
    cases = [open_case(work, uuid4().hex)[0] for _ in range(CASES)]
    session = {"chair": "Bench", "present": [{"group": "Commissioning", "who": "Bench"}]}
    asked = TakeStep(step="hold_at_risk_session", reason="looked at the alerts", details=session)
    while work.version(cases[0]) < ENTRIES:
        work.ask(asked, EVERYONE, cases[0])
    Projector(pool, AUTHORITY).catch_up()
    return cases[0]


def figures(address: str, case: UUID) -> dict[str, list[Figure]]:
    """Requests a second and times to answer, for a page of the RAG board and a decision log."""
    paths = {"RAG board, a page": "/v1/rag", "Decision log": f"/v1/cases/{case}/decision-log"}
    with tempfile.TemporaryDirectory() as data:
        settings = {
            "CONCERNS_DATABASE_URL": address,
            "CONCERNS_DATA": data,
            "CONCERNS_RATE_READS": "1000000/second",
            "BARE_DATABASE_URL": address,
        }
        with (
            _serving("bare:create_app", "/v1/rag", settings) as bare,
            _serving("api.app:create_app", "/health/live", settings) as ours,
        ):
            ways, token = {BARE: bare, OURS: ours}, _token(Path(data))
            return {title: _compared(ways, path, token) for title, path in paths.items()}


def _compared(ways: dict[str, str], path: str, token: str) -> list[Figure]:
    """Every way once a round; the first round only warms up."""
    seen: dict[str, list[Load]] = {name: [] for name in ways}
    for _ in range(ROUNDS + 1):
        for name, base in ways.items():
            seen[name].append(load(f"{base}{path}", token))
    units = ("requests per second", "microseconds, half of the answers", "microseconds, 99 of 100")
    return [
        figure
        for nth, unit in enumerate(units)
        for figure in compared(
            {name: [one[nth] for one in found[1:]] for name, found in seen.items()}, unit, BARE
        )
    ]


@contextmanager
def _serving(app: str, known: str, settings: dict[str, str]) -> Generator[str]:
    """An application in a process of its own; gives its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = subprocess.Popen(
        [sys.executable, "-c", _RUN.format(app=app, port=port)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent), **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    base = f"http://127.0.0.1:{port}"
    try:
        while not _answers(base + known):
            assert program.poll() is None, f"{app} did not start"
            time.sleep(0.1)
        yield base
    finally:
        program.terminate()
        program.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url) as said:  # noqa: S310 - an address of this very program
            return said.status == 200
    except URLError:
        return False


def _token(data: Path) -> str:
    wish = Wish(
        sub="bench",
        name="Bench",
        authority=AUTHORITY,
        roles=frozenset({"cm"}),
        party=None,
        minutes=60,
    )
    audience = Settings.model_fields["token_audience"].default
    return DevelopmentIssuer(data, audience).token(wish, datetime.now(UTC))
