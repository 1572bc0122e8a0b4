"""Every paper of every procedure: ours, and the council's own text where it replaces ours."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from concerns.papers.definition import Definition
from concerns.papers.page import Page
from concerns.papers.reading import read
from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import Fault, Place, ProcedureFaulty, folders
from concerns.register import Recorded
from concerns.vocabulary import Refusal

Papers = Mapping[str, Mapping[str, Definition]]
"""Definitions by procedure and by their own name, which is the file's."""


def papers(
    procedures: Mapping[str, Procedure], roots: tuple[Path, ...] = (), own: Path | None = None
) -> Papers:
    """The papers of each procedure.

    `roots` are folders of the council's own procedures, each with a folder `papers` in it if it
    likes; `own` holds a folder for each procedure whose papers the council words itself.

    Raises:
        ProcedureFaulty: a definition is faulty, or `own` names a procedure that is not there.
    """
    found: dict[str, dict[str, Definition]] = {name: {} for name in procedures}
    for name, folder in _shipped(roots):
        if name in found:
            for file in sorted((folder / "papers").glob("*.yaml")):
                found[name][file.stem] = read(file, procedures[name])
    for name, folder in _own(own, procedures):
        for file in sorted(folder.glob("*.yaml")):
            found[name][file.stem] = read(file, procedures[name], own=True)
    return found


def of_case(
    known: Sequence[Recorded], procedures: Mapping[str, Procedure], defined: Papers
) -> tuple[Procedure, Mapping[str, Definition]]:
    """The procedure that a case runs under, as far as known, and the papers of it.

    Raises:
        Refusal: nothing was known of the case, or its procedure is not at hand.
    """
    if not known:
        raise Refusal("nothing was known of this case then", kind="not found")
    name = known[-1].fact.clause.procedure
    if name not in procedures:
        raise Refusal(f"the case runs under the procedure {name!r}, which is not at hand")
    return procedures[name], defined.get(name, {})


def _shipped(roots: tuple[Path, ...]) -> Iterator[tuple[str, Path]]:
    for folder in [*folders(), *(folder for root in roots for folder in folders(root))]:
        if (folder / "papers").is_dir():
            yield str(Page(folder / "procedure.yaml").content["procedure"]), folder


def _own(own: Path | None, procedures: Mapping[str, Procedure]) -> Iterator[tuple[str, Path]]:
    if own is None:
        return
    if not own.is_dir():
        raise ProcedureFaulty([Fault(Place(str(own), 0), "there is no such folder")])
    for folder in sorted(one for one in own.iterdir() if one.is_dir()):
        if folder.name not in procedures:
            known = ", ".join(sorted(procedures))
            said = f"no procedure is called {folder.name!r}; there are {known}"
            raise ProcedureFaulty([Fault(Place(str(folder), 0), said)])
        yield folder.name, folder
