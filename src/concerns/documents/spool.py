import hashlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import Self

_IN_MEMORY = 1 << 20
_AT_ONCE = 1 << 18


class Spool:
    """Bytes on their way, with their SHA-256; gone when closed.

    Long ones lie in an unnamed file meanwhile, unless `in_memory`: what is personal data in clear
    touches no disk.
    """

    def __init__(self, *, in_memory: bool = False) -> None:
        self._file = BytesIO() if in_memory else SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with the spool
        self._digest = hashlib.sha256()
        self.length = 0

    @classmethod
    def of(cls, chunks: Iterable[bytes]) -> Self:
        """All of some bytes."""
        made = cls()
        try:
            for chunk in chunks:
                made.write(chunk)
        except BaseException:
            made.close()
            raise
        return made

    def write(self, chunk: bytes) -> None:
        """Some more bytes."""
        self._file.write(chunk)
        self._digest.update(chunk)
        self.length += len(chunk)

    @property
    def sha256(self) -> str:
        """Of all bytes so far, in lower-case hexadecimal."""
        return self._digest.hexdigest()

    def chunks(self) -> Iterator[bytes]:
        """The bytes from the beginning, some at a time."""
        self._file.seek(0)
        while chunk := self._file.read(_AT_ONCE):
            yield chunk

    def read(self) -> bytes:
        """All bytes at once."""
        return b"".join(self.chunks())

    def close(self) -> None:
        """Let go of the bytes."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
