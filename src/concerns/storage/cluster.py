import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from pwd import struct_passwd

from concerns.storage import postmaster
from concerns.storage.server_user import give

_LONGEST_SOCKET_FOLDER = 85  # bytes; macOS allows 103 for the whole path, "/.s.PGSQL.5432" included
LONGEST_RECOVERY = 600  # seconds; after a crash several GB of log may have to be replayed
_SETTINGS = {
    "listen_addresses": "",  # a Unix socket in a private folder is the only way in
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class EmbeddedFailed(Exception):
    """The private PostgreSQL could not be set up or started."""


def create(cluster: Path, programs: Path, user: struct_passwd) -> None:
    """Make a new cluster beside its place, then move it there: a half-made one never counts.

    Raises EmbeddedFailed with PostgreSQL's own words.
    """
    half_made = cluster.with_name(cluster.name + ".new")
    shutil.rmtree(half_made, ignore_errors=True)
    half_made.mkdir(parents=True)
    give(half_made, user)
    settings = [f"--set={name}={value}" for name, value in _SETTINGS.items()]
    command = [programs / "initdb", "-D", half_made, "-U", "postgres", "-A", "trust", *settings]
    command += ["-E", "UTF8", "--no-locale", "--locale-provider=builtin"]
    command += ["--builtin-locale=C.UTF-8"]
    _run(command, user)
    half_made.rename(cluster)


def launch(cluster: Path, programs: Path, user: struct_passwd) -> None:
    """Start a server on the cluster and wait until it has recovered what a crash left.

    Raises EmbeddedFailed with PostgreSQL's own words.
    """
    postmaster.disown(cluster)
    folder = _socket_folder(cluster, user)
    command = [
        programs / "pg_ctl",
        "start",
        "--wait",
        f"--timeout={LONGEST_RECOVERY}",
        "-D",
        cluster,
    ]
    command += ["-l", cluster / "server.log", "-o", f"-k {shlex.quote(str(folder))}"]
    try:
        _run(command, user)
    except EmbeddedFailed as error:
        if folder != cluster:
            folder.rmdir()
        raise EmbeddedFailed(f"{error}\n{last_words(cluster)}") from None


def last_words(cluster: Path) -> str:
    """Give the end of the server's log, empty if it never ran."""
    log = cluster / "server.log"
    return "\n".join(log.read_text(errors="replace").splitlines()[-10:]) if log.exists() else ""


def _socket_folder(cluster: Path, user: struct_passwd) -> Path:
    """The cluster itself, which is private; if its path is too long for a socket, a private one."""
    if len(bytes(cluster)) <= _LONGEST_SOCKET_FOLDER:
        return cluster
    folder = Path(tempfile.mkdtemp(prefix="concerns-pg-"))
    give(folder, user)
    return folder


def _run(command: list[str | Path], user: struct_passwd) -> None:
    """Run one of PostgreSQL's programs as the server's user, free of our PG* variables."""
    other = user.pw_uid != os.geteuid()
    done = subprocess.run(  # noqa: S603  (our own words only)
        command,
        check=False,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        user=user.pw_uid if other else None,
        group=user.pw_gid if other else None,
        extra_groups=[] if other else None,
    )
    if done.returncode != 0:
        raise EmbeddedFailed(f"{Path(command[0]).name} failed: {done.stderr or done.stdout}")
