"""Procedures are checked, drawn and listed from the command line."""

import shutil
from pathlib import Path

import pytest
from console import Console

from concerns.procedures.reader import folders, library

NOWHERE = Console("postgresql://nobody@127.0.0.1:1/none")  # procedures need no database


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A council's own copy of the north-west routes."""
    ours = next(one for one in folders() if one.name == "north_west_routes")
    return Path(shutil.copytree(ours, tmp_path / "ours" / "north_west_routes"))


def test_ours_are_sound() -> None:
    """Exit code 0 and a line for each."""
    said = NOWHERE.types("procedures", "check")
    assert said.code == 0
    assert said.out.count(": sound (") == len(library())


def test_a_folder_of_procedures(copy: Path) -> None:
    """The folder may be one procedure or hold several."""
    assert NOWHERE.types("procedures", "check", str(copy)).out.startswith(
        "north-west-routes: sound"
    )
    assert NOWHERE.types("procedures", "check", str(copy.parent)).out.count("sound") == 1


def test_a_step_to_a_stage_that_is_not_there(copy: Path) -> None:
    """`file:line: what`, openable in an editor, and exit code 1."""
    steps = copy / "steps.yaml"
    broken = steps.read_text(encoding="utf-8").replace("to: suspended", "to: suspnded")
    steps.write_text(broken, encoding="utf-8")
    line = broken[: broken.index("suspnded")].count("\n") + 1
    said = NOWHERE.types("procedures", "check", str(copy))
    assert said.code == 1
    assert f"{steps}:{line}: " in said.out
    assert "suspnded" in said.out
    drawn = NOWHERE.types("procedures", "draw", str(copy))
    assert (drawn.code, drawn.out) == (1, "")
    assert "is not sound" in drawn.err


def test_a_folder_that_holds_no_procedure(tmp_path: Path) -> None:
    """Said as a fault of that folder, not as a crash."""
    said = NOWHERE.types("procedures", "check", str(tmp_path))
    assert said.code == 1
    assert said.out.startswith(f"{tmp_path}: ")


def test_a_drawing(tmp_path: Path) -> None:
    """To a file with -o, else to the answer's stream."""
    file = tmp_path / "derby.svg"
    assert NOWHERE.types("procedures", "draw", "derby", "-o", str(file)).code == 0
    assert NOWHERE.types("procedures", "draw", "derby").out == file.read_text(encoding="utf-8")


def test_a_drawing_that_cannot_be_written(tmp_path: Path) -> None:
    """The file is named in one sentence."""
    said = NOWHERE.types("procedures", "draw", "derby", "-o", str(tmp_path / "no" / "x.svg"))
    assert said.code == 1
    assert said.err == f"{tmp_path / 'no' / 'x.svg'}: No such file or directory.\n"


def test_a_drawing_of_nothing() -> None:
    """The procedures there are, are named."""
    said = NOWHERE.types("procedures", "draw", "atlantis")
    assert said.code == 1
    assert "There are: blackpool, derby, jqmm, lambeth, north-west-routes" in " ".join(
        said.err.split()
    )


def test_the_list() -> None:
    """Each procedure with its version and the beginning of its digest."""
    said = NOWHERE.types("procedures", "list")
    assert all(one.digest[:12] in said.out for one in library().values())


def test_a_councils_own_folder_is_read_beside_ours(copy: Path) -> None:
    """A council brings its own procedure and names the folder; no Python is touched."""
    head = copy / "procedure.yaml"
    ours = head.read_text(encoding="utf-8")
    head.write_text(
        ours.replace("procedure: north-west-routes", "procedure: northtown"), encoding="utf-8"
    )
    there = Console("postgresql://nobody@127.0.0.1:1/none", CONCERNS_PROCEDURES=str(copy.parent))
    listed = there.types("procedures", "list").out
    assert "northtown" in listed
    assert "derby" in listed


def test_a_folder_of_own_procedures_that_is_not_there_is_named(tmp_path: Path) -> None:
    """One sentence, not a trace."""
    missing = tmp_path / "nowhere"
    there = Console("postgresql://nobody@127.0.0.1:1/none", CONCERNS_PROCEDURES=str(missing))
    said = there.types("procedures", "list")
    assert said.code == 1
    assert "there is no such folder" in said.err
