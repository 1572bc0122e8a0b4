from pathlib import Path

import pytest

from demonstration import Demonstration, asked


@pytest.fixture(scope="session")
def backup(demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's backup, as `concerns db backup` writes it. For reading only."""
    folder = tmp_path_factory.mktemp("backups") / "today"
    asked(demonstration.shell, "db", "backup", str(folder))
    return folder
