"""Every dossier of the demonstration as JSON, page and PDF, restored here and elsewhere."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from console import Console

import every_dossier
from demonstration import Demonstration, asked
from elsewhere import another_postgresql, by_another_program


def test_every_dossier_in_every_form_is_the_same_elsewhere(
    demonstration: Demonstration,
    empty_database: str,
    own_folder: Callable[[], AbstractContextManager[Path]],
    tmp_path: Path,
) -> None:
    """Where it was written, from a backup, and on a fresh machine (a few minutes)."""
    before = every_dossier.digests(demonstration.address, 1, 1)
    assert all(len(line.split()) == 4 for line in before)
    backup = str(tmp_path / "backup")
    asked(demonstration.shell, "db", "backup", backup)
    asked(Console(empty_database), "db", "restore", backup)
    assert every_dossier.digests(empty_database, 1, 1) == before
    with own_folder() as folder, another_postgresql(folder / "data") as there:
        asked(Console(there), "db", "restore", backup)
        home = tmp_path / "home"
        home.mkdir()
        said = by_another_program(home, every_dossier.__file__, there, "1", "1")
        assert said.splitlines() == before
