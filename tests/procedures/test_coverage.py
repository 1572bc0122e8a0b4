"""Every requirement that the two documents make is in the data; every transition in an example."""

from pathlib import Path
from textwrap import dedent

import pytest
from covered import REQUIRED, groups, in_data, in_examples, table

from concerns.procedures.reader import library

COVERED = {group.name: group for group in groups()}
NEED_EXAMPLES = [
    *("NWR-ST", "NWR-SR", "NWR-TL", "NWR-RAG", "NWR-NT"),
    *("DER-ST", "DER-CRM-E", "DER-CRM-D", "DER-PFM-E", "DER-PFM-D", "DER-SR", "DER-TR"),
    *("DER-RAG-R", "DER-RAG-A", "DER-RAG-G", "DER-RAG-X", "DER-TL", "DER-NT", "DER-MT"),
]
"""Groups that say what happens, and so must be shown to happen; the others are lists and papers."""


@pytest.mark.parametrize("name", REQUIRED)
def test_every_requirement_of_a_group_is_in_the_data(name: str) -> None:
    """Coverage can be computed: each id stands on an element or among the rules."""
    assert COVERED[name].not_in_data == set()


@pytest.mark.parametrize("name", NEED_EXAMPLES)
def test_every_transition_has_an_example(name: str) -> None:
    """Each id stands in the docstring of a test that shows it."""
    assert COVERED[name].not_in_examples == set()


def test_the_north_west_routes_cite_their_own_requirements_and_no_other() -> None:
    """All 99 requirements of this document, and none invented."""
    required = {one for name, ids in REQUIRED.items() if name.startswith("NWR") for one in ids}
    assert len(required) == 99
    assert in_data(library()["north-west-routes"]) == required


def test_the_counts_are_told_for_every_group() -> None:
    """A line for each group, with what has no example."""
    lines = table().splitlines()[1:]
    assert [line.split()[0] for line in lines] == list(REQUIRED)
    assert [int(line.split()[1]) for line in lines] == [len(ids) for ids in REQUIRED.values()]


def test_only_what_a_docstring_of_a_test_names_counts_as_shown(tmp_path: Path) -> None:
    """A range names each id within it; a comment or a helper shows nothing."""
    words = """
        def test_one():
            '''The letters, NWR-NT-02 to
            NT-04, and DER-CRM-E1.'''
            # NWR-NT-09
        def helper():
            "NWR-NT-10"
    """
    (tmp_path / "test_some.py").write_text(dedent(words))
    assert in_examples(tmp_path) == {"NWR-NT-02", "NWR-NT-03", "NWR-NT-04", "DER-CRM-E1"}
