"""The diagrams in the documentation are those of the procedures as they are now."""

from pathlib import Path

import pytest
from covered import AGAIN, DRAWINGS, drawings

DRAWN = dict(drawings())


@pytest.mark.parametrize("file", DRAWN, ids=lambda file: file.stem)
def test_a_diagram_shows_the_procedure_as_it_is(file: Path) -> None:
    """A change to a procedure changes its diagram in the same commit."""
    written = file.read_text(encoding="utf-8") if file.exists() else ""
    assert written == DRAWN[file], f"{file.name} is out of date. Draw it anew: {AGAIN}"


def test_no_diagram_is_left_of_a_procedure_that_is_gone() -> None:
    """One for each procedure, and no other."""
    assert set(DRAWINGS.glob("*.svg")) == set(DRAWN)
