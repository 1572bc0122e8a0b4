"""OCEL 2.0: valid by the published schema's rules, sound in itself, and true of the cases."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import orjson
import pytest
from export_logs import ASH, ELM, every_kind, fact_id, two_cases, written

Document = dict[str, Any]

_NAMED = {"name": str, "type": str}
_LINK = {"objectId": str, "qualifier": str}
_RULES: Mapping[str, Mapping[str, Any]] = {
    "eventTypes": {"name": str, "attributes": [_NAMED]},
    "objectTypes": {"name": str, "attributes": [_NAMED]},
    "events": {
        "id": str,
        "type": str,
        "time": datetime,
        "attributes": [{"name": str, "value": str}],
        "relationships": [_LINK],
    },
    "objects": {
        "id": str,
        "type": str,
        "attributes": [{"name": str, "value": str, "time": datetime}],
        "relationships": [_LINK],
    },
}
"""What ocel20-schema-json.json (OCEL 2.0 specification, 8.2) asks for, part by part."""


def faults(told: Document) -> list[str]:
    """What the published schema forbids, and what it cannot see: things that are not there."""
    return [*_of_shape(told), *_of_sense(told)]


def _of_shape(told: Document) -> Iterator[str]:
    for part, rule in _RULES.items():
        if not isinstance(told.get(part), list):
            yield f"{part} is no list"
            continue
        for nth, one in enumerate(told[part]):
            yield from _unlike(one, rule, f"{part}.{nth}")


def _unlike(one: Any, rule: Any, where: str) -> Iterator[str]:
    if isinstance(rule, list):
        for nth, part in enumerate(one if isinstance(one, list) else [one]):
            yield from _unlike(part, rule[0], f"{where}.{nth}")
    elif isinstance(rule, Mapping):
        for name, of in rule.items():
            yield from _unlike(one.get(name), of, f"{where}.{name}")
    elif not isinstance(one, str):
        yield f"{where} is no text"
    elif rule is datetime and datetime.fromisoformat(one).tzinfo is None:
        yield f"{where} has no offset"


def _of_sense(told: Document) -> Iterator[str]:
    for kinds, things in (("eventTypes", "events"), ("objectTypes", "objects")):
        known = {one["name"]: {a["name"] for a in one["attributes"]} for one in told[kinds]}
        ids = [one["id"] for one in told[things]]
        yield from (f"{one} twice" for one in {*ids} if ids.count(one) > 1)
        for one in told[things]:
            if one["type"] not in known:
                yield f"{one['id']} is of an unknown type"
            elif not {a["name"] for a in one["attributes"]} <= known[one["type"]]:
                yield f"{one['id']} tells what its type does not"
    objects = {one["id"] for one in told["objects"]}
    for one in (*told["events"], *told["objects"]):
        links = [(link["objectId"], link["qualifier"]) for link in one["relationships"]]
        yield from (f"{one['id']} leads nowhere: {to}" for to, _ in links if to not in objects)
        if len({*links}) < len(links):
            yield f"{one['id']} says a link twice"


def read(found: Any) -> Document:
    """An export, read back."""
    return orjson.loads(written("ocel", found))


@pytest.mark.parametrize("found", [two_cases, every_kind])
def test_an_export_is_valid_and_sound(found: Callable[[], Any]) -> None:
    """OCEL 2.0, 8.2: every kind of fact there is."""
    told = read(found())
    assert told["events"]
    assert faults(told) == []


Damage = Callable[[Document], Any]


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (lambda told: told.pop("eventTypes"), "eventTypes is no list"),
        (lambda told: told["events"][0].pop("time"), "events.0.time is no text"),
        (lambda told: told["events"][0].update(time="2026-03-02T09:00:00"), "has no offset"),
        (lambda told: told["events"][0]["attributes"][0].update(value=1), "value is no text"),
        (lambda told: told["objects"][0]["attributes"][0].pop("time"), "time is no text"),
        (lambda told: told["objects"].pop(), "leads nowhere"),
        (lambda told: told["objectTypes"].pop(), "unknown type"),
        (lambda told: told["eventTypes"][0]["attributes"].clear(), "what its type does not"),
        (lambda told: told["events"].append(told["events"][0]), "twice"),
    ],
)
def test_the_check_finds_what_is_wrong(damage: Damage, found: str) -> None:
    """Each rule above says no to something."""
    told = read(two_cases())
    damage(told)
    try:
        said = faults(told)
    except KeyError:
        said = list(_of_shape(told))
    assert any(found in one for one in said), said


def _event(told: Document, fact: str) -> Document:
    return next(one for one in told["events"] if one["id"] == fact)


def _links(one: Document) -> dict[str, str]:
    return {link["qualifier"]: link["objectId"] for link in one["relationships"]}


def _object(told: Document, key: str) -> Document:
    return next(one for one in told["objects"] if one["id"] == key)


def test_an_event_is_about_many_objects() -> None:
    """The case, its provider and service, who acted for whom, the plan."""
    told = read(two_cases())
    agreed = _event(told, str(fact_id("plan-agreed/1", ELM, 2)))
    assert (agreed["type"], agreed["time"]) == ("plan-agreed", "2026-03-02T09:02:00.000000Z")
    assert _links(agreed) == {
        "in case": f"case:{ELM}",
        "about the provider": "provider:1-101646247",
        "about the service": "service:RL4",
        "acted": "officer:https://id.council.example quin",
        "on whose behalf": "officer:https://id.council.example sue",
        "about the plan": f"plan:{ELM}:improvement",
    }


def test_two_cases_of_one_provider_meet_in_it() -> None:
    """What no case-by-case log can show."""
    told = read(two_cases())
    about = {
        one["id"]
        for one in told["events"]
        if _links(one).get("about the provider") == "provider:1-101646247"
    }
    assert len(about) == 6
    kinds = [one["type"] for one in told["objects"]]
    assert (kinds.count("case"), kinds.count("provider"), kinds.count("service")) == (2, 1, 2)


def test_a_plan_is_one_object_through_all_that_becomes_of_it() -> None:
    """Agreed and extended: two events of the same plan."""
    told = read(two_cases())
    plan = f"plan:{ELM}:improvement"
    assert [one["type"] for one in told["events"] if plan in _links(one).values()] == [
        "plan-agreed",
        "plan-extended",
    ]
    assert _links(_object(told, plan)) == {"of the case": f"case:{ELM}"}


def test_a_case_changes_and_each_change_has_its_instant() -> None:
    """OCEL 2.0: attributes of objects in time; Ash Court opened at 9.01, closed at 9.04."""
    said = _object(read(two_cases()), f"case:{ASH}")["attributes"]
    assert [(a["value"], a["time"][11:16]) for a in said if a["name"] == "open"] == [
        ("true", "09:01"),
        ("false", "09:04"),
    ]


def test_a_duty_begins_with_one_fact_and_ends_with_another() -> None:
    """Its key, its owners and its due date; not what it says, which somebody may have written."""
    told = read(every_kind())
    begun = _object(told, f"duty:{ELM}:plan_made#7")
    said = {a["name"]: a["value"] for a in begun["attributes"]}
    assert said == {
        "key": "plan_made",
        "kind": "time limit",
        "firmness": "soft",
        "owners": "cqs",
        "state": "open",
        "due": "2026-03-09",
    }
    assert "ends" in _links(told["events"][0])


def test_a_document_is_known_by_its_digest_and_by_who_says_so() -> None:
    """Observed, reported and assured are not the same; a title may name somebody and stays out."""
    told = read(two_cases())
    links = _links(_event(told, str(fact_id("case-opened/1", ELM, 1))))
    assert links["rests on, observed"] == "document:" + "ef" * 32
    assert links["rests on, assured by the provider"].startswith("document:")
    assert "Visit report" not in written("ocel", two_cases()).decode()


def test_an_uncertain_date_stays_uncertain() -> None:
    """About February is January to March; of an unknown date neither end is told."""
    told = read(two_cases())
    agreed, extended = (
        {a["name"]: a["value"] for a in _event(told, str(fact_id(*one)))["attributes"]}
        for one in (("plan-agreed/1", ELM, 2), ("plan-extended/1", ELM, 3))
    )
    assert (agreed["occurred"], agreed["occurred_earliest"], agreed["occurred_latest"]) == (
        "2026-02~",
        "2026-01-01",
        "2026-03-31",
    )
    assert extended["occurred"] == "unknown"
    assert not {"occurred_earliest", "occurred_latest"} & extended.keys()
