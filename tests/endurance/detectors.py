"""Every statement that refuses or reports what is not as it must be, and the tests that need it."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).parents[2]
SOURCE = PROJECT / "src"

_LOG = "tests/verifying/test_attacks_on_the_log.py"
_CHECKPOINTS = "tests/verifying/test_attacks_on_checkpoints.py"
_GUARD = "tests/verifying/test_attacks_on_the_guard.py"
_NOTE, _KEYS = "tests/evidence/test_note.py", "tests/evidence/test_note_keys.py"
_PROBES, _MERKLE = "tests/evidence/test_probes.py", "tests/evidence/test_merkle.py"
_TILES = "tests/evidence/test_tiles.py"
_CUSTODY = "tests/sealing/test_custody_of_keys.py"

NEEDED_BY: Mapping[str, Sequence[str]] = {
    "verifying/anchors.py": [_CHECKPOINTS],
    "verifying/checkpoints.py": [_CHECKPOINTS, _LOG],
    "verifying/documents.py": ["tests/verifying/test_documents_verified.py"],
    "verifying/entry.py": [_LOG],
    "verifying/guard.py": [_GUARD],
    "verifying/keys.py": ["tests/verifying/test_key_life.py"],
    "verifying/notes.py": [_CHECKPOINTS],
    "verifying/receipts.py": [_LOG],
    "verifying/times.py": ["tests/verifying/test_times.py"],
    "verifying/tree.py": [_CHECKPOINTS],
    "verifying/views.py": [_GUARD],
    "sealer.py": ["tests/sealer"],
    "storage/tree.py": ["tests/sealer"],
    "sealing/field.py": ["tests/sealing/test_sealed_field.py"],
    "custody/custody.py": [_CUSTODY],
    "custody/checking.py": [
        "tests/sealing/test_keys_command.py",
        "tests/sealing/test_attacks_on_sealed_data.py",
    ],
    "evidence/canonical.py": ["tests/evidence/test_canonical.py"],
    "evidence/checkpoint.py": ["tests/evidence/test_checkpoint.py"],
    "evidence/consistency.py": [_MERKLE, _PROBES],
    "evidence/ed25519.py": [_KEYS, _NOTE],
    "evidence/entry.py": ["tests/evidence/test_entry.py"],
    "evidence/frontier.py": ["tests/evidence/test_merkle_frontier.py", _TILES],
    "evidence/inclusion.py": [_MERKLE, _PROBES],
    "evidence/keys.py": [_KEYS, _NOTE],
    "evidence/mldsa.py": [_KEYS, _NOTE, _PROBES],
    "evidence/note.py": [_NOTE, _PROBES],
    "evidence/proof.py": ["tests/evidence/test_proof.py", _PROBES],
    "evidence/signed_checkpoint.py": ["tests/evidence/test_checkpoint.py", _NOTE],
    "evidence/strict.py": ["tests/evidence/test_checkpoint.py", _NOTE, _PROBES],
    "evidence/tile_edge.py": [_TILES],
    "evidence/tile_places.py": [_TILES],
    "evidence/tile_reader.py": [_TILES, _PROBES],
    "evidence/tiles.py": [_TILES, _PROBES],
}
"""The tests that must fail when a file reports less: few, so that all can be tried."""

UNREACHED: Mapping[str, str] = {
    "the entry would be written otherwise": "what `parts` lets through, `frame` writes the same"
    " on Python 3.11; a newer one that reads more spellings of a time would come to it",
}
"""Words of a statement that nothing comes to, and why it stands there all the same."""

_REFUSALS = frozenset({"WillNotSign", "NotTheLast", "NotOpened", "Unsound"})


class Detector(NamedTuple):
    """A statement: its file below `concerns`, and from which line to which it goes."""

    file: str
    first: int
    last: int

    def __str__(self) -> str:
        """For the name of a test."""
        return f"{self.file}:{self.first}"

    def without(self) -> str:
        """The file's text in which it does nothing; every other line keeps its number."""
        lines = (SOURCE / "concerns" / self.file).read_text(encoding="utf-8").splitlines()
        indent = len(lines[self.first - 1]) - len(lines[self.first - 1].lstrip())
        nothing = [" " * indent + "pass", *[""] * (self.last - self.first)]
        return "\n".join([*lines[: self.first - 1], *nothing, *lines[self.last :]]) + "\n"


def detectors() -> Iterator[Detector]:
    """All of them, in the order of files and lines."""
    for path in sorted((SOURCE / "concerns").rglob("*.py")):
        file = path.relative_to(SOURCE / "concerns").as_posix()
        if file in NEEDED_BY or file.startswith(("verifying/", "evidence/")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found = [one for one in ast.walk(tree) if isinstance(one, ast.stmt) and _detects(one)]
            reached = [one for one in found if not _unreached(one)]
            for one in sorted(reached, key=lambda one: one.lineno):
                yield Detector(file, one.lineno, one.end_lineno or one.lineno)


def _unreached(node: ast.stmt) -> bool:
    return any(words in ast.unparse(node) for words in UNREACHED)


def _detects(node: ast.stmt) -> bool:
    match node:
        case ast.Expr(ast.Call(ast.Attribute(attr="add", value=whose))):
            return ast.unparse(whose).rpartition(".")[2] == "findings"
        case ast.Raise(ast.Call(ast.Name(name))):
            return name in _REFUSALS
        case _:
            return False
