"""Councils are data: they know neither Python nor each other, and Python does not know them."""

from pathlib import Path

import pytest

from concerns.procedures.reader import folders, library

SOURCE = Path(__file__).parents[2] / "src"


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_a_councils_folder_holds_data_only(folder: Path) -> None:
    """Nothing council-specific is Python; a guard with its clause would be named here."""
    assert {file.suffix for file in folder.iterdir() if file.is_file()} == {".yaml"}


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_councils_do_not_know_each_other(folder: Path) -> None:
    """No council's document cites another's."""
    others = set(library()) - {folder.name.replace("_", "-")}
    for file in folder.glob("*.yaml"):
        assert not [name for name in others if name in file.read_text(encoding="utf-8")]


def test_no_python_knows_a_council() -> None:
    """No rule is written for one council, and the demonstration's stories are data too."""
    named = [
        file.relative_to(SOURCE)
        for file in SOURCE.rglob("*.py")
        for name in library()
        if name in _code(file)
    ]
    assert named == []


def _code(file: Path) -> str:
    """A file without what its docstrings and comments tell of the councils' documents."""
    text = file.read_text(encoding="utf-8")
    outside = "".join(text.split('"""')[::2])
    return "\n".join(line.split("#")[0] for line in outside.splitlines()).lower()
