"""Several writers in one program, to be killed: each says what was acknowledged, until it ends."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

from psycopg import OperationalError
from writer import entry

from concerns.storage import door
from concerns.storage.pool import Pool, open_pool


def main(address: str, authority: str, begun: dict[str, int]) -> None:
    """Each writer, by its name, writes from its number on: a line for each fact acknowledged."""
    with _opened(address, len(begun)) as pool, ThreadPoolExecutor(len(begun)) as threads:
        writing = [threads.submit(_write, pool, authority, *one) for one in begun.items()]
        for one in writing:
            one.result()


def _opened(address: str, size: int) -> Pool:
    while True:
        try:
            return open_pool(address, size)
        except OperationalError:  # cut off as it began
            time.sleep(0.05)


def _write(pool: Pool, authority: str, name: str, number: int) -> None:
    again = True
    while True:
        try:
            receipt = door.append(pool, authority, [entry(name, number)], again=again)
        except door.OutcomeUnknown:
            again = True
            continue
        (leaf,) = receipt.leaf_hashes
        sys.stdout.write(f"{name} {number} {receipt.position} {leaf}\n")
        sys.stdout.flush()
        number, again = number + 1, False


if __name__ == "__main__":
    main(
        *sys.argv[1:3],
        {name: int(number) for name, number in (one.split("=") for one in sys.argv[3:])},
    )
