import hashlib
import os
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO

from concerns.documents.spool import Spool
from concerns.documents.store import Kept, checked
from concerns.documents.trouble import Missing, StoreAway
from concerns.durable import settle

_AT_ONCE = 1 << 18


class Folder:
    """A folder with a read-only file for each document. The disk must know hard links."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: Iterable[bytes]) -> Kept:
        """Written beside, on the disk, and then linked to its name: whole or not there."""
        with _in_words():
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = mkstemp(dir=self._folder, prefix=".being-written-")
            try:
                kept = _written(handle, content)
                self._named(Path(name), kept.sha256)
            finally:
                Path(name).unlink()
            settle(self._folder)  # also what another program named at this moment
            return kept

    def _named(self, begun: Path, sha256: str) -> None:
        try:
            (self._folder / sha256).hardlink_to(begun)
        except FileExistsError:
            self.open(sha256).close()

    def open(self, sha256: str) -> Spool:
        """As Documents has it."""
        with _in_words():
            try:
                with (self._folder / sha256).open("rb") as file:
                    return checked(sha256, _chunks(file))
            except FileNotFoundError:
                raise Missing(sha256) from None

    def exists(self, sha256: str) -> bool:
        """As Documents has it."""
        with _in_words():
            return (self._folder / sha256).is_file()

    def delete(self, sha256: str) -> None:
        """As Documents has it."""
        with _in_words():
            if self._folder.is_dir():
                (self._folder / sha256).unlink(missing_ok=True)
                settle(self._folder)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_AT_ONCE):
        yield chunk


def _written(handle: int, content: Iterable[bytes]) -> Kept:
    digest, length = hashlib.sha256(), 0
    with os.fdopen(handle, "wb") as out:
        for chunk in content:
            digest.update(chunk)
            length += out.write(chunk)
        out.flush()
        os.fchmod(handle, 0o400)
        os.fsync(handle)
    return Kept(digest.hexdigest(), length)


@contextmanager
def _in_words() -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise StoreAway(f"the folder of documents: {error.strerror}") from error
