"""Feeds facts to views: in the command's transaction, in batches behind it, or all over again."""

import gc
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from concerns.events import Fact
from concerns.projections import VIEWS, Doc, View
from concerns.register import Recorded, recorded
from concerns.storage import log, rows
from concerns.storage.door import RowChange
from concerns.storage.listening import wait_for_news
from concerns.storage.pool import Pool, as_authority
from concerns.storage.rows import Interval

BATCH = 2_000
WITH_THE_FACT = [view for view in VIEWS.values() if view.with_the_fact]
KEPT = [view for view in VIEWS.values() if view.kept]
BEHIND = [view for view in KEPT if not view.with_the_fact]

CaseRows = dict[tuple[str, str], Doc]
"""The rows of one case in the views that are written with the fact, by view and key."""


def rows_beside(standing: CaseRows, facts: Sequence[Fact]) -> list[RowChange]:
    """What an append changes in the views that must never disagree with the record."""
    now, changed = dict(standing), dict[tuple[str, str], RowChange]()
    for nth, fact in enumerate(facts):
        for view in WITH_THE_FACT:
            for key in view.keys(fact):
                before = now.get((view.name, key))
                after = view.change(key, before, fact)
                if after is before:
                    continue
                changed[view.name, key] = RowChange(view.name, key, fact.case, after, nth)
                if after is None:
                    now.pop((view.name, key), None)
                else:
                    now[view.name, key] = after
    return list(changed.values())


@dataclass(slots=True)
class Weaving:
    """Turns facts into the intervals of rows. Facts of one append leave one interval."""

    views: Sequence[View]
    standing: dict[tuple[str, str], Interval] = field(
        default_factory=dict[tuple[str, str], Interval]
    )
    over: list[Interval] = field(default_factory=list[Interval])

    def take(self, recorded: Recorded) -> None:
        """One fact further."""
        position, at, fact = recorded
        for view in self.views:
            for key in view.keys(fact):
                place = (view.name, key)
                stood = self.standing.get(place)
                before = stood.doc if stood else None
                after = view.change(key, before, fact)
                if after is before:
                    continue
                if stood and stood.from_at != at:
                    self.over.append(stood._replace(to_position=position, to_at=at))
                if after is None:
                    self.standing.pop(place, None)
                else:
                    self.standing[place] = Interval(view.name, key, fact.case, after, position, at)


class Rebuilt(NamedTuple):
    """What a rebuild did, and where the views differed from those it replaced (none is right)."""

    facts: int
    rows: int
    generation: int
    differences: dict[str, int]


@contextmanager
def _uncollected() -> Generator[None]:
    """Hold Python's garbage collector back: all that is made here is kept, and it would look again
    and again.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class Projector:
    """Keeps one authority's views in step with its record."""

    def __init__(self, pool: Pool, authority: str) -> None:
        self.pool = pool
        self.authority = authority

    def catch_up(self) -> int:
        """Bring the views that follow behind up to the head; says how many facts that took.

        Each batch writes rows and position in one transaction: after a crash it goes on there, and
        two at once take turns.
        """
        taken = 0
        while count := self._next_batch():
            taken += count
        return taken

    def _next_batch(self) -> int:
        with as_authority(self.pool, self.authority) as connection:
            generation, position = rows.take_turn(connection, self.authority)
            batch = log.after_in(connection, self.authority, position, BATCH)
            if batch:
                self._weave(connection, generation, [recorded(one) for one in batch], BEHIND)
                rows.advance(connection, self.authority, generation, batch[-1].position)
            return len(batch)

    def _weave(
        self,
        connection: rows.Transaction,
        generation: int,
        batch: Iterable[Recorded],
        views: Sequence[View],
    ) -> None:
        found = list(batch)
        touched = {
            (view.name, key) for one in found for view in views for key in view.keys(one.fact)
        }
        stood = rows.standing(connection, self.authority, generation, touched)
        before = {(one.view, one.key): one for one in stood}
        weaving = Weaving(views, dict(before))
        for one in found:
            weaving.take(one)
        known = {(one.view, one.key, one.from_position) for one in stood}
        ended = [one for one in weaving.over if (one.view, one.key, one.from_position) in known]
        begun = [one for one in weaving.over if (one.view, one.key, one.from_position) not in known]
        begun += [one for place, one in weaving.standing.items() if before.get(place) is not one]
        rows.write(connection, self.authority, generation, ended, begun)

    def follow(self, stopped: Callable[[], bool]) -> None:
        """Catch up whenever there is news, until stopped."""
        for _ in wait_for_news(self.pool, stopped):
            self.catch_up()

    def behind(self) -> int:
        """How many positions the views have yet to follow."""
        return max(
            0, log.head(self.pool, self.authority) - rows.progress(self.pool, self.authority)
        )

    def wait_for(self, position: int, seconds: float) -> bool:
        """Whether the views came as far as a position within the time given."""
        until, pause = time.monotonic() + seconds, 0.001
        while rows.progress(self.pool, self.authority) < position:
            if time.monotonic() > until:
                return False
            time.sleep(pause)
            pause = min(pause * 2, 0.02)
        return True

    def rebuild(self, told: Callable[[int, int], None] | None = None) -> Rebuilt:
        """Work out every view anew beside the old ones, compare, and switch; readers go on reading.

        `told` hears how many facts of how many are done. Appends wait only for the last moment.
        """
        end = log.head(self.pool, self.authority)
        self.catch_up()  # after `end` is known: the old views must have come as far to be compared
        with _uncollected():
            weaving = self._woven(end, told)
        with as_authority(self.pool, self.authority) as connection:
            old = rows.generation(connection, self.authority)
            new = old + 1
            rows.drop(connection, self.authority, keep=old)
            found = [*weaving.over, *weaving.standing.values()]
            rows.add(connection, self.authority, new, found)
            rows.advance(connection, self.authority, new, end)
            differences = rows.differences(connection, self.authority, old, new, end)
        self._switch(new)
        with as_authority(self.pool, self.authority) as connection:  # nobody waits for this
            rows.drop(connection, self.authority, keep=new)
        return Rebuilt(end, len(found), new, differences)

    def _woven(self, end: int, told: Callable[[int, int], None] | None) -> Weaving:
        """Every row as it was and is, from the first fact to one position."""
        weaving = Weaving(KEPT)
        for batch in log.in_batches(self.pool, self.authority, 0):
            for one in batch:
                if one.position <= end:
                    weaving.take(recorded(one))
            if told:
                told(min(batch[-1].position, end), end)
            if batch[-1].position >= end:
                break
        return weaving

    def _switch(self, new: int) -> None:
        with as_authority(self.pool, self.authority) as connection:
            rows.take_turn(connection, self.authority)  # whoever follows ends their batch
            rows.lock_log(connection, self.authority)
            position = rows.progress_of(connection, self.authority, new)
            while batch := log.after_in(connection, self.authority, position, BATCH):
                taken = [recorded(one) for one in batch]
                self._weave(connection, new, taken, KEPT)
                position = batch[-1].position
            rows.advance(connection, self.authority, new, position)
            rows.switch(connection, self.authority, new)
