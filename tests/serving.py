"""The API as a process of its own: as councils run it, or the same with one procedure at once."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from api.development import DevelopmentIssuer, Wish
from api.settings import Settings

WHOLE = "from concerns.cli import app; app(['serve', '--port', '0'])"
"""`concerns serve`."""
QUICK = """
from pathlib import Path
import uvicorn
from api.app import create_app
from concerns.procedures import reader
read, _ = reader.read(Path(reader.__file__).parent / "north_west_routes")
app = create_app(known={read.procedure: read})
uvicorn.run(app, port=0, timeout_graceful_shutdown=2, access_log=False)
"""  # what the command does, and starts in a third of the time
OFTEN = {"rate_reads": "1000000/minute", "rate_writes": "1000000/minute"}
_AT = re.compile(r"running on (http://[\d.:]+)")


@dataclass
class Served:
    """A running server: where it answers, its folder, its process, and what it says."""

    url: str
    data: Path
    process: subprocess.Popen[str]
    said: str = ""
    """All it said besides its log, once it has ended."""

    def listen(self) -> None:
        """Read what it says, since a full pipe would hold it up."""
        assert self.process.stderr is not None
        self.said += self.process.stderr.read()


@contextmanager
def serving(database: str, data: Path, program: str = WHOLE, **settings: str) -> Generator[Served]:
    """A server on a free port, killed at the end if it still runs."""
    chosen = {**OFTEN, **settings}
    named = {f"CONCERNS_{key.upper()}": value for key, value in chosen.items()}
    surroundings = {**os.environ, **named}
    surroundings |= {"CONCERNS_DATABASE_URL": database, "CONCERNS_DATA": str(data)}
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        env=surroundings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            served = _started(process, data)
            listener = threading.Thread(target=served.listen)
            listener.start()
            yield served
            process.kill()
            listener.join()
        finally:
            process.kill()


def _started(process: subprocess.Popen[str], data: Path) -> Served:
    assert process.stderr is not None
    said = ""
    while not (found := _AT.search(said)):
        line = process.stderr.readline()
        assert line, said
        said += line
    return Served(found[1], data, process, said)


def token(data: Path, authority: str, *roles: str, minutes: int = 600) -> str:
    """A token of the development issuer whose key lies in `data`."""
    wish = Wish(
        sub="ann", name="Ann Archer", authority=authority, roles=frozenset(roles), minutes=minutes
    )
    audience = Settings.model_fields["token_audience"].default
    return DevelopmentIssuer(data, audience).token(wish, datetime.now(UTC))
