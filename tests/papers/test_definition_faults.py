"""A faulty definition is found when it is read, and named with its file and line."""

from pathlib import Path
from textwrap import dedent

import pytest

from concerns.papers.library import papers
from concerns.papers.reading import read
from concerns.procedures.reader import ProcedureFaulty, library

ROUTES = {"north-west-routes": library()["north-west-routes"]}
SOUND = """\
title: "Letter: {services}"
kind: letter
about: {step: [agree_at_risk]}
to: "{provider}"
sections:
  - text:
      - "On {date}, because {reason}."
  - heading: Concerns
    table: concerns
    columns: [date, concern]
"""


def _written(folder: Path, text: str) -> Path:
    file = folder / "north_west_routes" / "papers" / "a_letter.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return file


def _faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(ProcedureFaulty) as found:
        read(_written(folder, text), ROUTES["north-west-routes"])
    return [str(one) for one in found.value.faults]


def test_a_sound_definition_is_read(tmp_path: Path) -> None:
    """What the others are broken copies of; its digest is that of the file's bytes."""
    definition = read(_written(tmp_path, SOUND), ROUTES["north-west-routes"])
    assert definition.kind == "letter"
    assert len(definition.digest) == 64


@pytest.mark.parametrize(
    ("good", "bad", "line", "said"),
    [
        ("{reason}", "{raeson}", 7, "{raeson} stands for nothing here"),
        ("{reason}", "{scope}", 7, "{scope} stands for nothing here"),
        ("{reason}", "{reason!r}", 7, "a name in braces and nothing else"),
        ("{reason}", "{reason", 7, "a brace stands alone"),
        ("{reason}", "{agree_at_risk.raeson}", 7, "{agree_at_risk.raeson} stands for nothing"),
        ("{reason}", "{time_limit.never}", 7, "{time_limit.never} stands for nothing"),
        ("{provider}", "{by.person.subject}", 4, "{by.person.subject} stands for nothing"),
        ("agree_at_risk", "agree_atrisk", 3, "step 'agree_atrisk' is not defined"),
        ("step: [agree_at_risk]", "plan: [a_plan]", 3, "plan 'a_plan' is not defined"),
        ("step: [agree_at_risk]", "meeting: [tea]", 3, "meeting 'tea' is not defined"),
        ("step: [agree_at_risk]", "log: risk, role: nobody", 3, "role 'nobody' is not defined"),
        ("step: [agree_at_risk]", "role: cm", 3, "exactly one of step, plan, meeting and log"),
        ("table: concerns", "table: worries", 9, "there is no source 'worries'"),
        ("table: concerns", "{table: concerns", 10, "not readable as YAML"),
        ("[date, concern]", "[date, worry]", 10, "'concerns' has no column 'worry'"),
        ("columns: [date, concern]", "of: x", 10, "'concerns' takes no “of”"),
        ("columns: [date, concern]", "role: nobody", 10, "role 'nobody' is not defined"),
        ("columns: [date, concern]", "list: concerns", 8, "exactly one of text, table and list"),
        ("table: concerns\n    columns: [date, concern]", "table: log", 9, "which log?"),
        (
            "table: concerns\n    columns: [date, concern]",
            "table: plan\n    of: p",
            10,
            "'p' is no",
        ),
        ("kind: letter", "kind: note", 2, "kind"),
        ("kind: letter\n", "kind: letter\ncolour: red\n", 3, "is not a part that belongs here"),
    ],
)
def test_a_fault_is_named_with_its_place(
    tmp_path: Path, good: str, bad: str, line: int, said: str
) -> None:
    """An unknown placeholder, name, column or part never waits until somebody prints."""
    assert good in SOUND
    faults = _faults(tmp_path, SOUND.replace(good, bad, 1))
    assert len([one for one in faults if said in one]) == 1, faults
    assert faults[0].startswith(f"north_west_routes/papers/a_letter.yaml:{line}: ")


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    """Not the first alone: whoever words a letter mends it in one go."""
    broken = SOUND.replace("{reason}", "{a} {b}").replace("[date, concern]", "[c]")
    assert len(_faults(tmp_path, broken)) == 3


def test_what_is_not_text_is_said_plainly(tmp_path: Path) -> None:
    """A file in another encoding, or without parts."""
    file = _written(tmp_path, "- a\n- b\n")
    with pytest.raises(ProcedureFaulty, match="must be a list of named parts"):
        read(file, ROUTES["north-west-routes"])
    file.write_bytes(b"title: caf\xe9\n")
    with pytest.raises(ProcedureFaulty, match="not written in UTF-8"):
        read(file, ROUTES["north-west-routes"])


def test_a_councils_own_text_replaces_ours(tmp_path: Path) -> None:
    """One file replaces one paper; a new name adds one; the others stay as they are."""
    folder = tmp_path / "north-west-routes"
    folder.mkdir()
    (folder / "at_risk_letter.yaml").write_text(SOUND, encoding="utf-8")
    (folder / "reminder.yaml").write_text(SOUND, encoding="utf-8")
    found = papers(ROUTES, own=tmp_path)["north-west-routes"]
    assert [name for name, one in found.items() if one.own] == ["at_risk_letter", "reminder"]
    assert found["at_risk_letter"].title == "Letter: {services}"
    assert not found["suspension_letter"].own


def test_a_fault_in_a_councils_own_text_names_its_folder(tmp_path: Path) -> None:
    """As for ours."""
    folder = tmp_path / "north-west-routes"
    folder.mkdir()
    (folder / "reminder.yaml").write_text(SOUND.replace("{date}", "{day}"), encoding="utf-8")
    with pytest.raises(ProcedureFaulty, match=r"^north-west-routes/reminder.yaml:7: \{day\}"):
        papers(ROUTES, own=tmp_path)


def test_a_folder_of_own_texts_that_fits_nothing(tmp_path: Path) -> None:
    """A misspelt procedure would silently leave our text in place, so it is refused."""
    with pytest.raises(ProcedureFaulty, match="there is no such folder"):
        papers(ROUTES, own=tmp_path / "nowhere")
    (tmp_path / "north-west-rotues").mkdir()
    with pytest.raises(ProcedureFaulty, match="no procedure is called 'north-west-rotues'"):
        papers(ROUTES, own=tmp_path)


def test_a_council_outside_the_program_has_papers_too(tmp_path: Path) -> None:
    """A folder of procedures named by a setting may hold papers beside each procedure."""
    folder = tmp_path / "own"
    (folder / "papers").mkdir(parents=True)
    (folder / "procedure.yaml").write_text(
        dedent("""\
            procedure: own-routes
        """),
        encoding="utf-8",
    )
    (folder / "papers" / "note.yaml").write_text(SOUND, encoding="utf-8")
    found = papers({"own-routes": ROUTES["north-west-routes"]}, (tmp_path,))
    assert list(found["own-routes"]) == ["note"]


def test_the_example_of_the_guide_is_sound(tmp_path: Path) -> None:
    """What docs/how-to/change-a-letter.md shows can be copied as it stands."""
    guide = Path(__file__).parents[2] / "docs" / "how-to" / "change-a-letter.md"
    example = guide.read_text(encoding="utf-8").partition("```yaml\n")[2].partition("```")[0]
    definition = read(_written(tmp_path, example), ROUTES["north-west-routes"])
    assert definition.letterhead[0] == "Northtown Council"
