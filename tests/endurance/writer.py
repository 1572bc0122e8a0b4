"""Write facts one by one and say each that is acknowledged; run as a program, to be killed.

Every fact's id follows from its number, so a writer that is started again sends the one whose
outcome it does not know under the same id.
"""

import sys
from uuid import NAMESPACE_URL, uuid5

from concerns.storage import door
from concerns.storage.door import Entry
from concerns.storage.pool import open_pool


def entry(run: str, number: int) -> Entry:
    """The number-th fact of a run: ten facts a case."""
    case = uuid5(NAMESPACE_URL, f"{run}/case/{number // 10}")
    fact = uuid5(NAMESPACE_URL, f"{run}/fact/{number}")
    return Entry(fact, case, number % 10 + 1, "sample/1", b'{"n":%d}' % number)


def main(address: str, authority: str, run: str, first: int, end: int) -> None:
    """Write from a number on, saying each acknowledged number on a line of its own."""
    with open_pool(address, size=1) as pool:
        for number in range(first, end):
            door.append(pool, authority, [entry(run, number)], again=number == first)
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:4], *map(int, sys.argv[4:6]))
