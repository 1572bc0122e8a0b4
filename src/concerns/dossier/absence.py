"""Read a whole log and find that it holds nothing of some kind."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from concerns.events import FACTS, CaseOpened
from concerns.register import Recorded
from concerns.vocabulary import Refusal


@dataclass(frozen=True, slots=True)
class Absent:
    """No fact of the kinds sought, about a case or a service, among positions 1 to `size`."""

    kinds: tuple[str, ...]
    case: UUID | None
    service: str | None
    size: int
    last_at: datetime
    cases: tuple[UUID, ...]
    """The cases looked at: the one named, or those opened about the service."""


@dataclass(slots=True)
class _Search:
    kinds: tuple[str, ...]
    case: UUID | None
    service: str | None
    position: int = 0
    last_at: datetime | None = None
    cases: dict[UUID, None] = field(default_factory=dict[UUID, None])
    found: list[int] = field(default_factory=list[int])

    def take(self, one: Recorded) -> None:
        if one.position != self.position + 1:
            raise Refusal(
                f"position {self.position + 1} is missing: absence cannot be stated of a record "
                "with a gap"
            )
        self.position, self.last_at = one.position, one.recorded_at
        fact = one.fact
        opens = isinstance(fact, CaseOpened) and self.service in {s.id for s in fact.services}
        if fact.case == self.case or opens:
            self.cases[fact.case] = None
        if fact.case in self.cases and fact.name in self.kinds:
            self.found.append(one.position)


def kinds_named(kind: str) -> tuple[str, ...]:
    """Every stored name of a kind, such as suspension-signed-off/1 for suspension-signed-off.

    Raises:
        Refusal: no fact is called that.
    """
    named = tuple(name for name in FACTS if kind in (name, name.partition("/")[0]))
    if not named:
        raise Refusal(f"no fact is called {kind!r}", kind="not understood", where="kind")
    return named


def absent(
    log: Iterable[Recorded], kind: str, *, case: UUID | None = None, service: str | None = None
) -> Absent:
    """Read a whole log, from position 1, and find nothing of a kind about a case or a service.

    Raises:
        Refusal: there is such a fact; a position is missing; or neither or both of case and
            service were named.
    """
    if (case is None) == (service is None):
        raise Refusal("name either a case or a service", kind="not understood", where="case")
    search = _Search(kinds_named(kind), case, service)
    for one in log:
        search.take(one)
    if search.last_at is None:
        raise Refusal("the record is empty", kind="not found")
    if search.found:
        listed = ", ".join(map(str, search.found))
        raise Refusal(f"the record does hold {kind!r} about it, at position {listed}")
    cases = tuple(search.cases)
    return Absent(search.kinds, case, service, search.position, search.last_at, cases)
