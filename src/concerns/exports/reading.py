"""What an export holds, read from the record: all of one log, a provider's cases, or one case."""

import heapq
from collections.abc import Iterator, Sequence
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from concerns.events import FACTS, CaseOpened
from concerns.exports.leaf import Leaf, Log, leaf
from concerns.storage import entries
from concerns.storage.pool import Pool
from concerns.vocabulary import Refusal

_OPENING = tuple(name for name, kind in FACTS.items() if issubclass(kind, CaseOpened))


class Wanted(NamedTuple):
    """Which facts: as known at an instant, of one provider's cases, of one case; else all."""

    as_known: datetime | None = None
    provider: str | None = None
    case: UUID | None = None


class Read(NamedTuple):
    """The facts, and up to which position they were looked for."""

    log: Log
    up_to: int
    leaves: Iterator[Leaf]


def read(pool: Pool, authority: str, wanted: Wanted, *, by_case: bool = False) -> Read:
    """The facts wanted: in the order of the log or, by case, in the order of the cases' openings.

    What is recorded from now on is not among them, however long the reading takes.

    Raises:
        Refusal: the record holds no such case, or none about such a provider.
    """
    up_to = entries.head(pool, authority, wanted.as_known)
    record = _Record(pool, authority, up_to)
    log = Log(entries.origin(pool, authority), wanted.as_known)
    if wanted.case is None and wanted.provider is None and not by_case:
        return Read(log, up_to, record.everything())
    cases = record.cases(wanted)
    found = record.by_case(cases) if by_case else record.merged(cases)
    return Read(log, up_to, found)


class _Record(NamedTuple):
    pool: Pool
    authority: str
    up_to: int

    def everything(self) -> Iterator[Leaf]:
        return map(leaf, entries.in_order(self.pool, self.authority, self.up_to))

    def cases(self, wanted: Wanted) -> list[UUID]:
        opened = entries.in_order(self.pool, self.authority, self.up_to, _OPENING)
        cases = [one.fact.case for one in map(leaf, opened) if _fits(one, wanted)]
        if not cases and (wanted.case or wanted.provider):
            about = "no such case" if wanted.case else "no case about such a provider"
            then = f" as known at {wanted.as_known.isoformat()}" if wanted.as_known else ""
            raise Refusal(f"there is {about}{then}", kind="not found")
        return cases

    def by_case(self, cases: Sequence[UUID]) -> Iterator[Leaf]:
        return (one for case in cases for one in self.of_case(case))

    def merged(self, cases: Sequence[UUID]) -> Iterator[Leaf]:
        return heapq.merge(*map(self.of_case, cases), key=attrgetter("position"))

    def of_case(self, case: UUID) -> Iterator[Leaf]:
        yield from map(leaf, entries.of_case(self.pool, self.authority, case, self.up_to))


def _fits(one: Leaf, wanted: Wanted) -> bool:
    opened = one.fact
    return (
        isinstance(opened, CaseOpened)
        and wanted.case in {None, opened.case}
        and wanted.provider in {None, opened.provider.id}
    )
