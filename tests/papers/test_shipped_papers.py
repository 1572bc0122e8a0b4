"""Every paper that comes with a procedure can be made from a case played under it."""

from functools import cache
from pathlib import Path

import pytest
from paper_reading import page
from paper_stories import PLAYED, defined, made, recorded

from concerns.papers.formats import laid_out
from concerns.papers.making import available
from concerns.procedures import reader
from given import Story

FOLDERS = {"north-west-routes": "north_west_routes", "derby": "derby"}
SHIPPED = [
    (procedure, file.stem)
    for procedure, folder in FOLDERS.items()
    for file in sorted((Path(reader.__file__).parent / folder / "papers").glob("*.yaml"))
]


@cache
def _stories(procedure: str) -> list[Story]:
    return [play() for play in PLAYED[procedure]]


def _can_be_made(story: Story, name: str) -> bool:
    procedure = story.procedure
    known = recorded(story.facts)
    return available(defined(procedure.procedure)[name], known, procedure).why_not is None


@pytest.mark.parametrize(("procedure", "name"), SHIPPED)
def test_a_shipped_paper_is_made_from_a_case(procedure: str, name: str) -> None:
    """NWR-FM-01 to FM-04, NWR-RP-01, NWR-RP-04, DER-RP-01 to RP-04, DER-RP-06, DER-RP-07."""
    story = next(one for one in _stories(procedure) if _can_be_made(one, name))
    paper = made(story, name)
    read = page(laid_out(paper, "html"))
    assert "Elm House" in read.title
    assert read.paragraphs or read.cells
    assert laid_out(paper, "pdf").startswith(b"%PDF-1.7")


@pytest.mark.parametrize(("procedure", "name"), SHIPPED)
def test_a_shipped_paper_cites_the_document(procedure: str, name: str) -> None:
    """Each definition says which requirements it fulfils, and of its own document only."""
    cited = defined(procedure)[name].requirement
    assert cited
    assert {one.split("-")[0] for one in cited} == {"NWR" if "north" in procedure else "DER"}


@pytest.mark.parametrize("log", ["request", "decision", "action"])
@pytest.mark.parametrize("manager", ["crm", "pfm"])
def test_a_managers_log_holds_its_own_process_only(manager: str, log: str) -> None:
    """DER-RC-01 to RC-07, DER-CRM-D8, DER-PFM-D8: whoever entered it managed that process."""
    other = {"crm": "Paul", "pfm": "Cara"}[manager]
    both = _stories("derby")[1]
    assert any(fact.by.person.name == other for fact in both.facts)
    cells = page(laid_out(made(both, f"{manager}_{log}_log"), "html")).cells
    assert cells
    assert not [cell for cell in cells if cell.startswith(f"{other} (")]
