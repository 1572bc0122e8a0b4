"""`concerns witness` as a process of its own, also when it is killed at the worst moment."""

import re
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from growing_log import LOG, ORIGIN, SIGNER, GrowingLog

from concerns.anchoring.http import Request, send
from concerns.anchoring.refused import NotAnchored, Why
from concerns.anchoring.witness_client import WitnessAnchor
from concerns.anchoring.witness_folder import new_witness, open_witness, read_logs
from concerns.anchoring.witness_state import StateFaulty
from concerns.evidence.keys import Key, Kind, Signer
from concerns.evidence.unsound import Fault, Unsound

OURS, OTHERS = GrowingLog(), GrowingLog(fork=3)
COMMAND = "from concerns.cli import app; app()"
SERVER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import uvicorn
from concerns.anchoring.witness_app import witness_app
from concerns.anchoring.witness_folder import open_witness
witness = open_witness(Path(sys.argv[2]), lambda: datetime.now(UTC))
uvicorn.run(witness_app(witness), port=0)
"""  # what the command does, and starts in a quarter of the time
KILLED_BEFORE_THE_ANSWER = """
import os, signal
from concerns.anchoring.witness_state import WitnessState
keep = WitnessState.keep
def then_die(self, origin, note):
    keep(self, origin, note)
    os.kill(os.getpid(), signal.SIGKILL)
WitnessState.keep = then_die
"""
KILLED_BEFORE_THE_STATE = """
import os, signal
from concerns.anchoring import witness_state
def die(file, content):
    os.kill(os.getpid(), signal.SIGKILL)
witness_state.write_whole = die
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A witness that knows our log."""
    new_witness(tmp_path / "witness", "witness.example/audit")
    (tmp_path / "witness" / "logs").write_text(f"# Northtown\n{SIGNER.key}\n")
    return tmp_path / "witness"


@contextmanager
def serving(folder: Path, run: str = SERVER) -> Generator[str]:
    """A witness at an address, until it is stopped or kills itself."""
    started = subprocess.Popen(
        [sys.executable, "-c", run, "witness", str(folder), "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert started.stderr is not None
        said = next(line for line in started.stderr if "running on" in line)
        found = re.search(r"http://[0-9.:]+", said)
        assert found
        yield found[0]
    finally:
        started.kill()
        started.communicate(timeout=30)


def places(url: str, folder: Path, log: GrowingLog = OURS) -> WitnessAnchor:
    """Our side, over the network of this machine."""
    return WitnessAnchor(LOG, url, _public(folder), log.tree_of, send, lambda: datetime.now(UTC))


def _public(folder: Path) -> Key:
    return Signer.parse((folder / "key").read_text().strip()).key


def test_it_serves_and_remembers_across_a_restart(folder: Path) -> None:
    """Two processes one after the other, one past."""
    with serving(folder, COMMAND) as url:
        assert places(url, folder).anchor(OURS.note(5)).size == 5
    with serving(folder) as url:
        assert places(url, folder).anchor(OURS.note(300)).size == 300
        with pytest.raises(NotAnchored) as refused:
            places(url, folder, OTHERS).anchor(OTHERS.note(400))
        assert refused.value.why == Why.CONSISTENCY_FAILS
        assert send(Request(f"{url}/add-checkpoint", b"", "text/plain")).status == 400


@pytest.mark.parametrize(
    ("first", "remembered"), [(KILLED_BEFORE_THE_ANSWER, 7), (KILLED_BEFORE_THE_STATE, 5)]
)
def test_it_is_killed_beside_the_writing_of_its_state(
    folder: Path, first: str, remembered: int
) -> None:
    """Nothing is answered that is not remembered; asked again, it goes on from what it knows."""
    with serving(folder) as url:
        places(url, folder).anchor(OURS.note(5))
    with serving(folder, first + SERVER) as url, pytest.raises(NotAnchored) as refused:
        places(url, folder).anchor(OURS.note(7))
    assert refused.value.why == Why.UNREACHABLE
    with serving(folder) as url:
        held = places(url, folder).held()
        assert held is not None
        assert LOG.read(held).size == remembered
        if remembered == 7:
            with pytest.raises(NotAnchored) as other:
                places(url, folder, OTHERS).anchor(OTHERS.note(7))
            assert other.value.why == Why.EQUIVOCATION
        assert places(url, folder).anchor(OURS.note(7)).size == 7


def test_a_folder_is_made_once_and_needs_all_its_parts(folder: Path) -> None:
    """The key is for cosignatures only and readable by its owner only."""
    assert (folder / "key").stat().st_mode & 0o777 == 0o600
    assert _public(folder).kind == Kind.COSIGNATURE
    with pytest.raises(FileExistsError):
        new_witness(folder, "witness.example/audit")
    (folder / "state.json").unlink()
    with pytest.raises(StateFaulty):
        open_witness(folder, lambda: datetime.now(UTC))
    (folder / "key").unlink()
    (folder / "key").write_text(SIGNER.secret())
    with pytest.raises(Unsound) as refused:
        open_witness(folder, lambda: datetime.now(UTC))
    assert refused.value.fault == Fault.KEY_MALFORMED


def test_logs_by_their_keys() -> None:
    """Two keys of one log are two that may sign."""
    found = read_logs(f"\n# ours\n{SIGNER.key}\n")
    assert found == {ORIGIN: LOG}
    with pytest.raises(Unsound):
        read_logs("northtown\n")
