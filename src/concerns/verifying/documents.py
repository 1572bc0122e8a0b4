"""Documents: whatever the record says was lodged is kept, and its bytes are what they were."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from concerns.documents.spool import Spool
from concerns.documents.store import Documents
from concerns.documents.trouble import Altered, Missing
from concerns.events import DocumentLodged, SubjectKeysDestroyed
from concerns.verifying.finding import Code, Findings

_SHA256 = re.compile(r"[0-9a-f]{64}")
FACTS = (DocumentLodged.name, SubjectKeysDestroyed.name)


class _Lodged(NamedTuple):
    position: int
    sha256: str
    key: str
    """The commitment to the key that it is sealed under, if it is sealed."""


@dataclass(slots=True)
class Named:
    """The documents that facts name, and the keys that they say are destroyed."""

    _lodged: list[_Lodged] = field(default_factory=list[_Lodged])
    _gone: set[str] = field(default_factory=set[str])

    def take(self, position: int, name: str, content: dict[str, Any]) -> None:
        """A fact's name and what it says; of other facts, and of one that is broken, nothing."""
        if name == DocumentLodged.name and content:
            key = _at(content, "sealed", "key")
            self._lodged.append(_Lodged(position, str(content.get("sha256")), str(key)))
        elif name == SubjectKeysDestroyed.name:
            self._gone.update(map(str, _at(content, "keys") or ()))

    def to_be_there(self) -> Iterator[tuple[int, str]]:
        """Position and SHA-256 of each document that must be kept: its key is not destroyed."""
        for one in self._lodged:
            if one.key not in self._gone:
                yield one.position, one.sha256


def _at(content: Any, *path: str) -> Any:  # noqa: ANN401 - whatever a stored fact may hold
    """What stands somewhere in a fact; None where nothing does."""
    for name in path:
        content = cast("dict[str, Any]", content).get(name) if isinstance(content, dict) else None
    return content


def opened(documents: Documents, sha256: str) -> Spool:
    """A document that a stored fact names, by whatever name.

    Raises:
        Missing, Altered, StoreAway.
    """
    if not _SHA256.fullmatch(sha256):
        raise Missing(sha256)
    return documents.open(sha256)


def check_documents(named: Named, documents: Documents, findings: Findings) -> None:
    """Every document is read, once for each fact that names it.

    Raises:
        StoreAway: the store cannot be reached, so nothing can be said.
    """
    for position, sha256 in named.to_be_there():
        try:
            opened(documents, sha256).close()
        except Missing as missing:
            findings.add(Code.DOCUMENT_MISSING, f"position {position}", str(missing))
        except Altered as altered:
            findings.add(Code.DOCUMENT_ALTERED, f"position {position}", str(altered))
