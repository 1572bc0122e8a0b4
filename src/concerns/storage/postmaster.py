import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

_PAUSE = 0.05  # seconds between two looks


@dataclass(frozen=True)
class Postmaster:
    """The first process of the PostgreSQL server that keeps one folder of data (a cluster)."""

    pid: int
    socket_folder: Path


def running(cluster: Path) -> Postmaster | None:
    """Find this cluster's own live postmaster, or None.

    The pid file alone proves nothing: after a crash its number may belong to a stranger, or to
    a dead process nobody has buried. Only a process that says it serves this folder counts.
    """
    lines = _pid_file(cluster)
    if lines is None or not _serves(int(lines[0]), cluster):
        return None
    return Postmaster(int(lines[0]), Path(lines[4]) if len(lines) > 4 else cluster)  # noqa: PLR2004


def wait_until_ready(cluster: Path, seconds: float) -> Postmaster | None:
    """Wait for a running server to take connections; None if it died or took too long."""
    deadline = time.monotonic() + seconds
    while (server := running(cluster)) and time.monotonic() < deadline:
        lines = _pid_file(cluster) or []
        if lines[7:8] == ["ready"]:
            return server
        time.sleep(_PAUSE)
    return None


def disown(cluster: Path) -> None:
    """Make a pid file left by a dead postmaster harmless, so that a new one may start.

    PostgreSQL refuses to start while the number in the file is alive, whoever it belongs to.
    We write our own number: PostgreSQL knows that its starter is not a rival. The rest of the
    file stays, so that it still checks for children of the dead server using shared memory.
    """
    lines = _pid_file(cluster)
    if lines is not None and not _serves(int(lines[0]), cluster):
        _path(cluster).write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")


def stop(cluster: Path, seconds: float) -> bool:
    """Ask this cluster's own postmaster to stop, roll back what is open, and wait for its end.

    True if it stopped, False if none was running. Raises TimeoutError after `seconds`.
    """
    postmaster = running(cluster)
    if postmaster is None:
        return False
    os.kill(postmaster.pid, signal.SIGINT)  # PostgreSQL's "fast shutdown"
    deadline = time.monotonic() + seconds
    while _serves(postmaster.pid, cluster):
        if time.monotonic() > deadline:
            raise TimeoutError(f"PostgreSQL in {cluster} did not stop within {seconds:.0f} s.")
        time.sleep(_PAUSE)
    return True


def _path(cluster: Path) -> Path:
    return cluster / "postmaster.pid"


def _pid_file(cluster: Path) -> list[str] | None:
    """The lines: pid, folder, start, port, socket folder, address, shared memory, state."""
    try:
        lines = [line.strip() for line in _path(cluster).read_text().splitlines()]
    except FileNotFoundError:
        return None
    return lines if lines and lines[0].isdecimal() else None


def _serves(pid: int, cluster: Path) -> bool:
    return f"/postgres -D {cluster} " in _command_line(pid) + " "


def _command_line(pid: int) -> str:
    """The words a process was started with; empty if it is dead, buried or not."""
    if not Path("/proc/self").exists():  # macOS
        ps = ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)]
        return subprocess.run(ps, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return words.replace(b"\0", b" ").decode(errors="replace").strip()
