"""What an analyst is not told: words that somebody wrote, and whom a fact is about."""

import re

import orjson
import pytest
from export_logs import LOG, every_kind, two_cases, written

from concerns.events import FACTS, Fact
from concerns.exports.attributes import closed_fields, common
from concerns.exports.formats import FormatName
from concerns.exports.prov import prov

ALSO_NAMES = {"Elm House", "care home", "the provider"}
"""Words in the samples that also name a service, its type, or our own link."""


@pytest.mark.parametrize("form", ["ocel", "xes"])
def test_an_analyst_reads_no_words_and_no_references_to_people(form: FormatName) -> None:
    """Evidence 3: of people only officers are named; what somebody wrote may name anybody."""
    told = written(form, every_kind()).decode()
    assert [text for text in _words() if text in told] == []


def test_the_provenance_of_a_decision_holds_no_words_either() -> None:
    """The longest case, told from its last decision."""
    last = next(one for one in reversed(every_kind()) if one.fact.decision)
    told = prov(LOG, every_kind(), last.fact.id).decode()
    assert [text for text in _words() if text in told] == []


def test_the_record_itself_holds_every_word() -> None:
    """Whoever needs the words takes the record: the texts looked for above are there."""
    told = written("cloudevents", every_kind()).decode()
    assert len(_words()) > 100
    assert [text for text in _words() if orjson.dumps(text).decode() not in told] == []


def _words() -> set[str]:
    """What officers wrote in the samples, and the references to people in them."""
    found = set[str]()
    for one in every_kind():
        content = orjson.loads(one.body)
        written_by_hand = {
            name: value
            for name, value in content.items()
            if name not in {*_SHARED, "provider", "services", "appointed", "role", "title"}
            and name not in closed_fields(type(one.fact))
        }
        found |= _texts([written_by_hand, content["reason"], content["departure"]["reason"]])
        found |= {evidence["title"] for evidence in content["evidence"]}
    kept = {text for text in found if " " in text or re.fullmatch(r"R\d+", text)}
    return kept - ALSO_NAMES


_SHARED = frozenset(Fact.model_fields)


def _texts(node: object) -> set[str]:
    match node:
        case str():
            return {node}
        case dict():
            return set[str]().union(*map(_texts, node.values()))
        case list():
            return set[str]().union(*map(_texts, node))
        case _:
            return set()


def test_no_fact_has_a_field_that_would_hide_behind_one_that_all_have() -> None:
    """An analyst's column means one thing: add a fact's field under another name if this fails."""
    shared = common(two_cases()[0]).keys()
    hidden = {name: shared & {*closed_fields(kind)} for name, kind in FACTS.items()}
    assert {name: fields for name, fields in hidden.items() if fields} == {}


def test_a_fact_about_one_person_tells_nothing_of_its_own() -> None:
    """Blackpool's sample of residents, the movement log: neither reference nor outcome."""
    about = (
        "sample-assessed/1",
        "people-listed/1",
        "person-moved/1",
        "person-outcome-recorded/1",
        "form-filled-in/1",
    )
    assert {name: closed_fields(FACTS[name]) for name in about} == dict.fromkeys(about, ())


def test_what_is_chosen_from_a_fixed_list_or_counted_is_told() -> None:
    """Numbers, dates, yes or no, ids and keys of the procedure are what analysts count."""
    assert closed_fields(FACTS["plan-agreed/1"]) == ("plan", "deadline", "absolute", "follow_up_on")
    assert closed_fields(FACTS["appeal-decided/1"]) == ("outcome",)
    assert closed_fields(FACTS["decision-annulled/1"]) == ("fact",)
    assert closed_fields(FACTS["payment-made/1"]) == ("amount",)
