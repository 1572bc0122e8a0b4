"""Read a paper's definition, with the line of every fault."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from concerns.papers.checking import faults_of
from concerns.papers.definition import Definition
from concerns.papers.page import Page
from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import Fault, ProcedureFaulty

_PLAINLY = {
    "too_short": "needs at least one entry",
    "missing": "is missing",
    "extra_forbidden": "is not a part that belongs here",
    "string_too_short": "must not be empty",
}


def read(file: Path, procedure: Procedure, *, own: bool = False) -> Definition:
    """Read one definition and check it against the procedure under which it is used.

    Raises:
        ProcedureFaulty: it cannot be read, is malformed, or names what does not exist.
    """
    page = Page(file)
    try:
        definition = Definition.model_validate(page.content)
    except ValidationError as error:
        raise ProcedureFaulty(list(_malformed(page, error))) from None
    if faults := sorted(faults_of(definition, page, procedure)):
        raise ProcedureFaulty(faults)
    return definition.sealed(hashlib.sha256(file.read_bytes()).hexdigest(), own=own)


def _malformed(page: Page, error: ValidationError) -> Iterator[Fault]:
    for one in error.errors():
        named = " → ".join(str(part) for part in one["loc"])
        said = _PLAINLY.get(one["type"], one["msg"].removeprefix("Value error, "))
        yield Fault(page.place(*one["loc"]), f"{named}: {said}" if named else said)
