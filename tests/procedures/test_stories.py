"""Every story of the demonstration, played in memory against the procedures as they are now."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pytest

from concerns.chronology.file import Faulty
from concerns.cli.demo.ends import end_of, ends
from concerns.cli.demo.keeping import Answered, Ask, Clock
from concerns.cli.demo.play import Play
from concerns.cli.demo.script import Script, files, read, scripts
from concerns.commands.command import Command
from concerns.commands.move_case import MoveCase
from concerns.procedures import reader
from concerns.procedures.procedure import Procedure
from concerns.vocabulary import Officer
from given import Story

FILES = files()
NAMES = [folder.name.replace("_", "-") for folder in reader.folders()]
NOT_FOR_ANN = (
    "refused: “Agree that the provider is at risk of suspension” is for the Strategic Provider "
    "Risk Group (NWR-ST-01"
)
SHORT = """\
council: {slug: northtown, name: Northtown}
procedure: north-west-routes
provider: {id: p-1, name: Acme Care Ltd}
services: [{id: s-1, name: Elm House, type: care home}]
shows: a test
people: {ann: {name: Ann Archer, roles: [cm]}, bea: {name: Bea Bell, roles: [sprg]}}
acts:
  - {on: 2026-03-02, who: ann, open: three alerts}
"""


@cache
def procedure(name: str) -> Procedure:
    """One council's document, whatever the state of the others."""
    folder = next(one for one in reader.folders() if one.name == name.replace("-", "_"))
    return reader.read(folder)[0]


def asking(kept: Story, clock: Clock) -> Ask:
    """What the casework does, without a database."""

    def ask(asked: Command, who: Officer) -> Answered:
        kept.now = clock.now
        under = procedure(asked.procedure) if isinstance(asked, MoveCase) else kept.procedure
        deciding = replace(kept, procedure=under).asks(who, asked)
        kept.procedure = under
        return Answered(deciding.last, kept.now)

    return ask


def played(script: Script, kept: Story) -> Play:
    """A story played in memory; raises Faulty where it does not fit its procedure."""
    clock, cases = Clock(), {file.stem: uuid5(NAMESPACE_URL, file.stem) for file in FILES}
    play = Play(script, asking(kept, clock), clock, kept.case.id, "demo", cases)
    play.run(lambda: None)
    return play


@cache
def performance(file: Path) -> tuple[Play, Story]:
    """One of our stories, played, and what it left."""
    script = read(file)
    kept = Story(procedure(script.story.procedure))
    return played(script, kept), kept


def written(folder: Path, text: str) -> list[Script]:
    """A story in a folder of its own, read."""
    file = folder / "north-west-routes" / "01-test.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return scripts(folder)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_story_fits_its_procedure(file: Path) -> None:
    """Nothing is refused that should not be, and what should be refused is."""
    play, kept = performance(file)
    assert len(play.refused) == sum(bool(act.refused) for act in play.story.acts)
    assert kept.facts


def test_the_example_in_the_description_fits(tmp_path: Path) -> None:
    """What the description of the format shows can be played as it stands there."""
    described = Path(__file__).parents[2] / "docs" / "reference" / "demo-stories.md"
    example = described.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    (script,) = written(tmp_path, example)
    play = played(script, Story(procedure("north-west-routes")))
    assert [one.refusal.kind for one in play.refused] == ["not your role"]


def test_the_stories_fit_together() -> None:
    """No two are about one service of a council, and a council has one name."""
    assert [one.path for one in scripts()] == [f"{one.parent.name}/{one.name}" for one in FILES]


@pytest.mark.parametrize("name", NAMES)
def test_every_end_of_a_procedure_is_reached_by_a_story(name: str) -> None:
    """Each step that closes a case or leads to a final stage is taken by some story."""
    wanted = ends(procedure(name))
    found = [end_of(performance(file)[1].facts) for file in FILES if file.parent.name == name]
    reached = {end.clause.step for end in found if end}
    assert wanted
    assert [step for step in wanted if step not in reached] == []


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        (
            "{on: 2026-03-03, who: ann, take: agree_at_risk, because: alerts}",
            NOT_FOR_ANN,
        ),
        (
            "{on: 2026-03-03, who: bea, take: agree_at_risk, because: alerts, refused: wait}",
            "this should be refused and was not",
        ),
        (
            "{on: 2026-03-03, who: ann, take: agree_at_risk, refused: do it, citing: NWR-ST-99}",
            NOT_FOR_ANN,
        ),
        (
            "{on: 2026-03-03, who: ann, take: fly, because: why not, refused: fly}",
            "refused: the procedure “Provider at risk of suspension, suspension of placements” has",
        ),
        (
            "{on: 2026-03-03, who: ann, do: deliveries, duty: at_risk_letter}",
            "no duty 'at_risk_letter' has begun",
        ),
        ("{on: 2026-03-03, who: ann, do: interests, with: {interest: none}}", "conflict: Field"),
    ],
)
def test_an_act_that_does_not_fit_is_named_with_its_line(
    tmp_path: Path, act: str, fault: str
) -> None:
    """Whoever writes a story is told where it parts from the procedure."""
    (script,) = written(tmp_path, SHORT + f"  - {act}\n")
    with pytest.raises(Faulty) as found:
        played(script, Story(procedure("north-west-routes")))
    assert str(found.value).startswith(f"north-west-routes/01-test.yaml:9: {fault}")


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("shows: a test", "shows: a test\nmore: x", "6: more: is not a part that belongs here"),
        ("who: ann", "who: eve", "8: there is no person 'eve'"),
        ("on: 2026-03-02", "on: 2 March", "8: acts → 0 → on"),
        ("on: 2026-03-02", "on: 2026-02-30", "8: acts → 0 → on"),
        ("open: three alerts", "do: interests, duty: a, duties: [b]", "8: acts → 0: an act has at"),
        ("open: three alerts", "do: nothing", "8: acts → 0: nothing can be asked as 'nothing'"),
        ("open: three alerts", "take: a, open: b", "8: acts → 0: an act has exactly one of open"),
        ("open: three alerts", "do: interests, yes: [a]", "8: acts → 0: yes, no and departure"),
        ("open: three alerts", "do: corrections, fact: a", "8: no earlier act is marked 'a'"),
        ("2026-03-02", "2026-09-15", "8: 2026-09-15 lies after 2026-09-14"),
        (
            "shows: a test",
            "shows: a test\nfeatures: {known: {before: a, after: b}}",
            "6: no act is",
        ),
        ("procedure: north-west-routes", "procedure: other", "2: the story is in the folder"),
        ("shows: a test", "shows: [", "7: not readable as YAML"),
    ],
)
def test_a_faulty_story_is_named_with_file_and_line(
    tmp_path: Path, before: str, after: str, fault: str
) -> None:
    """In plain words, as for a council's procedure."""
    with pytest.raises(Faulty) as found:
        written(tmp_path, SHORT.replace(before, after))
    assert str(found.value).startswith(f"north-west-routes/01-test.yaml:{fault}")


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("name: Northtown", "name: Southtown", "1: northtown is called 'Northtown' elsewhere"),
        ("shows: a test", "shows: another", "4: s-1 is in north-west-routes/01-test.yaml already"),
    ],
)
def test_two_stories_that_do_not_fit_together_are_named(
    tmp_path: Path, before: str, after: str, fault: str
) -> None:
    """They go into one record, where a service has one open case."""
    written(tmp_path, SHORT)
    second = tmp_path / "north-west-routes" / "02-test.yaml"
    second.write_text(SHORT.replace(before, after), encoding="utf-8")
    with pytest.raises(Faulty) as found:
        scripts(tmp_path)
    assert str(found.value) == f"north-west-routes/02-test.yaml:{fault}"


def test_an_act_may_stand_for_several(tmp_path: Path) -> None:
    """The same is asked for each duty, or with each set of fields."""
    acts = """\
  - {on: 2026-03-03, who: bea, take: agree_at_risk, because: alerts}
  - on: 2026-03-04
    who: bea
    do: duties-excused
    because: settled otherwise
    duties: [at_risk_letter, regular_dialogue]
  - {on: 2026-03-05, who: ann, do: log-entries, with: {log: risk}, each: [{entry: a}, {entry: b}]}
"""
    (script,) = written(tmp_path, SHORT + acts)
    kept = Story(procedure("north-west-routes"))
    played(script, kept)
    assert kept.case.duties == {}
    assert [str(one)[-6:] for one in kept.facts[-2:]] == ["log: a", "log: b"]


def test_a_story_may_name_duties_facts_people_and_cases(tmp_path: Path) -> None:
    """The record's numbers are not known when a story is written."""
    acts = """\
  - {on: 2026-03-03, who: bea, take: agree_at_risk, because: alerts, mark: at risk}
  - {on: 2026-03-04, who: ann, do: notifications, duty: at_risk_letter 1, with: {how: post}}
  - {on: 2026-03-04, who: ann, do: deliveries, with: {duty: {duty: at_risk_letter}}}
  - on: 2026-03-05
    who: ann
    do: corrections
    because: a slip
    fact: at risk
    with: {wrong: two, right: three}
    evidence: [{title: The alerts, said_by: reported}]
    occurred: 2026-03-04
"""
    (script,) = written(tmp_path, SHORT + acts)
    kept = Story(procedure("north-west-routes"))
    play = played(script, kept)
    said = [str(fact) for fact in kept.facts]
    assert said[2].startswith("Ann Archer (Commissioning Manager) issued “At-risk letter")
    assert said[3].startswith("Ann Archer (Commissioning Manager) recorded delivery")
    corrected = kept.facts[-1]
    assert corrected.model_dump()["fact"] == play.marks["at risk"].fact == kept.facts[1].id
    assert (corrected.occurred.text, corrected.evidence[0].said_by) == ("2026-03-04", "reported")
