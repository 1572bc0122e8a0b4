from pathlib import Path
from typing import Any

from concerns.procedures.reader import Fault, Place, ProcedureFaulty, marked


class Page:
    """The raw content of a definition's file, with the place of each element.

    Raises ProcedureFaulty where the file cannot be read.
    """

    def __init__(self, file: Path) -> None:
        # Papers are many files: enough folders are named to tell one from another council's.
        kept = 3 if file.parent.name == "papers" else 2
        self.name = "/".join(file.parts[-kept:])
        try:
            self._marked = marked(file)
        except ProcedureFaulty as faulty:
            raise ProcedureFaulty(
                [Fault(Place(self.name, one.place.line), one.what) for one in faulty.faults]
            ) from None

    @property
    def content(self) -> dict[str, Any]:
        """What the file says, without its lines."""
        return self._marked.content

    def place(self, *path: str | int) -> Place:
        """Where an element stands; the nearest enclosing one when it is absent."""
        return Place(self.name, self._marked.line(*path))
