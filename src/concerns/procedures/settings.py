"""What a council sets where its document leaves a choice: a file beside the program, checked.

`CONCERNS_SETTINGS` names a folder. `PROCEDURE.yaml` in it holds settings for every council that
works by that procedure; `AUTHORITY/PROCEDURE.yaml` those of one council, which come first. Nothing
is guessed: what is not set stays unset, and then a human chooses, with a reason.
"""

from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from concerns.marked import Marked
from concerns.procedures.parts import Setting
from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import Fault, Place, ProcedureFaulty, marked, marked_text
from concerns.procedures.tools import Cells, Matrix

_CELLS = TypeAdapter[Cells](Cells)
_HOURS = TypeAdapter[dict[str, str]](dict[str, str])

Settings = Mapping[str, Mapping[str, Any]]
"""By procedure, by setting."""


def settings_of(
    folder: Path | None, authority: str, procedures: Mapping[str, Procedure]
) -> Settings:
    """What a council has set, for each procedure.

    Raises:
        ProcedureFaulty: a file is unreadable, names a setting that the procedure does not have, or
            holds a matrix with missing cells (each is named), with file and line.
    """
    if folder is None:
        return {}
    return {name: _of(folder, authority, one) for name, one in procedures.items()}


def _of(folder: Path, authority: str, procedure: Procedure) -> dict[str, Any]:
    found = dict[str, Any]()
    for file in (
        folder / f"{procedure.procedure}.yaml",
        folder / authority / f"{procedure.procedure}.yaml",
    ):
        if file.is_file():
            found |= read_settings(file, procedure)
    return found


def read_settings(file: Path, procedure: Procedure) -> dict[str, Any]:
    """One file of settings.

    Raises:
        ProcedureFaulty: as above.
    """
    return _read_all(marked(file), file.name, procedure)


def read_text(text: str, procedure: Procedure) -> dict[str, Any]:
    """Settings that a council has adopted, as they were written.

    Raises:
        ProcedureFaulty: as above.
    """
    return _read_all(marked_text(text, "settings"), "settings", procedure)


def _read_all(content: Marked, name: str, procedure: Procedure) -> dict[str, Any]:
    faults, found = list[Fault](), dict[str, Any]()
    for key, value in content.content.items():
        where = Place(name, content.line(key))
        setting = procedure.settings.get(key)
        if setting is None:
            known = ", ".join(procedure.settings) or "none"
            faults.append(Fault(where, f"{key!r} is no setting of this procedure; it has: {known}"))
            continue
        try:
            found[key] = _read(key, setting, value, procedure)
        except (ValidationError, ValueError) as wrong:
            faults += [Fault(where, f"{key}: {said}") for said in _said(wrong)]
    if faults:
        raise ProcedureFaulty(faults)
    return found


def _read(key: str, setting: Setting, value: object, procedure: Procedure) -> Any:  # noqa: ANN401 - a setting's own kind says
    if value is None:
        return None
    match setting.kind:
        case "matrix":
            return _matrix(key, value, procedure)
        case "hours":
            return _hours(value)
        case "list":
            return TypeAdapter(list[str]).validate_python(value)
        case "number":
            return TypeAdapter(int).validate_python(value, strict=True)


def _matrix(key: str, value: object, procedure: Procedure) -> Cells:
    cells = _CELLS.validate_python(value)
    for matrix in procedure.matrices.values():
        if matrix.setting == key:
            _whole(matrix, cells)
    return cells


def _whole(matrix: Matrix, cells: Cells) -> None:
    if missing := matrix.missing(cells):
        raise ValueError("\n".join(missing))


def _hours(value: object) -> dict[str, str]:
    hours = {key: time.fromisoformat(at) for key, at in _HOURS.validate_python(value).items()}
    if hours.keys() != {"from", "to"} or not hours["from"] < hours["to"]:
        raise ValueError('give the hours as {from: "09:00", to: "17:00"}')
    return {key: at.strftime("%H:%M") for key, at in hours.items()}


def _said(wrong: Exception) -> list[str]:
    if isinstance(wrong, ValidationError):
        return [f"{' → '.join(map(str, one['loc']))}: {one['msg']}" for one in wrong.errors()]
    return str(wrong).splitlines()
