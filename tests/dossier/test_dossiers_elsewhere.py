"""Issue 4: every dossier of the demonstration, equal to the byte wherever its record goes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from console import Console

import every_dossier
from demonstration import Demonstration, asked
from elsewhere import another_postgresql, by_another_program

EACH_PAGE, EACH_PDF = 20, 40
"""Of so many decisions one is laid out too; all of them in tests/endurance."""


@pytest.fixture(scope="module")
def before(demonstration: Demonstration) -> list[str]:
    """The digests where the record was written."""
    return every_dossier.digests(demonstration.address, EACH_PAGE, EACH_PDF)


@pytest.fixture(scope="module")
def backup(demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it."""
    folder = tmp_path_factory.mktemp("backups") / "today"
    asked(demonstration.shell, "db", "backup", str(folder))
    return folder


def test_every_decision_has_a_dossier_of_its_own(before: list[str]) -> None:
    """Hundreds of decisions in five councils, and a sample of pages and PDFs."""
    assert len(before) > 300
    assert len({line.split()[1] for line in before}) == len(before)
    assert sum("html:" in line for line in before) >= len(before) // EACH_PAGE
    assert sum("pdf:" in line for line in before) >= len(before) // EACH_PDF


def test_after_a_restore_and_after_a_rebuild(
    before: list[str], backup: Path, empty_database: str
) -> None:
    """From a backup in another database; then once more when every view was worked out anew."""
    shell = Console(empty_database)
    asked(shell, "db", "restore", str(backup))
    assert every_dossier.digests(empty_database, EACH_PAGE, EACH_PDF) == before
    assert asked(shell, "rebuild").count("the old views agreed") >= 8
    assert every_dossier.digests(empty_database, EACH_PAGE, EACH_PDF) == before


def test_on_a_fresh_machine(
    before: list[str],
    backup: Path,
    own_folder: Callable[[], AbstractContextManager[Path]],
    tmp_path: Path,
) -> None:
    """Another cluster, zone, way of writing dates, locale, language and home; no cache."""
    with own_folder() as folder, another_postgresql(folder / "data") as there:
        asked(Console(there), "db", "restore", str(backup))
        words = every_dossier.__file__, there, str(EACH_PAGE), str(EACH_PDF)
        assert by_another_program(tmp_path, *words).splitlines() == before
