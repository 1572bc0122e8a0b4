"""A paper as a tagged PDF (PDF/UA-1 and PDF/A-2a), the same to the byte from the same facts."""

import json
import re
from datetime import UTC
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import typst

from concerns.papers.characters import spelt_out, throughout, visible
from concerns.papers.paper import Paper

STANDARDS: "list[typst.PDFStandard]" = ["ua-1", "a-2a"]
_FOLDER = Path(str(resources.files("concerns.papers")))
_LAYOUT = _FOLDER / "layout" / "paper.typ"
_LONGEST = 28
"""Letters in a row after which a line may be broken, so that no word leaves its column."""
_SHORT, _WIDEST = 17, 60
"""Letters up to which a column is as wide as its text, and beyond which it grows no more."""
_PARTS = ("year", "month", "day", "hour", "minute", "second")
_RUN = re.compile(rf"\S{{{_LONGEST}}}(?=\S)")
_BREAK = "\u200b"


class LayoutFaulty(Exception):
    """The layout warned while it set a paper: a mistake of ours, never of the facts."""


def as_pdf(paper: Paper) -> bytes:
    """The document, dated by the record and not by a clock.

    Characters that the font lacks are spelt out by number; the page in HTML shows them.

    Raises:
        LayoutFaulty: the layout does not fit the paper.
    """
    data = throughout(paper.as_data(), _printable)
    at = paper.recorded_at.astimezone(UTC)
    data |= {"widths": [_widths(one) for one in data["sections"]]}
    data |= {"date": {part: getattr(at, part) for part in _PARTS}}
    made, warnings = typst.compile_with_warnings(
        _LAYOUT.read_bytes(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"paper": json.dumps(data)},
        pdf_standards=STANDARDS,
        timestamp=int(at.timestamp()),
    )
    if warnings:
        raise LayoutFaulty("; ".join(one.message for one in warnings))
    return made


def _printable(text: str) -> str:
    return _RUN.sub(rf"\g<0>{_BREAK}", spelt_out(text, _has_glyph))


def _has_glyph(character: str) -> bool:
    return character in "\n\t" or (ord(character) in _glyphs() and visible(character))


@cache
def _glyphs() -> frozenset[int]:
    """The characters that both weights of the font have."""
    # Slow to import, and only a PDF needs it.
    from fontTools import ttLib  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]

    files: list[Any] = [ttLib.TTFont(file) for file in sorted((_FOLDER / "fonts").glob("*.otf"))]
    sets: list[set[int]] = [set(one.getBestCmap()) for one in files]
    return frozenset(set[int].intersection(*sets))


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[_FOLDER / "fonts"],
    )


def _widths(section: dict[str, Any]) -> list[int]:
    """How wide each column of a table should be by what stands in it; 0 for as wide as it is."""
    if section["is"] != "table":
        return []
    columns = [[label] for label in section["columns"]]
    for row in section["rows"]:
        for column, cell in zip(columns, row, strict=True):
            column.append(cell)
    return [_width(column) for column in columns]


def _width(texts: list[str]) -> int:
    longest = max(len(text) for text in texts)
    return 0 if longest <= _SHORT else min(longest, _WIDEST)
