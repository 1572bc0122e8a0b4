"""What a council sets where its document leaves a choice: read whole, or refused by name."""

from functools import cache
from pathlib import Path

import pytest
from jqmm_case import MATRIX, assessed, told

from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import ProcedureFaulty, folders, read
from concerns.procedures.settings import read_settings, settings_of


@cache
def procedure(folder: str) -> Procedure:
    """One council's document, whatever the state of the others."""
    return read(next(one for one in folders() if one.name == folder))[0]


def written(folder: Path, text: str, name: str = "jqmm.yaml") -> Path:
    """A file of settings."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def matrix_text(cells: dict[int, dict[int, str]]) -> str:
    """A risk matrix as a council would write it."""
    rows = [
        f"  {row}: {{{', '.join(f'{column}: {one}' for column, one in columns.items())}}}"
        for row, columns in cells.items()
    ]
    return "\n".join(["risk_matrix:", *rows, ""])


def refused(file: Path, folder: str = "jqmm") -> str:
    """What is said of a file that cannot be used."""
    with pytest.raises(ProcedureFaulty) as found:
        read_settings(file, procedure(folder))
    return str(found.value)


def test_a_whole_matrix_is_read_and_applied(tmp_path: Path) -> None:
    """JQM-MX-01, X-MS-11, AMB-JQM-03: 30 cells in a file; then the matrix suggests an outcome."""
    file = written(tmp_path, matrix_text(MATRIX))
    settings = read_settings(file, procedure("jqmm"))
    assert settings == {"risk_matrix": MATRIX}
    assert assessed(told(**settings), 4, 4).outcome == "sosg"


@pytest.mark.parametrize(("row", "column"), [(0, 0), (2, 3), (4, 5)])
def test_a_matrix_with_a_missing_cell_is_refused_by_its_name(
    tmp_path: Path, row: int, column: int
) -> None:
    """JQM-MX-01: a matrix is applied whole or not at all; nothing is guessed."""
    cells = {one: {**columns} for one, columns in MATRIX.items()}
    del cells[row][column]
    said = refused(written(tmp_path, matrix_text(cells)))
    assert said == f"jqmm.yaml:1: risk_matrix: Engagement {row} with Impact {column} is missing"


def test_every_missing_cell_is_named(tmp_path: Path) -> None:
    """JQM-MX-01: a row left out lacks six cells."""
    cells = {row: columns for row, columns in MATRIX.items() if row != 3}
    said = refused(written(tmp_path, matrix_text(cells))).splitlines()
    assert [one.rpartition(": ")[2] for one in said] == [
        f"Engagement 3 with Impact {column} is missing" for column in range(6)
    ]


def test_a_cell_with_another_outcome_is_refused(tmp_path: Path) -> None:
    """JQM-MX-02 to MX-06: the sheet has five outcomes."""
    cells = {**MATRIX, 1: {**MATRIX[1], 2: "suspend"}}
    said = refused(written(tmp_path, matrix_text(cells)))
    assert "Engagement 1 with Impact 2 is 'suspend', which is no outcome of this matrix" in said


def test_a_matrix_that_is_no_table_is_refused(tmp_path: Path) -> None:
    """Named with file and line, as any other fault."""
    assert refused(written(tmp_path, "risk_matrix: strict\n")).startswith("jqmm.yaml:1: risk_matr")
    assert "risk_matrix" in refused(written(tmp_path, "risk_matrix: {high: {low: qam}}\n"))


def test_an_unknown_setting_is_refused_naming_those_there_are(tmp_path: Path) -> None:
    """A slip of the pen must not leave the council believing that something is set."""
    file = written(tmp_path, "# ours\nrisk_matrx: null\n")
    assert refused(file).startswith("jqmm.yaml:2: 'risk_matrx' is no setting of this procedure")
    assert "risk_matrix" in refused(file)


def test_what_is_not_set_stays_unset(tmp_path: Path) -> None:
    """AMB-JQM-03: without a matrix a human chooses; an empty setting is none."""
    settings = read_settings(written(tmp_path, "risk_matrix:\n"), procedure("jqmm"))
    assert settings == {"risk_matrix": None}
    assert assessed(told(**settings), 2, 3).outcome is None
    assert settings_of(None, "northtown", {"jqmm": procedure("jqmm")}) == {}


def test_a_number_is_a_whole_number(tmp_path: Path) -> None:
    """NWR-TL-08: how many weeks greater oversight lasts is the council's to say."""
    name = "north-west-routes.yaml"
    good = written(tmp_path, "greater_oversight_weeks: 6\n", name)
    assert read_settings(good, procedure("north_west_routes")) == {"greater_oversight_weeks": 6}
    for wrong in ("six", "6.5", '"6"', "true"):
        file = written(tmp_path, f"greater_oversight_weeks: {wrong}\n", name)
        assert "greater_oversight_weeks" in refused(file, "north_west_routes")


def test_one_councils_settings_come_before_those_for_all(tmp_path: Path) -> None:
    """Two councils may work by one document, each with a matrix of its own."""
    softer = {**MATRIX, 0: {**MATRIX[0], 2: "normal_contract_monitoring"}}
    written(tmp_path, matrix_text(MATRIX))
    written(tmp_path / "northtown", matrix_text(softer))
    known = {"jqmm": procedure("jqmm")}
    assert settings_of(tmp_path, "northtown", known)["jqmm"]["risk_matrix"] == softer
    assert settings_of(tmp_path, "southtown", known)["jqmm"]["risk_matrix"] == MATRIX


def test_a_file_that_is_not_yaml_is_refused_with_its_line(tmp_path: Path) -> None:
    """Said in plain words, as for a procedure."""
    assert refused(written(tmp_path, "risk_matrix: [\n")).startswith("jqmm.yaml:2: not readable")


def test_working_hours_have_a_beginning_before_their_end(tmp_path: Path) -> None:
    """DER-TL-17, DER-SR-03, AMB-DER-27: configured; outside them a move carries its reason."""
    good = written(tmp_path, 'working_hours: {from: "09:00", to: "17:00"}\n', "derby.yaml")
    assert read_settings(good, procedure("derby"))["working_hours"]["to"] == "17:00"
    wrongs = ('{from: "17:00", to: "09:00"}', '{from: "09:00"}', "all day", '{from: "a", to: "b"}')
    for wrong in wrongs:
        file = written(tmp_path, f"working_hours: {wrong}\n", "derby.yaml")
        assert refused(file, "derby").startswith("derby.yaml:1: working_hours")
