import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

_NAME = re.compile(r"\d{4}_[a-z0-9_]+\.sql")


class MigrationRefused(Exception):
    """The files and the database tell different histories; nothing was changed."""


@dataclass(frozen=True)
class Migration:
    """One ordered SQL file, and the digest that shows whether it was changed later."""

    name: str
    script: bytes

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file's exact bytes, in hexadecimal."""
        return sha256(self.script).hexdigest()


def migration_files(folder: Path, pattern: str = "*.sql") -> list[Migration]:
    """Read the folder's SQL files in order, or those whose name fits a pattern.

    Raises MigrationRefused if a name is not NNNN_words.sql or a number is used twice.
    """
    paths = sorted(folder.glob(pattern))
    numbers: dict[str, str] = {}
    for path in paths:
        if not _NAME.fullmatch(path.name):
            raise MigrationRefused(f"{path}: a migration is named like 0001_what_it_does.sql.")
        twin = numbers.setdefault(path.name[:4], path.name)
        if twin != path.name:
            raise MigrationRefused(f"{folder}: {twin} and {path.name} have the same number.")
    return [Migration(path.name, path.read_bytes()) for path in paths]


def not_applied(files: list[Migration], applied: dict[str, str]) -> list[Migration]:
    """Give the files still to apply, given the name and SHA-256 of each that was.

    Raises MigrationRefused unless the files begin with exactly what was applied.
    """
    if unknown := sorted(applied.keys() - {file.name for file in files}):
        raise MigrationRefused(
            f"The database has had {', '.join(unknown)}, which this program does not know: "
            "it is older than the database. Run the newer program."
        )
    for file in files:
        if applied.get(file.name, file.sha256) != file.sha256:
            raise MigrationRefused(
                f"{file.name} was changed after it was applied to this database. "
                "Put the file back as it was, and make the change in a new migration."
            )
    new = [file for file in files if file.name not in applied]
    if new and applied and new[0].name < max(applied):
        raise MigrationRefused(
            f"{new[0].name} comes before {max(applied)}, which is applied already: "
            "give it the next free number."
        )
    return new
