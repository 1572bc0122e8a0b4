"""Which keys are relied on: a file that came another way than the record.

A line each, as in C2SP tlog-policy: `log <vkey>`, `witness <name> <vkey>`; `#` begins a remark. A
log's key may be limited to sizes of the log: `log <vkey> from=1 to=2000` (retired or stolen keys).
"""

import re
from pathlib import Path
from typing import NamedTuple

from concerns.evidence.keys import Key
from concerns.evidence.strict import MAX_SIZE
from concerns.evidence.unsound import Unsound
from concerns.verifying.finding import CannotCheck

_LIMIT = re.compile(r"(from|to)=([1-9][0-9]{0,18})")


class LogKey(NamedTuple):
    """A key of the log, and for which sizes of it."""

    key: Key
    first: int = 1
    last: int = MAX_SIZE


class Policy(NamedTuple):
    """The keys that are relied on."""

    logs: tuple[LogKey, ...]
    witnesses: tuple[Key, ...] = ()

    def keys_at(self, size: int) -> list[Key]:
        """The log's keys that may sign at a size."""
        return [one.key for one in self.logs if one.first <= size <= one.last]


def read_policy(file: Path) -> Policy:
    """The keys in a file.

    Raises:
        CannotCheck: a line says something else, or a key proves nothing. OSError.
    """
    logs, witnesses = list[LogKey](), list[Key]()
    for nth, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        words = line.partition("#")[0].split()
        try:
            match words:
                case []:
                    continue
                case ["log", vkey, *limits]:
                    logs.append(LogKey(Key.parse(vkey), *_limits(limits)))
                case ["witness", _, vkey]:
                    witnesses.append(Key.parse(vkey))
                case _:
                    raise _not_a_line(words)
        except (Unsound, CannotCheck) as wrong:
            raise CannotCheck(f"{file}:{nth}: {wrong}") from None
    if not logs:
        raise CannotCheck(f"{file}: no key of a log is in it")
    return Policy(tuple(logs), tuple(witnesses))


def _not_a_line(words: list[str]) -> CannotCheck:
    return CannotCheck(f"{words[0]!r} begins neither `log <vkey>` nor `witness <name> <vkey>`")


def _limits(words: list[str]) -> tuple[int, int]:
    found = {"from": 1, "to": MAX_SIZE}
    for word in words:
        limit = _LIMIT.fullmatch(word)
        if not limit:
            raise CannotCheck(f"{word!r} is neither from=SIZE nor to=SIZE")
        found[limit[1]] = int(limit[2])
    return found["from"], found["to"]
