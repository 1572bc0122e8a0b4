"""A case moved to another procedure or version, on a real PostgreSQL."""

import shutil
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from authorities import casework, new_authority
from concerns.casework import Casework
from concerns.commands.command import DepartureAsked
from concerns.commands.move_case import MoveCase
from concerns.commands.record_notice import RecordNotice
from concerns.commands.take_step import TakeStep
from concerns.events import CaseMoved
from concerns.procedures.reader import folders, library, read
from concerns.projections import VIEWS, fold
from concerns.storage.pool import Pool
from concerns.vocabulary import Officer, Refusal
from given import officer, opening

NORTH_WEST = next(folder for folder in folders() if folder.name == "north_west_routes")
DERBY_ROLES = ("director", "qmo", "head_adults_commissioning")


@pytest.fixture
def work(pool: Pool, database: str) -> Casework:
    """An authority's casework, nothing in it yet."""
    return casework(pool, new_authority(database))


def _who(work: Casework, name: str, *roles: str) -> Officer:
    return officer(name, *roles, authority=work.register.authority)


def _at_risk(work: Casework) -> UUID:
    case = uuid4()
    work.ask(opening("north-west-routes"), _who(work, "Ann", "cm"), case)
    work.ask(TakeStep(step="agree_at_risk", reason="three alerts"), _who(work, "Bea", "sprg"), case)
    return case


def test_a_case_goes_on_under_another_procedure_where_somebody_says_it_stands(
    work: Casework,
) -> None:
    """X-DF-01, AMB-X-04: the colour takes the new scheme; duties unknown there end, by name."""
    case = _at_risk(work)
    dora = _who(work, "Dora", *DERBY_ROLES)
    moved = work.ask(
        MoveCase(procedure="derby", stage="amber", reason="it lies in that council"),
        dora,
        case,
    ).facts[0]
    assert isinstance(moved, CaseMoved)
    assert moved.consequence.rag is not None
    assert (moved.consequence.rag.colour, moved.consequence.rag.scheme) == ("amber", "derby")
    assert moved.from_procedure == "north-west-routes"
    assert any("letter" in what for what in moved.ended)
    work.ask(TakeStep(step="apply_rag_tool", details={"answers": {}}), dora, case)
    status = fold(VIEWS["rag-status"], [one.fact for one in work.register.of_case(case, 0)])
    assert status[str(case)]["scheme"] == "derby"


def test_its_old_place_is_free_and_its_new_one_taken(work: Casework) -> None:
    """Bad input: two open cases for one service under one procedure, after a move too."""
    case = _at_risk(work)
    dora, ann = _who(work, "Dora", *DERBY_ROLES), _who(work, "Ann", "cm")
    move = MoveCase(procedure="derby", stage="amber", reason="moved")
    work.ask(move, dora, case)
    work.ask(opening("north-west-routes"), ann, uuid4())
    with pytest.raises(Refusal, match="already open"):
        work.ask(opening("derby"), dora, uuid4())


def test_a_move_that_is_none_or_leads_nowhere_is_refused(work: Casework) -> None:
    """A move is a decision: by who may decide there, with a reason, to a stage that exists."""
    case = _at_risk(work)
    dora, ann = _who(work, "Dora", *DERBY_ROLES), _who(work, "Ann", "cm")
    asked = {
        "already": (MoveCase(procedure="north-west-routes", reason="r"), dora),
        "has no stage 'nowhere'": (MoveCase(procedure="derby", stage="nowhere", reason="r"), dora),
        "close it where it is": (MoveCase(procedure="derby", stage="closed", reason="r"), dora),
        "moving is for": (MoveCase(procedure="derby", stage="amber", reason="r"), ann),
        "say why": (MoveCase(procedure="derby", stage="amber"), dora),
        "there is no procedure": (MoveCase(procedure="atlantis", reason="r"), dora),
    }
    for said, (move, who) in asked.items():
        with pytest.raises(Refusal, match=said):
            work.ask(move, who, case)


def test_a_suspension_is_not_lost_by_a_move(work: Casework) -> None:
    """A suspension is a record of its own: a procedure that knows none cannot take the case."""
    case = _at_risk(work)
    _suspend(work, case)
    jqmm = work.procedures["jqmm"]
    roles = jqmm.acts.move_cases or jqmm.acts.authorise_departures
    with pytest.raises(Refusal, match="lift it first"):
        work.ask(
            MoveCase(procedure="jqmm", stage=jqmm.start, reason="r"), _who(work, "Jo", *roles), case
        )


def _suspend(work: Casework, case: UUID) -> None:
    """Signed off at once, as a departure in an emergency."""
    signed = TakeStep(
        step="sign_off_suspension",
        reason="two deaths overnight",
        details={"scope": "all placements", "basis": "clause 9"},
        choices={"nursing_relevant": False},
        departure=DepartureAsked(reason="it cannot wait for a session"),
    )
    work.ask(signed, _who(work, "Dee", "dass"), case)


def test_a_council_that_changes_its_document_moves_its_open_cases_one_by_one(
    pool: Pool, database: str, tmp_path: Path
) -> None:
    """A case stays under the version it was opened under until somebody decides to move it."""
    folder = tmp_path / "changed"
    shutil.copytree(NORTH_WEST, folder)
    file = folder / "procedure.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace('version: "', 'version: "2-'), "utf-8")
    changed = {**library(), "north-west-routes": read(folder)[0]}
    authority = new_authority(database)
    case = _at_risk(casework(pool, authority))
    later = casework(pool, authority, changed)
    bea, dass = _who(later, "Bea", "sprg"), _who(later, "Dee", "dass")
    with pytest.raises(Refusal, match="moving it to another version"):
        later.ask(TakeStep(step="agree_at_risk", reason="r"), bea, case)
    later.ask(MoveCase(procedure="north-west-routes", reason="the new edition"), dass, case)
    moved = [one.fact for one in later.register.of_case(case, 0)][-1]
    assert moved.clause.version.startswith("2-")
    assert moved.consequence.ends == ()


def test_a_notice_links_two_councils_cases(work: Casework) -> None:
    """AMB-X-04: one case per council and procedure; the notice carries the other's reference."""
    case = _at_risk(work)
    notice = RecordNotice(
        direction="received from",
        council="Southtown",
        notice="placements suspended there",
        their_reference="ST/14",
    )
    work.ask(notice, _who(work, "Ann", "cm"), case)
    rows = fold(VIEWS["notices"], [one.fact for one in work.register.of_case(case, 0)])
    assert [row["their_reference"] for row in rows.values()] == ["ST/14"]
    with pytest.raises(Refusal):
        work.ask(notice, _who(work, "Zed", "nobody"), case)
