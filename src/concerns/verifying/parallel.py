"""The log read by several processes, every so many stretches of positions each, as of one moment.

A process says of a stretch only that it is plainly sound, and what it says. Whether the stretches
go on from one another, and what is wrong where one is not sound, is worked out in order in one
place: that is why the findings are those of one process.
"""

from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import NamedTuple

from concerns.storage.moment import Moment, this_moment
from concerns.storage.pool import Pool
from concerns.verifying import stored
from concerns.verifying.finding import CannotCheck
from concerns.verifying.plain import Plain, plain
from concerns.verifying.scan import Run

STRETCH = 1_000  # positions, and so facts in a sound record

_NEW = get_context("spawn")  # a copy of this process would hold its threads' locks, but no threads

Found = Plain | Exception | None


class Task(NamedTuple):
    """What one process reads."""

    moment: Moment
    origin: str
    sizes: frozenset[int]
    stretches: list[tuple[int, int]]


def in_parallel(
    pool: Pool, authority: str, origin: str, sizes: Collection[int], processes: int
) -> Iterator[Run]:
    """The runs of a log, in order. `sizes`: where the time is wanted.

    Raises:
        CannotCheck: a process came to its end too early. psycopg.Error, as in the process.
    """
    stretches = _stretches(stored.count(pool, authority))
    with (
        this_moment(pool, authority) as moment,
        moment.opened() as again,
        ExitStack() as stack,
    ):
        tasks = [
            Task(moment, origin, frozenset(sizes), stretches[nth::processes])
            for nth in range(processes)
        ]
        readers = [stack.enter_context(_reader(task)) for task in tasks]
        for nth, (first, last) in enumerate(stretches):
            found = received(readers[nth % processes])
            yield Run(found, stored.between(again, authority, first, last))


def _stretches(facts: int) -> list[tuple[int, int]]:
    """Every position there can be, in stretches that suit a sound record of so many facts."""
    ends = [*range(STRETCH, facts, STRETCH), stored.LAST]
    return list(zip([stored.FIRST, *(end + 1 for end in ends)], ends, strict=False))


@contextmanager
def _reader(task: Task) -> Generator[Callable[[], Found]]:
    """A process that reads; it waits until what it sent was taken, so it is never far ahead."""
    ours, theirs = _NEW.Pipe(duplex=False)
    process = _NEW.Process(target=read, args=(task, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours.recv
    finally:
        ours.close()
        process.join()


def read(task: Task, out: Connection) -> None:
    """What a process does: say of each stretch what it says, or, at last, why it cannot."""
    try:
        with task.moment.opened() as connection:
            for first, last in task.stretches:
                rows = stored.between(connection, task.moment.authority, first, last)
                few = list(islice(rows, STRETCH + 1))  # more are too many, and so not sound
                sound = 0 < len(few) <= STRETCH
                out.send(plain(few, task.origin, task.sizes) if sound else None)
    except BrokenPipeError:
        return  # nobody takes it any more
    except Exception as wrong:  # noqa: BLE001 - raised again where it is received
        out.send(wrong)


def received(take: Callable[[], Found]) -> Plain | None:
    """What a process says of its next stretch.

    Raises:
        CannotCheck: it came to its end. Whatever it could not go on for.
    """
    try:
        found = take()
    except EOFError:
        raise CannotCheck("a process that read the record came to its end") from None
    if isinstance(found, Exception):
        raise found
    return found
