"""How far the data and the tests cover the councils' documents: docs/reference/coverage.md.

Run it to write that page and the procedures' diagrams anew:
./dev python tests/procedures/covered.py
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from citing import PROJECT, shown
from transitions import transitions

from concerns.procedures.coverage import Catalogue, Place, catalogues, cited
from concerns.procedures.drawing.diagram import draw
from concerns.procedures.reader import library

PAGE = PROJECT / "docs" / "reference" / "coverage.md"
DRAWINGS = PROJECT / "docs" / "reference" / "procedures"
ENOUGH = 3
"""So many tests are named for each requirement; the page must not grow too long to read."""
AGAIN = "./dev python tests/procedures/covered.py"

_INTRODUCTION = f"""# Coverage of the councils' documents

Each council's document was read sentence by sentence into numbered requirements. \
This page says where each of them is held. \
It is written by `{AGAIN}`; a test fails while it is out of date.

- **In the data**: elements of the procedure's folder, or of its papers, that cite the requirement.
- **Shown by**: tests that name the requirement in their docstring or their parameters.
- **Only stated**: of those in the data, a rule in words that no other element and no test takes up.
- **People**: what people alone can keep, even where a rule in the data states it, with the reason.

An ambiguity (AMB) is a sentence that can be read in two ways; \
its table says where our reading is taken.
"""


class Figures(NamedTuple):
    """How many requirements of a document are covered in which way."""

    document: str
    requirements: int
    in_the_data: int
    shown: int
    both: int
    only_stated: int
    people: int
    nowhere: int


def figures() -> list[Figures]:
    """The counts for each document, and last their sums."""
    rows = [_figures(one) for one in catalogues()]
    sums = [sum(column) for column in list(zip(*rows, strict=True))[1:]]
    return [*rows, Figures("All", *sums)]


def _figures(one: Catalogue) -> Figures:
    people = one.people_not_software.keys()
    data = (one.ids.keys() & cited().keys()) - people
    tests = one.ids.keys() & shown().keys()
    stated = {name for name in data - tests if is_a_sentence(name)}
    counts = map(len, (one.ids, data, tests, data & tests, stated, people, missing(one)))
    return Figures(one.document, *counts)


def is_a_sentence(name: str) -> bool:
    """Whether the data holds a requirement as a rule in words, and in no other element."""
    return all(place.path.startswith("rules.") for place in cited()[name])


def missing(one: Catalogue) -> list[str]:
    """The requirements held nowhere: no element, no test, no reason."""
    held = cited().keys() | shown().keys() | one.people_not_software.keys()
    return [name for name in one.ids if name not in held]


def unread(one: Catalogue) -> list[str]:
    """The ambiguities of which no reading is taken or explained."""
    return [
        name
        for name in one.ambiguities
        if name not in cited() and name not in shown() and name not in one.explained
    ]


def page() -> str:
    """The whole page, in Markdown."""
    parts = [_INTRODUCTION, _summary(), _examples(), *map(_document, catalogues()), _links()]
    return "\n".join(parts)


def _summary() -> str:
    heads = ("Document", "Requirements", "In the data", "Shown by a test", "Both")
    more = ("Only stated", "People", "Nowhere")
    rows = [[str(cell) for cell in row] for row in figures()]
    return "## In figures\n\n" + _table((*heads, *more), rows, numbers_from=1)


def _examples() -> str:
    rows = [
        (one.transition, *(_tests(some[:1]) or "none" for some in (one.happens, one.refused)))
        for one in transitions()
    ]
    heads = ("Transition", "Happens in, for one", "Is refused in, for one")
    return "## Transitions: one example that happens, one that is refused\n\n" + _table(heads, rows)


def _document(one: Catalogue) -> str:
    groups = groupby(one.ids, key=one.group_of)
    tables = [f"### {group}: {one.groups[group]}\n\n{_group(one, ids)}" for group, ids in groups]
    rows = [
        (name, where, _places(name), _tests(shown().get(name, ())), one.explained.get(name, ""))
        for name, where in one.ambiguities.items()
    ]
    heads = ("Ambiguity", "Where in the document", "In the data", "Shown by", "Explained")
    return "\n".join([f"## {one.document}\n", *tables, "### Ambiguities\n", _table(heads, rows)])


def _group(one: Catalogue, ids: Iterable[str]) -> str:
    rows = [(name, one.ids[name], _held(one, name), _tests(shown().get(name, ()))) for name in ids]
    return _table(("Requirement", "Where in the document", "In the data", "Shown by"), rows)


def _held(one: Catalogue, name: str) -> str:
    reason = one.people_not_software.get(name)
    stated = _places(name)
    return f"People: {reason} {stated}".strip() if reason else stated


def _places(name: str) -> str:
    return _by_file(cited().get(name, ()))


def _tests(names: Sequence[str]) -> str:
    told = _by_file(Place(*_short(name).split("::")) for name in names[:ENOUGH])
    return f"{told}; and {len(names) - ENOUGH} more" if len(names) > ENOUGH else told


def _short(name: str) -> str:
    return name.removeprefix("tests/").removeprefix("procedures/")


def _by_file(places: Iterable[Place]) -> str:
    """Each file once, as a link that the end of the page resolves, and what it holds."""
    files = groupby(sorted(places), key=lambda place: place.file)
    return "; ".join(
        f"[{file}]: {', '.join(f'`{place.path}`' for place in some if place.path)}".removesuffix(
            ": "
        )
        for file, some in files
    )


def _links() -> str:
    """Where the files named on the page are."""
    data = {place.file for places in cited().values() for place in places}
    tests = {one.split("::", maxsplit=1)[0] for some in shown().values() for one in some}
    tests |= {one.split("::", maxsplit=1)[0] for some in transitions() for one in some.tests}
    where = {file: f"../../src/concerns/procedures/{file}" for file in data}
    where |= {_short(file): f"../../{file}" for file in tests}
    return "".join(f"[{file}]: {where[file]}\n" for file in sorted(where))


def _table(heads: tuple[str, ...], rows: Iterable[Iterable[str]], numbers_from: int = 99) -> str:
    rules = ["---:" if place >= numbers_from else "---" for place in range(len(heads))]
    lines = [heads, rules, *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def drawings() -> Iterator[tuple[Path, str]]:
    """The file and the content of each procedure's diagram."""
    for name, procedure in library().items():
        yield DRAWINGS / f"{name}.svg", draw(procedure)


def write() -> None:
    """Write the page and the diagrams."""
    PAGE.write_text(page(), encoding="utf-8")
    DRAWINGS.mkdir(exist_ok=True)
    for file, content in drawings():
        file.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    write()
    sys.stdout.writelines(
        f"{row.document}: {row.requirements} requirements, {row.nowhere} held nowhere\n"
        for row in figures()
    )
