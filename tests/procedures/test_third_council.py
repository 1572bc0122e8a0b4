"""A third council joins with a folder of its own: no line of Python is touched."""

import shutil
from pathlib import Path

import pytest
from north_west import CM, SPRG

from concerns.commands.issue import Issue
from concerns.commands.record_delivery import RecordDelivery
from concerns.procedures.checking.checker import check
from concerns.procedures.reader import ProcedureFaulty, folders, library
from given import Story, opening

NORTH_WEST = next(folder for folder in folders() if folder.name == "north_west_routes")


@pytest.fixture
def south_coast(tmp_path: Path) -> Path:
    """The folder of a council that took over the north-west routes and gives three days."""
    folder = tmp_path / "south_coast"
    shutil.copytree(NORTH_WEST, folder)
    _change(folder / "procedure.yaml", "procedure: north-west-routes", "procedure: south-coast")
    _change(
        folder / "duties.yaml",
        "length: 5\n    unit: working days",
        "length: 3\n    unit: working days",
    )
    return folder


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def _letter_delivered(procedure: str, root: Path) -> Story:
    case = Story(library(root)[procedure]).at(2026, 4, 1).asks(CM, opening(procedure))
    case.takes(SPRG, "agree_at_risk")
    letter = case.duty("at_risk_letter")
    return case.asks(CM, Issue(duty=letter, how="post")).asks(CM, RecordDelivery(duty=letter))


def test_the_folder_is_sound(south_coast: Path) -> None:
    """Design: a council's document is data, checked before anyone uses it."""
    assert check(south_coast) == []


def test_each_council_counts_by_its_own_document(south_coast: Path) -> None:
    """NWR-TL-01: delivered Wednesday 1 April 2026; Good Friday and Easter Monday do not count.

    Five working days end on Friday 10 April; the third council's three on Wednesday 8 April.
    """
    root = south_coast.parent
    due = {
        name: next(x.due for x in told.case.duties.values() if x.key == "plan_made")
        for name in ("north-west-routes", "south-coast")
        for told in [_letter_delivered(name, root)]
    }
    assert due == {"north-west-routes": "2026-04-10", "south-coast": "2026-04-08"}


def test_each_fact_names_the_document_it_rests_on(south_coast: Path) -> None:
    """Design: procedure, version and digest stay with each fact; a colour with its scheme."""
    root = south_coast.parent
    case = _letter_delivered("south-coast", root)
    assert {fact.clause.procedure for fact in case.facts} == {"south-coast"}
    assert {fact.clause.digest for fact in case.facts} == {library(root)["south-coast"].digest}
    assert library(root)["south-coast"].digest != library()["north-west-routes"].digest
    assert case.case.rag is not None
    assert case.case.rag.scheme == "south-coast"


def test_a_third_council_cannot_take_anothers_name(south_coast: Path) -> None:
    """Two documents of one name could not be told apart in the record."""
    _change(south_coast / "procedure.yaml", "procedure: south-coast", "procedure: derby")
    with pytest.raises(ProcedureFaulty, match="two procedures are called 'derby'"):
        library(south_coast.parent)
