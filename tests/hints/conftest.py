from pathlib import Path

import pytest

from concerns.procedures import reader
from concerns.procedures.procedure import Procedure


@pytest.fixture(scope="session")
def procedures() -> dict[str, Procedure]:
    """One is enough to make news under."""
    procedure, _ = reader.read(Path(reader.__file__).parent / "north_west_routes")
    return {procedure.procedure: procedure}
