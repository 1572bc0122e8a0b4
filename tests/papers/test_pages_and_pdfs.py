"""How papers are laid out: readable by everybody, and never by what somebody typed."""

import hashlib
import os
import re
import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest
from derby_case import CARA, final_plan
from north_west import DASS, awaiting_sign_off, suspended
from paper_reading import page, pdf
from paper_stories import PLAYED, defined, made, recorded

from concerns.commands.make_log_entry import MakeLogEntry
from concerns.papers import as_pdf
from concerns.papers.as_html import content_security_policy
from concerns.papers.characters import spelt_out
from concerns.papers.formats import laid_out
from concerns.papers.making import available, make
from concerns.papers.paper import Paper

HOSTILE = (
    '<script>alert(1)</script> </td></table> &amp; #import "x" #panic() *bold* _it_ $x^2$ '
    "`raw` @ref <label> // no comment \\ = heading {reason} {{ }} {% raw %} [x](y)"
)
WARNS = """\
#let paper = json(bytes(sys.inputs.paper))
#set document(title: paper.title, date: datetime(..paper.date))
#set text(font: "No Such Font")
"""
HERE = Path(__file__).parent


def _entered(entry: str) -> Paper:
    """A log with one entry."""
    case = final_plan().asks(CARA, MakeLogEntry(log="request", entry=entry, owner="Cara"))
    return made(case, "crm_request_log")


@pytest.fixture(scope="module")
def papers_of_every_kind() -> list[Paper]:
    """Each paper that can be made from the played stories."""
    found = list[Paper]()
    for name, stories in PLAYED.items():
        for story in (play() for play in stories):
            known = recorded(story.facts)
            for key, definition in defined(name).items():
                if available(definition, known, story.procedure).why_not is None:
                    found.append(make(key, definition, known, story.procedure))
    return found


def test_pages_have_one_title_and_headings_in_order(papers_of_every_kind: list[Paper]) -> None:
    """WCAG 2.2, 1.3.1 and 2.4.6: one h1, then h2, and nothing skipped."""
    for paper in papers_of_every_kind:
        read = page(laid_out(paper, "html"))
        headings = [tag for tag in read.tags if re.fullmatch("h[1-6]", tag)]
        assert headings[0] == "h1"
        assert set(headings[1:]) == {"h2"}
        assert read.of("title") == [read.title]


def test_pages_say_their_language(papers_of_every_kind: list[Paper]) -> None:
    """WCAG 2.2, 3.1.1."""
    assert {page(laid_out(one, "html")).language for one in papers_of_every_kind} == {"en-GB"}


def test_tables_have_captions_and_headers_with_a_scope(papers_of_every_kind: list[Paper]) -> None:
    """WCAG 2.2, 1.3.1: each table says what it shows, each header what it heads."""
    for paper in papers_of_every_kind:
        read = page(laid_out(paper, "html"))
        assert read.tags.count("table") == read.tags.count("caption")
        assert all(header.get("scope") in {"col", "row"} for header in read.headers)
        assert all(read.of("caption"))


def test_pages_need_nothing_from_elsewhere(papers_of_every_kind: list[Paper]) -> None:
    """No script, no picture, no link: a letter reads the same in twenty years."""
    for paper in papers_of_every_kind:
        html = laid_out(paper, "html")
        assert {"script", "img", "link", "a", "iframe"}.isdisjoint(page(html).tags)
        assert b"://" not in html
        assert b"url(" not in html


def test_the_pages_policy_allows_its_own_style_alone() -> None:
    """The hash is that of the style as it stands in the page."""
    html = laid_out(_entered(HOSTILE), "html").decode()
    style = html.partition("<style>")[2].partition("</style>")[0]
    digest = hashlib.sha256(style.encode()).digest()
    assert f"sha256-{b64encode(digest).decode()}" in content_security_policy()
    assert "style=" not in html


def test_colours_are_words() -> None:
    """WCAG 2.2, 1.4.1: the status is told, not shown."""
    read = page(laid_out(made(suspended(), "suspension_report"), "html"))
    assert "Red" in read.cells
    assert "Red" in read.of("dd")


def test_what_an_officer_typed_is_no_markup_in_a_page() -> None:
    """Values are data: they stand in the cell letter by letter."""
    html = laid_out(_entered(HOSTILE), "html")
    assert b"<script" not in html
    assert HOSTILE in page(html).cells


def test_what_an_officer_typed_is_no_markup_in_a_pdf() -> None:
    """The same for typst: nothing is read as code, a heading, emphasis or mathematics."""
    plain = pdf(laid_out(_entered(HOSTILE), "pdf")).text
    for part in ("#import", "#panic()", "*bold*", "_it_", "$x^2$", "<script>", "`raw`", "{reason}"):
        assert part in plain


def test_a_placeholder_in_a_value_stays_what_it_is() -> None:
    """A reason that says {provider} is not filled in a second time."""
    story = awaiting_sign_off().takes(
        DASS,
        "sign_off_suspension",
        "because of {provider}",
        choices={"nursing_relevant": False},
        scope="{scope}",
        basis="clause",
    )
    said = page(laid_out(made(story, "suspension_letter"), "html")).paragraphs
    assert "Why: because of {provider}" in said
    assert "What is suspended: {scope}" in said


def test_pdfs_are_tagged() -> None:
    """PDF/UA-1: marked content, a language, and a tree of headings, tables and their headers."""
    read = pdf(laid_out(_entered("rotas"), "pdf"))
    assert read.marked
    assert read.language == "en-GB"
    assert {"H1", "H2", "P", "Table", "Caption", "TH", "TD"} <= set(read.tags)
    assert read.tags.count("H1") == 1


def test_pdfs_say_that_they_are_accessible_and_archival() -> None:
    """PDF/UA-1 and PDF/A-2a: what the metadata claims, as the typesetter checked it."""
    read = pdf(laid_out(_entered("rotas"), "pdf"))
    assert "pdfuaid:part>1<" in read.metadata
    assert "pdfaid:part>2<" in read.metadata
    assert "pdfaid:conformance>A<" in read.metadata


def test_pdfs_are_dated_by_the_record() -> None:
    """No clock: the date is that of the last fact taken into account."""
    paper = _entered("rotas")
    written = paper.recorded_at.strftime("D:%Y%m%d%H%M%SZ")
    assert pdf(laid_out(paper, "pdf")).dates == {written}


def test_pdfs_spell_out_what_the_font_lacks() -> None:
    """A name in another script is shown by number in print; the page shows the letters."""
    entry = "\u65e5\u672c \U0001f600 \u0141\u00f3d\u017a \u0175"
    paper = _entered(entry)
    assert entry in page(laid_out(paper, "html")).cells
    printed = pdf(laid_out(paper, "pdf")).text
    assert "[U+65E5][U+672C] [U+1F600] \u0141\u00f3d\u017a \u0175" in printed


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\x07", "\x1b", "\ue000", "\u200f"])
def test_characters_that_hide_or_turn_others_are_spelt_out(hidden: str) -> None:
    """Right-to-left marks and control characters could make words read otherwise than typed."""
    paper, said = _entered(f"not{hidden}safe"), f"not[U+{ord(hidden):04X}]safe"
    assert said in page(laid_out(paper, "html")).cells
    assert said in pdf(laid_out(paper, "pdf")).text


def test_lines_of_a_text_stay_lines() -> None:
    """Line ends and tabs are no hidden characters."""
    assert spelt_out("two\nlines\tand more") == "two\nlines\tand more"


def test_a_word_without_end_stays_in_its_column() -> None:
    """Three hundred letters in a row are broken over lines, in print too."""
    printed = pdf(laid_out(_entered("x" * 300), "pdf")).text
    assert max(len(run) for run in re.findall("x+", printed)) < 300
    assert len(re.findall("x", printed)) >= 300


def test_a_warning_of_the_typesetter_stops_the_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unknown font, say, is only a warning there, and a letter in another font here."""
    layout = tmp_path / "paper.typ"
    layout.write_text(WARNS, encoding="utf-8")
    monkeypatch.setattr(as_pdf, "_LAYOUT", layout)
    with pytest.raises(as_pdf.LayoutFaulty, match="unknown font family"):
        as_pdf.as_pdf(_entered("rotas"))


def test_the_fonts_licence_lies_beside_them() -> None:
    """SIL Open Font Licence: it goes where the fonts go. Half a megabyte, not more."""
    folder = Path(as_pdf.__file__).parent / "fonts"
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text(encoding="utf-8")
    assert sum(file.stat().st_size for file in folder.glob("*.otf")) < 500_000


def test_the_same_facts_give_the_same_bytes_in_another_process() -> None:
    """HTML and PDF: made twice, elsewhere, at another time, in another zone."""
    assert _made_elsewhere("UTC", "1") == _made_elsewhere("Pacific/Auckland", "2")


def _made_elsewhere(zone: str, seed: str) -> str:
    done = subprocess.run(
        [sys.executable, str(HERE / "making_again.py")],
        env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert re.fullmatch("([0-9a-f]{64}\n){2}", done.stdout)
    return done.stdout


def test_another_fact_gives_other_bytes() -> None:
    """What stands still between two papers is the layout, not the record."""
    one, other = _entered("rotas"), _entered("keys")
    same = replace(other, made_from=one.made_from, recorded_at=one.recorded_at)
    assert laid_out(one, "html") != laid_out(same, "html")
    assert laid_out(one, "pdf") != laid_out(same, "pdf")
