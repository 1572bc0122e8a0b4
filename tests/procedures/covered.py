"""Which of the documents' requirements stand in the procedures' data, and which in an example.

Run it to see the counts: python tests/procedures/covered.py
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import library

TESTS = Path(__file__).parents[1]
_ID = r"(?:NWR|DER)-[A-Z]+-(?:[A-Z]?\d+|[ivxy]+)\b"
_RANGE = re.compile(r"((?:NWR|DER)-[A-Z]+-[A-Z]?)(\d+) to (?:[A-Z]+-)*[A-Z]?(\d+)")


def _numbered(group: str, last: int, width: int = 2) -> set[str]:
    return {f"{group}{number:0{width}}" for number in range(1, last + 1)}


_NWR = {"ST": 23, "RO": 16, "TL": 8, "RAG": 4, "NT": 15, "MT": 8, "PL": 5, "FM": 4} | {
    "RC": 5,
    "RP": 4,
    "SR": 7,
}
_DER = {"ST-": 41, "RO-": 44, "CRT-": 11, "PFT-": 11, "RAG-R": 11, "RAG-A": 20, "RAG-G": 5} | {
    "TL-": 5,
    "NT-": 9,
    "MT-": 13,
    "RC-": 20,
}
_DER_SHORT = {"CRM-E": 3, "CRM-D": 8, "PFM-E": 4, "PFM-D": 8, "OP-": 8, "RAG-X": 5}

REQUIRED: dict[str, set[str]] = {
    **{f"NWR-{key}": _numbered(f"NWR-{key}-", last) for key, last in _NWR.items()},
    **{f"DER-{key.rstrip('-')}": _numbered(f"DER-{key}", last) for key, last in _DER.items()},
    **{f"DER-{key}".rstrip("-"): _numbered(f"DER-{key}", n, 1) for key, n in _DER_SHORT.items()},
    "DER-TR": {f"DER-TR-{letter}" for letter in ("i", "ii", "iii", "iv", "x", "y")},
    "DER-SR": _numbered("DER-SR-", 2),
}
"""The requirements of each group that the procedures cover."""

PROCEDURE_OF = {"NWR": "north-west-routes", "DER": "derby"}


def in_data(procedure: Procedure) -> set[str]:
    """Every requirement that an element names, and those answered by a rule of the whole."""
    lists: list[str] = re.findall(r'"requirement":\[([^\]]*)\]', procedure.model_dump_json())
    cited = {name.strip('"') for names in lists for name in names.split(",") if name}
    return cited | set(procedure.rules)


def in_examples(folder: Path = TESTS) -> set[str]:
    """Every requirement in the docstring of a test; "DER-ST-01 to ST-05" names five."""
    words = " ".join(doc for file in folder.rglob("test_*.py") for doc in _docstrings(file))
    found: set[str] = set(re.findall(_ID, words))
    for group, first, last in _RANGE.findall(words):
        found |= {f"{group}{n:0{len(first)}}" for n in range(int(first), int(last) + 1)}
    return found


def _docstrings(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            # Lines are joined, because a range may run over two of them.
            yield " ".join((ast.get_docstring(node) or "").split())


class Group(NamedTuple):
    """How far a group of requirements is covered."""

    name: str
    required: set[str]
    not_in_data: set[str]
    not_in_examples: set[str]


def groups() -> list[Group]:
    """Each group with what is missing."""
    cited = {key: in_data(library()[name]) for key, name in PROCEDURE_OF.items()}
    shown = in_examples()
    return [
        Group(name, required, required - cited[name[:3]], required - shown)
        for name, required in REQUIRED.items()
    ]


def table() -> str:
    """The counts for people: required, in the data, in an example, and what has no example."""
    lines = [f"{'group':<10} {'required':>8} {'in data':>8} {'examples':>8}  without an example"]
    for name, required, no_data, no_example in groups():
        counts = (len(required), len(required - no_data), len(required - no_example))
        numbers = " ".join(f"{count:>8}" for count in counts)
        lines.append(f"{name:<10} {numbers}  {' '.join(sorted(no_example))}".rstrip())
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
