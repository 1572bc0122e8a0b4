"""What `concerns demo` leaves in a database, sealed as an operator would seal it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from console import Console


@dataclass(frozen=True)
class Demonstration:
    """The demonstration's councils and published histories; nobody adds to them or changes them."""

    address: str
    """The owner's address of the database."""
    keys: Mapping[str, str]
    """The public key of each authority's log."""

    @property
    def shell(self) -> Console:
        """The command line, on it."""
        return Console(self.address)


def put_on(address: str, seals: Path) -> Demonstration:
    """Run the demonstration in a migrated database, then sign every record in it."""
    shell = Console(address, CONCERNS_SEALS=str(seals))
    asked(shell, "demo")
    asked(shell, "seal", "--approve")
    keys = {_log(key): key for key in asked(shell, "seal", "--new-key").split()}
    asked(shell, "rebuild")  # the views know of the keys: whoever serves it changes nothing
    signed = asked(shell, "seal", "--once").splitlines()
    return Demonstration(address, {one: keys[one] for one, _, _ in map(_parted, signed)})


def _log(key: str) -> str:
    return key.partition("+")[0].partition("/")[2]


def _parted(line: str) -> tuple[str, str, str]:
    return line.partition(": signed at size ")


def asked(shell: Console, *words: str) -> str:
    """The answer to what has to go well."""
    said = shell.types(*words)
    beside = [one for one in said.err.splitlines() if "held against no anchor" not in one]
    assert (said.code, beside) == (0, [])
    return said.out
