"""PROV-JSON: where a decision came from, and what was later said of it."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from export_logs import ELM, LOG, every_kind, fact_id, leaves, of_case, stored, two_cases

from concerns.exports.leaf import Leaf
from concerns.exports.prov import prov
from concerns.vocabulary import Refusal

AGREED = fact_id("plan-agreed/1", ELM, 2)
ELEMENTS = ("entity", "activity", "agent")
ENDS = {
    "wasGeneratedBy": {"entity": "entity", "activity": "activity"},
    "used": {"activity": "activity", "entity": "entity"},
    "wasAssociatedWith": {"activity": "activity", "agent": "agent", "plan": "entity"},
    "wasAttributedTo": {"entity": "entity", "agent": "agent"},
    "actedOnBehalfOf": {"delegate": "agent", "responsible": "agent", "activity": "activity"},
    "hadMember": {"collection": "entity", "entity": "entity"},
}
"""What PROV-DM lets each relation lead from and to."""


def told(decision: UUID, found: Sequence[Leaf]) -> dict[str, Any]:
    """A decision's provenance, read back."""
    return orjson.loads(prov(LOG, found, decision))


def faults(document: dict[str, Any]) -> Iterator[str]:
    """Relations that PROV-DM does not know, and ends that are not there."""
    prefixes = {*document["prefix"], "prov", "xsd"}
    for part in ELEMENTS:
        for name in document[part]:
            if name.partition(":")[0] not in prefixes:
                yield f"{name} has no prefix"
    for relation in document.keys() - {*ELEMENTS, "prefix", "wasInfluencedBy"}:
        for one in document[relation].values():
            for end, part in ENDS[relation].items():
                if end != "plan" and f"prov:{end}" not in one:
                    yield f"{relation} lacks {end}"
                if one.get(f"prov:{end}", None) not in {None, *document[part]}:
                    yield f"{relation} leads nowhere: {one}"


def _members(document: dict[str, Any]) -> set[str]:
    return {one["prov:entity"] for one in document.get("hadMember", {}).values()}


@pytest.mark.parametrize("nth", range(len(every_kind())))
def test_every_decision_has_a_sound_provenance(nth: int) -> None:
    """PROV-DM: each kind of decision, with all that came before it."""
    decided = every_kind()[nth]
    if decided.fact.decision:
        document = told(decided.fact.id, every_kind())
        assert list(faults(document)) == []
        assert len(_members(document)) == nth
    else:
        with pytest.raises(Refusal, match="holds no decision of that id"):
            told(decided.fact.id, every_kind())


def test_a_fault_is_found() -> None:
    """The check above says no to a relation that leads nowhere."""
    document = told(AGREED, of_case(two_cases(), ELM))
    document["used"]["_:used000001"]["prov:entity"] = "uuid:nobody"
    assert [one[:18] for one in faults(document)] == ["used leads nowhere"]


def test_what_was_known_is_what_was_recorded_before() -> None:
    """Design 9: the opening was known; the extension was not."""
    document = told(AGREED, of_case(two_cases(), ELM))
    assert _members(document) == {f"uuid:{fact_id('case-opened/1', ELM, 1)}"}
    assert f"uuid:{fact_id('plan-extended/1', ELM, 3)}" not in document["entity"]
    (used,) = document["used"].values()
    assert used["prov:entity"] == f"record:known-before/{AGREED}"


def test_an_annulment_is_told_and_does_not_change_what_was_known() -> None:
    """Later facts about the decision stand beside it."""
    before = of_case(two_cases(), ELM)[:3]
    now, then = told(AGREED, of_case(two_cases(), ELM)), told(AGREED, before)
    annulled = f"uuid:{fact_id('decision-annulled/1', ELM, 4)}"
    assert now["entity"].keys() - then["entity"].keys() == {annulled}
    assert list(now["wasInfluencedBy"].values()) == [
        {"prov:influencee": annulled, "prov:influencer": f"uuid:{AGREED}"}
    ]
    assert _members(now) == _members(then)


def test_a_delegate_acts_on_behalf_of_somebody() -> None:
    """Design 7: both names are on the act."""
    document = told(AGREED, of_case(two_cases(), ELM))
    (delegation,) = document["actedOnBehalfOf"].values()
    named = {key: one["prov:label"] for key, one in document["agent"].items()}
    assert named[delegation["prov:delegate"]] == "Quin"
    assert named[delegation["prov:responsible"]] == "Sue"


def test_a_departure_names_who_authorised_it() -> None:
    """The authoriser is associated with the act in that role."""
    opened = fact_id("case-opened/1", ELM, 1)
    roles = told(opened, of_case(two_cases(), ELM))["wasAssociatedWith"].values()
    assert [one["prov:role"] for one in roles] == ["qmo", "authorised the departure"]


def test_documents_are_used_as_what_they_were_said_to_be() -> None:
    """By digest where there is one."""
    opened = fact_id("case-opened/1", ELM, 1)
    used = told(opened, of_case(two_cases(), ELM))["used"].values()
    assert {one["prov:role"]: one["prov:entity"] for one in used} == {
        "known before": f"record:known-before/{opened}",
        "observed": "record:documents/" + "ef" * 32,
        "assured by the provider": f"record:documents/{opened}/2",
    }


def test_each_fact_carries_its_place_and_its_leaf_hash() -> None:
    """So that each can be proved in the log."""
    document = told(AGREED, of_case(two_cases(), ELM))
    for one in of_case(two_cases(), ELM)[:2]:
        said = document["entity"][f"uuid:{one.fact.id}"]
        assert (said["record:leaf_index"], said["record:leaf_hash"]) == (
            one.leaf_index,
            one.hash.hex(),
        )


def test_the_same_facts_give_the_same_bytes() -> None:
    """Whenever it is asked for."""
    found = of_case(two_cases(), ELM)
    assert prov(LOG, found, AGREED) == prov(LOG, list(found), AGREED)


def test_a_fact_that_nobody_decided_or_recorded_is_refused() -> None:
    """A note decides nothing; an id that the case has not is not in it."""
    noted = leaves([stored("case-opened/1", ELM, 1), stored("plan-item-noted/1", ELM, 2)])
    for one in (noted[1].fact.id, uuid4()):
        with pytest.raises(Refusal, match="holds no decision of that id") as no:
            prov(LOG, noted, one)
        assert no.value.kind == "not found"
