import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from concerns.chronology.file import Faulty
from concerns.chronology.format import Chronology
from concerns.chronology.reader import read

TODAY = date(2026, 11, 22)
EXAMPLES = Path(__file__).parents[2] / "examples"
SMALL = """\
title: A small history
authority: {slug: northtown, name: Northtown Council}
procedure: north-west-routes
provider: {id: acme, name: Acme Care}
services: [{id: elm-house, name: Elm House, type: care home}]
sources:
  gazette: https://gazette.example/elm-house
  review: https://board.example/review
items:
  - id: alert
    date: 2010-10-11
    other_dates: [{date: 2010-10-12, source: review}]
    who: a nurse
    kind: concern
    text: Allegations sent to the manager
    source: gazette
    known_to_authority: 2010-10-28
  - id: closed
    date: unknown
    who: provider
    kind: closure
    text: The home closes
    source: review
questions:
  - ask: How long until the council knew?
    days_between: {from: {item: alert}, to: {known: alert}}
"""


@pytest.fixture
def reading(tmp_path: Path) -> Callable[[str | bytes, str], Chronology]:
    def read_text(content: str | bytes, name: str = "history.yaml") -> Chronology:
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read(file, TODAY)

    return read_text


Reading = Callable[..., Chronology]


def test_a_history_with_uncertain_dates_gaps_and_a_conflict(reading: Reading) -> None:
    """Uncertain and unknown dates, what is not shown, and both sides of a conflict are kept."""
    alert, closed = reading(SMALL).items
    assert alert.date.text == "2010-10-11"
    assert [(one.date.text, one.source) for one in alert.other_dates] == [("2010-10-12", "review")]
    assert closed.date.text == "unknown"
    assert closed.known_to_authority is None


def test_the_same_history_as_json(reading: Reading) -> None:
    """JSON and YAML say the same, tabs, escapes and characters beyond the first plane included."""
    yaml = reading(SMALL.replace("Elm House", "Elm 🏠 House"))
    content = yaml.model_dump(mode="json", by_alias=True)
    assert reading(json.dumps(content, indent="\t"), "history.json") == yaml


@pytest.mark.parametrize(
    ("right", "wrong", "line", "said"),
    [
        ("date: 2010-10-11", "date: last autumn", 11, "items.0.date: 'last autumn' cannot be read"),
        ("date: 2010-10-11", "date: 2010-02-30", 11, "items.0.date: '2010-02-30' cannot be read"),
        ("date: 2010-10-11", "date: [2010]", 11, "items.0.date: must be a date, such as"),
        ("date: 2010-10-11", "date: 2027-01-01", 11, "alert: 1 January 2027 lies in the future"),
        ("date: 2010-10-12", "date: 2027-01", 12, "alert: January 2027 lies in the future"),
        ("2010-10-28\n", "2027\n", 17, "alert: 2027 lies in the future"),
        ("2010-10-28\n", "2009\n", 10, "items.0: known 2009, before it happened 11 October 2010"),
        ("id: closed", "id: alert", 18, "another item is called 'alert'"),
        ("kind: closure", "kind: clozure", 21, "items.1.kind: Input should be"),
        ("source: gazette", "source: echo", 10, "alert: there is no source 'echo'"),
        ("text: The home closes", "text: '  '", 22, "items.1.text: String should have at least 1"),
        ("    who: provider\n", "", 18, "items.1.who: Field required"),
        ("who: provider", "whom: us", 20, "items.1.whom: Extra inputs"),
        ("slug: northtown", "slug: North Town", 2, "authority.slug: String should match"),
        ("{item: alert}", "{item: alart}", 26, "there is no item 'alart'"),
        ("{item: alert}", "{item: alert, date: 2010}", 26, "questions.0.days_between.from: say ex"),
        ("days_between:", "days_from:", 26, "questions.0.days_from: Extra inputs"),
    ],
)
def test_a_faulty_line_is_named(
    reading: Reading, right: str, wrong: str, line: int, said: str
) -> None:
    """Nothing is read of a faulty file, and the fault is named with file and line."""
    with pytest.raises(Faulty) as raised:
        reading(SMALL.replace(right, wrong, 1))
    named = [fault for fault in raised.value.faults if fault.what.startswith(said)]
    assert [str(fault.place) for fault in named] == [f"history.yaml:{line}"]


def test_every_fault_is_named_at_once_and_in_order(reading: Reading) -> None:
    """Whoever mends the file sees all of it."""
    text = SMALL.replace("2010-10-11", "2027-10-11").replace("source: review\nq", "source: x\nq")
    with pytest.raises(Faulty) as raised:
        reading(text)
    assert [fault.place.line for fault in raised.value.faults] == [11, 18]


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        (
            "cut.json",
            '{"title": "A",\n "items": [\n  {"id": "a",',
            "cut.json:3: not readable as JSON",
        ),
        ("cut.yaml", SMALL[:-4], "cut.yaml:27: not readable as YAML"),
        ("twice.yaml", "title: A\ntitle: B\n", "twice.yaml:2: not readable as YAML"),
        ("latin.yaml", b"title: A\nwho: caf\xe9\n", "latin.yaml:2: not readable as text"),
        ("bell.yaml", "title: A\nwho: \x07\n", "bell.yaml:2: not readable as YAML"),
        ("deep.json", "[" * 100_000, "deep.json:1: not readable as JSON"),
        ("deep.yaml", "[" * 3_000, "deep.yaml:2: not readable as YAML"),
        ("empty.yaml", "", "empty.yaml:1: must be a list of named parts"),
        ("list.json", "[1, 2]", "list.json:1: must be a list of named parts"),
    ],
)
def test_a_half_readable_file(
    reading: Reading, name: str, content: str | bytes, place: str
) -> None:
    """What cannot be read to its end is refused with the line, and never half-read."""
    with pytest.raises(Faulty) as raised:
        reading(content, name)
    assert str(raised.value).startswith(place)


@pytest.mark.parametrize("name", ["winterbourne_view", "mendip_house", "brithdir"])
def test_every_source_of_an_example_is_cited(name: str) -> None:
    """The examples cite their sources, and list none that they do not use."""
    chronology = read(EXAMPLES / f"{name}.yaml", TODAY)
    cited = {source for item in chronology.items for source in item.cited()}
    assert cited == set(chronology.sources)
    assert all(question.expected for question in chronology.questions)


def test_the_example_in_the_formats_description(reading: Reading) -> None:
    """What the description shows can be read."""
    page = EXAMPLES.parent / "docs" / "reference" / "chronology-format.md"
    example = page.read_text().partition("```yaml\n")[2].partition("```")[0]
    assert [item.id for item in reading(example).items] == ["alert", "embargo"]
