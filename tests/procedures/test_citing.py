"""How the tests are read: which requirements they name, which steps they play."""

from pathlib import Path
from textwrap import dedent

import pytest
from citing import citing, named_in
from played import played


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("DER-ST-01 to ST-03: in order", {"DER-ST-01", "DER-ST-02", "DER-ST-03"}),
        ("as DER-TD-1 to 3 say.", {"DER-TD-1", "DER-TD-2", "DER-TD-3"}),
        ("DER-CL-10.1 to 10.3", {"DER-CL-10.1", "DER-CL-10.2", "DER-CL-10.3"}),
        ("BLA-OLK, JQM-EN-0 (X-VO-01).", {"BLA-OLK", "JQM-EN-0", "X-VO-01"}),
        ("AMB-DER-01 to 02, DER-MO-RES-a", {"AMB-DER-01", "AMB-DER-02", "DER-MO-RES-a"}),
        ("DER-ST-01 goes from alert to Green; DER-ST is a group", {"DER-ST-01"}),
        ("X-Request-Id", set[str]()),
    ],
)
def test_a_text_names_requirements_singly_or_from_one_to_another(
    text: str, known: set[str]
) -> None:
    """A range names each within it, and of its end only what differs need be written."""
    assert named_in(text) == (known, set())


@pytest.mark.parametrize("text", ["DER-ST-99", "AMB-DER-99", "DER-ST-01 to ST-99", "LAM-XX-01"])
def test_a_slip_of_the_pen_is_noticed(text: str) -> None:
    """What looks like a requirement and is none."""
    assert named_in(text)[1] == {text}


def test_only_what_a_test_itself_names_counts_as_shown(tmp_path: Path) -> None:
    """Its docstring and its parameters; a comment or a helper shows nothing."""
    words = """
        CASES = ["DER-CRM-E2"]
        @pytest.mark.parametrize("one", [*CASES, "DER-CRM-E3"])
        def test_one(one):
            '''The letters, NWR-NT-02 to
            NT-04, and DER-CRM-E1.'''
            # NWR-NT-09
        def helper():
            "NWR-NT-10"
    """
    (tmp_path / "test_some.py").write_text(dedent(words))
    (one,) = citing(tmp_path)
    assert (one.test, one.unknown) == ("test_some.py::test_one", set())
    assert one.known == named_in("NWR-NT-02 to NT-04, DER-CRM-E1 to E3")[0]


def test_what_a_test_plays_is_what_it_and_its_helpers_name(tmp_path: Path) -> None:
    """A step in a loop, in a variable, handed to a helper; not a step that stands elsewhere."""
    helpers = """
        def opened(): return story("derby").asks(QMO, opening("derby"))
        def moved(case, step): return case.takes(QMO, step)
    """
    words = """
        from some_case import moved, opened
        def test_one():
            case = moved(opened(), "set_green")
            asked = TakeStep(step="apply_rag_tool")
            case.refused(QMO, asked)
            for step in ("set_amber", "agree_red"):
                case.refuses(QMO, step, "never_asked")
            assert "close_case" in case.permitted(QMO)
            assert "set_red" not in case.permitted(QMO)
    """
    (tmp_path / "some_case.py").write_text(dedent(helpers))
    (tmp_path / "test_some.py").write_text(dedent(words))
    (one,) = played(tmp_path)
    keys = {"open_case", "set_green", "apply_rag_tool", "set_amber", "agree_red", "set_red"}
    assert "derby" in one.speaks_of
    assert one.done & keys == {"open_case", "set_green"}
    assert one.refused & keys == {"apply_rag_tool", "set_amber", "agree_red", "set_red"}
    assert not (one.done | one.refused) & {"never_asked", "close_case"}
