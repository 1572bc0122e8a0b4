"""Every requirement of the councils' documents is held in the data, shown by a test, or people's.

Each failure names what is missing, by document. See docs/reference/coverage.md for the whole.
"""

from collections.abc import Iterable

import pytest
from citing import GROUPS, ORDER, citing
from covered import AGAIN, PAGE, figures, is_a_sentence, missing, page, unread
from transitions import transitions
from typer.testing import CliRunner

from concerns.cli import app
from concerns.procedures.coverage import Catalogue, catalogues, cited, covered

CATALOGUES = {one.document: one for one in catalogues()}
SIZES = {
    "North-west routes": (99, 17),
    "Lambeth": (165, 14),
    "Derby": (500, 37),
    "Blackpool": (349, 31),
    "JQMM": (64, 16),
    "Across the five": (52, 5),
}
"""How many requirements and ambiguities the documents were found to hold."""
PEOPLE_AT_MOST = 0.05

every_document = pytest.mark.parametrize("document", CATALOGUES)


def test_the_catalogues_list_the_documents_whole() -> None:
    """No requirement and no ambiguity has been lost: 1,229 and 120 in all."""
    sizes = {name: (len(one.ids), len(one.ambiguities)) for name, one in CATALOGUES.items()}
    assert sizes == SIZES
    assert [sum(column) for column in zip(*SIZES.values(), strict=True)] == [1229, 120]


def test_each_number_is_given_once() -> None:
    """And each belongs to a group that says what it is about."""
    assert len(ORDER) == sum(map(sum, SIZES.values()))
    assert {one.group_of(name) for one in catalogues() for name in one.ids} == GROUPS


@every_document
def test_every_requirement_is_held(document: str) -> None:
    """By an element that cites it, a test that names it, or a reason why it is left to people."""
    held_nowhere = missing(CATALOGUES[document])
    assert held_nowhere == [], _told(document, held_nowhere)


@every_document
def test_every_ambiguity_is_read_one_way(document: str) -> None:
    """A reading in the data, a test that names it, or why nothing depends on it."""
    left = unread(CATALOGUES[document])
    assert left == [], _told(document, left)


@pytest.mark.parametrize("document", [name for name, one in CATALOGUES.items() if one.procedure])
def test_every_transition_has_an_example(document: str) -> None:
    """One test sees it happen, and one sees it refused."""
    mine = [one for one in transitions() if one.transition in CATALOGUES[document].ids]
    assert mine
    unseen = [one.transition for one in mine if not one.happens]
    unrefused = [one.transition for one in mine if not one.refused]
    assert (unseen, unrefused) == ([], []), (
        f"{_told(document, unseen)} never happen; {_told(document, unrefused)} are never refused"
    )


def test_what_is_left_to_people_is_little_and_has_a_reason() -> None:
    """At most one in twenty; and nothing that any element but a rule in words takes up."""
    left = [name for one in catalogues() for name in one.people_not_software]
    assert len(left) <= PEOPLE_AT_MOST * sum(len(one.ids) for one in catalogues())
    held = [name for name in left if name in cited() and not is_a_sentence(name)]
    assert held == []


@every_document
def test_a_reason_is_given_for_something_the_document_holds(document: str) -> None:
    """What is left to people, or explained, stands in the same catalogue."""
    catalogue = CATALOGUES[document]
    assert catalogue.people_not_software.keys() <= catalogue.ids.keys()
    assert catalogue.explained.keys() <= catalogue.ambiguities.keys()


def test_no_element_cites_what_no_document_holds() -> None:
    """A slip of the pen in the data would count as nothing."""
    unknown = {name: places for name, places in cited().items() if name not in ORDER}
    assert unknown == {}


def test_no_element_cites_another_councils_document() -> None:
    """Its own, or the comparison of all."""
    home = {name: one for one in catalogues() for name in (*one.ids, *one.ambiguities)}
    strange = [
        (name, place)
        for name, places in cited().items()
        for place in places
        if not _at_home(home.get(name), place.file)
    ]
    assert strange == []


def _at_home(catalogue: Catalogue | None, file: str) -> bool:
    folder = file.split("/", maxsplit=1)[0].replace("_", "-")
    return catalogue is None or catalogue.procedure in {None, folder}


def test_no_test_names_what_no_document_holds() -> None:
    """A slip of the pen in a docstring would show nothing."""
    assert {one.test: one.unknown for one in citing() if one.unknown} == {}


def test_the_page_is_up_to_date() -> None:
    """The committed page says what the data and the tests say now."""
    written = PAGE.read_text(encoding="utf-8")
    assert written == page(), f"{PAGE.name} is out of date. Write it anew: {AGAIN}"


def test_the_program_counts_as_the_page_does() -> None:
    """The program can tell without the tests, and counts each requirement once."""
    told = {one.document: one for one in covered()}
    for row in figures()[:-1]:
        one = told[row.document]
        assert (one.requirements, one.in_the_data) == (row.requirements, row.in_the_data)
        assert one.in_the_data + one.people + one.by_the_program == one.requirements


def test_the_command_line_tells_each_document_and_their_sum() -> None:
    """`concerns procedures coverage`."""
    said = CliRunner().invoke(app, ["procedures", "coverage"], env={"COLUMNS": "100"})
    rows = {" ".join(line.split()[:-4]): line.split()[-4:] for line in said.output.splitlines()}
    assert said.exit_code == 0
    for one in covered():
        counts = (one.requirements, one.in_the_data, one.by_the_program, one.people)
        assert rows[one.document] == [str(count) for count in counts]
    assert rows["All"][0] == "1229"


def _told(document: str, names: Iterable[str]) -> str:
    """The names of a document, one after another."""
    told = list(names)
    return f"{document}, {len(told)}: {' '.join(told)}"
