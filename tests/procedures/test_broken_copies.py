"""Copies of a real council's folder, each broken in one place: the checker says file and line."""

import re
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from concerns.procedures.checking.checker import check
from concerns.procedures.reader import Place, folders

NORTH_WEST = next(folder for folder in folders() if folder.name == "north_west_routes")


class Broken(NamedTuple):
    """What is changed (a pattern, in every place), and the line on which it must be noticed."""

    file: str
    pattern: str
    instead: str
    noticed_in: str
    line: str
    what: str


COPIES = {
    "unreachable stage": Broken(
        "steps.yaml",
        r"    to: green_route\n",
        "",
        "procedure.yaml",
        "  green_route:",
        "no step leads to stage 'green_route'",
    ),
    "no decider": Broken(
        "steps.yaml",
        r"    by: \[dmt\](?=\n    ends: \[dmt_consideration\])",
        "    by: []",
        "steps.yaml",
        "    by: []",
        "at least one entry",
    ),
    "undefined role": Broken(
        "steps.yaml",
        r"    by: \[dmt\](?=\n    ends: \[dmt_consideration\])",
        "    by: [scrutiny_board]",
        "steps.yaml",
        "    by: [scrutiny_board]",
        "role 'scrutiny_board' is not defined under roles",
    ),
    "duty without discharge": Broken(
        "duties.yaml",
        r"(?<=    whom: the provider\n)    done_when: delivered\n",
        "",
        "duties.yaml",
        "  at_risk_letter:",
        "duty 'at_risk_letter' cannot be discharged: it has no done_when",
    ),
    "clock without end": Broken(
        "steps.yaml",
        r"(?<=ends: \[)plan_made, |    ends: \[plan_made\]\n",
        "",
        "duties.yaml",
        "  plan_made:",
        "nothing ends clock 'plan_made'",
    ),
}


@pytest.mark.parametrize("copy", COPIES)
def test_a_broken_copy_is_refused_with_file_and_line(copy: str, tmp_path: Path) -> None:
    """Design: a fault is found before a case is opened, and whoever wrote it can find it too."""
    broken = COPIES[copy]
    folder = tmp_path / "north_west_routes"
    shutil.copytree(NORTH_WEST, folder)
    _break(folder / broken.file, broken)
    place = Place(broken.noticed_in, _line(folder / broken.noticed_in, broken.line))
    found = [fault for fault in check(folder) if broken.what in fault.what]
    assert [fault.place for fault in found] == [place]
    assert str(found[0]).startswith(f"{broken.noticed_in}:{place.line}: ")


def test_the_unbroken_copy_is_sound(tmp_path: Path) -> None:
    """What the broken copies are told of is their own fault."""
    folder = tmp_path / "north_west_routes"
    shutil.copytree(NORTH_WEST, folder)
    assert check(folder) == []


def _break(file: Path, broken: Broken) -> None:
    text = file.read_text(encoding="utf-8")
    changed = re.sub(broken.pattern, broken.instead, text)
    assert changed != text
    file.write_text(changed, encoding="utf-8")


def _line(file: Path, wanted: str) -> int:
    """The number of the one line that reads so; the first is 1."""
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines.count(wanted) == 1
    return lines.index(wanted) + 1
