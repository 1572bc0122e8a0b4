from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import structlog

from api.tokens.keys import Key, KeysFaulty, read_keys

_Stamp = tuple[int, int, int] | None


class KeyFile:
    """Keys in a file: no network is ever needed, and a new file is read when the next token comes.

    A file that is missing or faulty when it changed is said in the log, and the keys of before
    stay. At the start it is an error.

    Raises:
        OSError, KeysFaulty: the file cannot be read, or holds no key.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = Lock()
        self._stamp = _stamp(file)
        self._keys = read_keys(file.read_bytes())

    def known(self) -> Sequence[Key]:
        """As the file says."""
        stamp = _stamp(self.file)
        if stamp != self._stamp:
            with self._lock:
                self._reread(stamp)
        return self._keys

    def held(self) -> Sequence[Key] | None:
        """None where the file has been exchanged since it was read."""
        return self._keys if _stamp(self.file) == self._stamp else None

    def renewed(self) -> Sequence[Key]:
        """The same: the file was just looked at."""
        return self.known()

    def _reread(self, stamp: _Stamp) -> None:
        if stamp == self._stamp:
            return  # another request did it meanwhile
        self._stamp = stamp
        try:
            self._keys = read_keys(self.file.read_bytes())
        except (OSError, KeysFaulty) as wrong:
            structlog.get_logger().error("token-keys-stay", error=type(wrong).__name__)


def _stamp(file: Path) -> _Stamp:
    """What differs once the file was written or exchanged."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
