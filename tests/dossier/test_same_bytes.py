"""A dossier is the same to the byte from the same facts, and nothing later changes what was known.

The stories of the demonstration, random walks through a procedure, and samples that stand for ever.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
import rfc8785
from dossier_given import GOLDEN, as_recorded, of_samples, read
from hypothesis import given, settings
from hypothesis import strategies as st
from north_west import CM, DASS, lifted_with_conditions, opened, suspended
from test_stories import FILES, performance

from concerns.commands.annul_decision import AnnulDecision
from concerns.commands.command import Command
from concerns.commands.correct_record import CorrectRecord
from concerns.commands.declare_interest import DeclareInterest
from concerns.commands.make_log_entry import MakeLogEntry
from concerns.commands.record_history import RecordHistory
from concerns.dossier.dossier import make
from concerns.dossier.parting import decisions
from concerns.events import AppealLodged
from concerns.procedures.reader import library
from concerns.projections import VIEWS, fold
from concerns.register import Recorded
from concerns.vocabulary import Evidence
from concerns.when import When
from given import Story

HERE = Path(__file__).parent
every_story = pytest.mark.parametrize(
    "file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}"
)
REPORT = Evidence(title="Visit report", said_by="observed")
beginnings = st.sampled_from([opened, suspended, lifted_with_conditions])
dates = st.sampled_from(["2020-01-05", "2026-03-01", "2026-03", "2026-02~", "unknown", "../2026"])
later = st.lists(st.tuples(st.integers(0, 4), dates, st.integers(0, 200)), max_size=6)


def _known(file: Path) -> list[Recorded]:
    return as_recorded(performance(file)[1].facts)


@every_story
def test_each_decision_of_the_demonstration_has_a_dossier(file: Path) -> None:
    """Issue 4: of every decision; its bytes canonical (RFC 8785), its digest that of the bytes."""
    known, under = _known(file), library()
    for one in decisions(known):
        made = make(known, one.fact.id, under)
        content = orjson.loads(made.json)
        assert rfc8785.dumps(content) == made.json
        assert made.digest == sha256(made.json).hexdigest()
        then = rfc8785.dumps(content["known_then"])
        assert content["known_then_sha256"] == sha256(then).hexdigest() == made.known_then_digest
        assert content["known_then"]["procedure"]["words"]["title"]


@every_story
def test_what_was_known_comes_from_the_facts_before_the_decision_alone(file: Path) -> None:
    """Design 9: the record cut off after the decision gives the same first part."""
    known, under = _known(file), library()
    for one in decisions(known):
        cut = [other for other in known if other.position <= one.position]
        whole, early = (make(facts, one.fact.id, under) for facts in (known, cut))
        assert whole.known_then_digest == early.known_then_digest
        assert make(known, one.fact.id, under, one.position).json == early.json


@every_story
def test_the_view_says_of_each_decision_what_its_dossier_says(file: Path) -> None:
    """One judgement of what came too late, in two places."""
    known, under = _known(file), library()
    (row,) = fold(VIEWS["afterwards"], [one.fact for one in known]).values()
    for one, told in zip(decisions(known), row["decisions"], strict=True):
        after = read(make(known, one.fact.id, under))["afterwards"]
        said = [*after["said_of_it"], *after["dossiers"]]
        assert _versions(told["recorded_late"]) == _versions(after["had_happened"])
        assert _versions(told["said_of_it"]) == sorted(_versions(said))


def _versions(rows: list[dict[str, Any]]) -> list[int]:
    return [one["version"] for one in rows]


def test_an_appeal_and_how_it_ended_are_said_of_the_decision_appealed_against() -> None:
    """AMB-BLA-28: the decision stands meanwhile, and its dossier tells of the appeal."""
    found = 0
    for known in map(_known, FILES):
        for appeal in (one.fact for one in known if isinstance(one.fact, AppealLodged)):
            after = read(make(known, appeal.against, library()))["afterwards"]
            assert [one["name"] for one in after["said_of_it"]] == [
                "appeal-lodged/1",
                "appeal-decided/1",
            ]
            found += 1
    assert found


@settings(max_examples=60, derandomize=True)
@given(beginnings, later, st.integers(0, 200))
def test_nothing_recorded_later_changes_what_was_known_then(
    begin: Callable[[], Story], afterwards: list[tuple[int, str, int]], number: int
) -> None:
    """Issue 4: whatever anybody does afterwards, late news of earlier times included."""
    case = begin()
    before = as_recorded(case.facts)
    taken = decisions(before)
    decision = taken[number % len(taken)].fact.id
    early = make(before, decision, library())
    for kind, occurred, nth in afterwards:
        case.asks(DASS if kind == 1 else CM, _later(kind, When(occurred), _nth(case, nth)))
    known = as_recorded(case.facts)
    assert known[: len(before)] == before
    assert make(known, decision, library()).known_then_digest == early.known_then_digest
    assert make(known, decision, library(), early.up_to).json == early.json


def _nth(case: Story, number: int) -> UUID:
    taken = [one for one in case.facts if one.decision]
    return taken[number % len(taken)].id


def _later(kind: int, occurred: When, of: UUID) -> Command:
    return [
        CorrectRecord(fact=of, wrong="3 March", right="2 March", reason="typing error"),
        AnnulDecision(fact=of, annulled_by="the High Court", reason="judgment of today"),
        MakeLogEntry(log="risk", entry="late news", occurred=occurred, evidence=(REPORT,)),
        RecordHistory(
            item="a", kind="suspension", who="council", text="x", source="y", occurred=occurred
        ),
        DeclareInterest(interest="my sister works there", conflict=False, occurred=occurred),
    ][kind]


def test_the_form_of_a_dossier_is_pinned() -> None:
    """A dossier bound to a record must be made alike for ever: other content is another form."""
    known, decision = of_samples()
    made = make(known, decision, {})
    assert made.json == GOLDEN.read_bytes()
    assert made.digest == "5c8718a73cb64c1a0a9bfb827abdfb78b851662178be9d9b842cbd6d8ae919e7"


def test_another_process_makes_the_same_bytes() -> None:
    """JSON, page and PDF; whatever order Python's sets and dictionaries have there."""
    told = {
        subprocess.run(
            [sys.executable, str(HERE / "making_again.py")],
            check=True,
            capture_output=True,
            text=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland"))
    }
    assert len(told) == 1
    assert told.pop().splitlines()[0] == sha256(GOLDEN.read_bytes()).hexdigest()


def test_a_dossier_holds_no_sentence_of_the_program() -> None:
    """Sentences may be worded better in time; what was stored, and the procedure, may not."""
    known, decision = of_samples()
    content = json.loads(make(known, decision, {}).json)
    said = {str(one.fact) for one in known}
    assert not said & set(_texts(content))


def _texts(node: Any) -> list[str]:
    match node:
        case str():
            return [node]
        case dict():
            return [text for one in node.values() for text in _texts(one)]
        case list():
            return [text for one in node for text in _texts(one)]
        case _:
            return []
