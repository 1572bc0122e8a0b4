import fcntl
import json
from base64 import b64decode, b64encode
from pathlib import Path
from typing import IO, Self, cast

from concerns.durable import write_once, write_whole
from concerns.evidence.checkpoint import Checkpoint, read_text
from concerns.evidence.cosignature import time_of
from concerns.evidence.keys import Key
from concerns.evidence.note import Note


class StateFaulty(Exception):
    """A witness cannot rely on what it remembers, so it cosigns nothing. Says why."""


class WitnessState:
    """The last checkpoint that a witness has cosigned of each log, in one file.

    One process has it at a time. Whatever changes the file beside that process stops it.

    Raises:
        StateFaulty: the file is missing, in use, or not as the witness with this key wrote it.
    """

    def __init__(self, file: Path, key: Key) -> None:
        self._file = file
        self._key = key
        self._lock = self._locked()
        try:
            self._raw = self._read()
            self._notes = self._understood(self._raw)
        except StateFaulty:
            self.close()
            raise

    @classmethod
    def new(cls, file: Path, key: Key) -> Self:
        """The state of a witness that has cosigned nothing.

        Raises:
            StateFaulty: there is a state already.
        """
        if not write_once(file, _written({})):
            raise StateFaulty(f"{file} is there already")
        return cls(file, key)

    def close(self) -> None:
        """Let another process have it."""
        self._lock.close()

    def note(self, origin: str) -> Note | None:
        """The note last cosigned for a log, with the cosignature."""
        return self._notes.get(origin)

    def checkpoint(self, origin: str) -> Checkpoint | None:
        """What it says."""
        found = self._notes.get(origin)
        return read_text(found.text) if found else None

    def last_time(self) -> int:
        """The time of the latest cosignature, in seconds since 1970; 0 where there is none."""
        return max((self._time(note) for note in self._notes.values()), default=0)

    def keep(self, origin: str, note: Note) -> None:
        """Remember a note that was just cosigned: on the disk when this returns.

        Raises:
            StateFaulty: the file is not what this process left there.
        """
        if self._read() != self._raw:
            raise StateFaulty(f"{self._file} was changed by somebody else: nothing is cosigned")
        notes = {**self._notes, origin: note}
        raw = _written(notes)
        write_whole(self._file, raw)
        self._raw, self._notes = raw, notes

    def _locked(self) -> IO[bytes]:
        lock = self._file.with_suffix(".lock").open("wb")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            raise StateFaulty(f"{self._file} is in use by another witness") from None
        return lock

    def _read(self) -> bytes:
        try:
            return self._file.read_bytes()
        except FileNotFoundError:
            raise StateFaulty(
                f"{self._file} is missing. A witness that forgot what it cosigned could cosign "
                "another past: put the newest copy back, or make a new witness with a new key."
            ) from None

    def _understood(self, raw: bytes) -> dict[str, Note]:
        try:
            found = cast("dict[str, str]", json.loads(raw))
            notes = {one: Note.parse(b64decode(said)) for one, said in found.items()}
            for origin, note in notes.items():
                note.verified([self._key])
                if read_text(note.text).origin != origin:
                    raise StateFaulty(f"{self._file}: another log's checkpoint under {origin}")
        except (ValueError, AttributeError, TypeError) as wrong:
            raise StateFaulty(f"{self._file} is not as this witness wrote it: {wrong}") from None
        return notes

    def _time(self, note: Note) -> int:
        return time_of(note.verified([self._key])[0].signature.content)


def _written(notes: dict[str, Note]) -> bytes:
    said = {origin: b64encode(bytes(note)).decode() for origin, note in notes.items()}
    return json.dumps(said, indent=2, sort_keys=True).encode()
