"""Make the dossier of every decision of every record, and say the digests; also run by itself."""

import sys
from collections.abc import Iterator
from hashlib import sha256
from itertools import chain
from uuid import UUID

from concerns.dossier.dossier import Dossier, make
from concerns.dossier.paper import as_paper
from concerns.dossier.parting import decisions
from concerns.papers.formats import laid_out
from concerns.procedures.reader import library
from concerns.register import Recorded, recorded
from concerns.storage import log
from concerns.storage.authorities import authorities
from concerns.storage.pool import Pool, open_pool


def digests(address: str, each_page: int, each_pdf: int) -> list[str]:
    """A line for each decision: its fact, the digest of its JSON, and for every so many of them
    those of the page and the PDF.
    """
    with open_pool(address, size=1) as pool:
        return [
            " ".join((str(fact), *_of(made, nth % each_page == 0, nth % each_pdf == 0)))
            for nth, (fact, made) in enumerate(_dossiers(pool))
        ]


def _of(made: Dossier, page: bool, pdf: bool) -> Iterator[str]:  # noqa: FBT001
    yield made.digest
    for wanted, layout in ((page, "html"), (pdf, "pdf")):
        if wanted:
            yield f"{layout}:{sha256(laid_out(as_paper(made), layout)).hexdigest()}"


def _dossiers(pool: Pool) -> Iterator[tuple[UUID, Dossier]]:
    under = library()
    for council in authorities(pool):
        for known in _cases(pool, council.id).values():
            for one in decisions(known):
                yield one.fact.id, make(known, one.fact.id, under)


def _cases(pool: Pool, authority: str) -> dict[UUID, list[Recorded]]:
    found = dict[UUID, list[Recorded]]()
    for one in chain.from_iterable(log.in_batches(pool, authority, 0)):
        found.setdefault(one.case, []).append(recorded(one))
    return found


if __name__ == "__main__":
    sys.stdout.write("\n".join(digests(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
