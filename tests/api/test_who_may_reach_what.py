"""Every address, every kind of caller, every kind of case: made from the routes themselves.

What an address answers follows from the desk at which it is served (`api.desk`). A new address
needs no line here, unless it has no desk, or is for fewer people than its desk lets in.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from string import Formatter
from typing import Any, get_args
from uuid import uuid4

import pytest
from councils_at_work import Council, routes
from every_caller import (
    ELSEWHERE,
    EVERYBODY,
    INSIDERS,
    LEAVER,
    NO_ROLE,
    OUTSIDERS,
    STRANGERS,
    no_case,
    own_case,
    restricted_case,
    tokens,
)
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from knocking import knock
from starlette.testclient import TestClient
from test_api_identity import OPEN_TO_ALL

from api import desk
from api.routes import webhooks
from api.settings import DEVELOPMENT, Settings
from concerns.actors.access import Telling, deactivate
from concerns.actors.actor import Actor
from concerns.register import Register
from concerns.storage.pool import open_pool
from concerns.vocabulary import Person

DESKS = {
    get_args(webhooks.Administrating)[1].dependency: "administrating",
    get_args(desk.OnCase)[1].dependency: "on a case",
    get_args(desk.Acting)[1].dependency: "acting",
    get_args(desk.Guest)[1].dependency: "guest",
    get_args(desk.Own)[1].dependency: "reading",
}
"""The dependency by which an address says whom it serves: what holds is the first it has."""

NO_TOKEN_NEEDED = OPEN_TO_ALL | {"/docs", "/problems", "/problems/{kind}", "/metrics"}
"""Addresses without a desk: health, metrics (which has a token of its own), the pages about this
API, and what is for development only."""

LET_IN, UNKNOWN, FORBIDDEN, NOT_THERE = 0, 401, 403, 404

_NOBODY = dict.fromkeys(STRANGERS, UNKNOWN) | dict.fromkeys(
    OUTSIDERS | INSIDERS | {LEAVER, ELSEWHERE, NO_ROLE}, FORBIDDEN
)
_READING = _NOBODY | dict.fromkeys(INSIDERS | {ELSEWHERE}, LET_IN)
_ACTING = _READING | {"auditor": FORBIDDEN}

RULES: Mapping[str, Mapping[str, int]] = {
    "reading": _READING,
    "acting": _ACTING,
    "on a case": _ACTING,
    "administrating": _NOBODY | {"administrator": LET_IN},
    "guest": _NOBODY | dict.fromkeys(OUTSIDERS, LET_IN),
    "open to all": dict.fromkeys(_NOBODY, LET_IN),
}
"""Whom each desk lets in, before it is asked which case."""

SEES: Mapping[str, set[str]] = {
    "own": INSIDERS,
    "restricted": {"auditor"},
    "elsewhere": {ELSEWHERE},
    "none": set(),
}
"""To whom a case of each kind exists at all."""

WHOSE_ITEM = {"own": "provider", "restricted": "provider"}
"""To whom what is shared exists: a restricted case shares with those it shared with."""

NARROWER: Mapping[str, set[str]] = {
    "POST /v1/access-readings": {"auditor", "information governance"},
}
"""Addresses that serve fewer than their desk lets in, and whom they serve. All others: 403."""

FIT = {
    "POST /v1/access-readings": b'{"purpose": "audit"}',
    "POST /v1/shared/{item}/replies": b'{"text": "we did"}',
}
"""What to send where an address reads the body before it asks whether this is for the caller."""

LEAVES_THE_CASE_TO_ITSELF = "acting"
"""The desk that does not ask whether the case is there: the address asks when it acts."""


@dataclass(frozen=True)
class World:
    """A council at work, whoever may come, and what may stand in the places of an address."""

    app: FastAPI
    client: TestClient
    tokens: Mapping[str, str | None]
    parts: Mapping[str, Mapping[str, str]]

    def asked(self, caller: str) -> Iterator[tuple[APIRoute, str, str]]:
        """Every address, method and kind of case; one kind where no kind can make a difference."""
        for route in routes(self.app):
            refused = RULES[desk_of(route)][caller] != LET_IN
            kinds = SEES if _places(route) and not refused else ("own",)
            for method in sorted(route.methods):
                yield from ((route, method, kind) for kind in kinds)

    def knock(self, route: APIRoute, method: str, kind: str, caller: str) -> int:
        """With which status the caller is answered."""
        address = route.path.format_map(defaultdict(lambda: "x", self.parts[kind]))
        body = FIT.get(f"{method} {route.path}", b"{}")
        return knock(self.client, method, address, self.tokens[caller], body)


@pytest.fixture(scope="module")
def settings(database: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    often = "100000/minute"  # these callers ask more than people do
    data = tmp_path_factory.mktemp("data")
    return Settings(database_url=database, data=data, rate_reads=often, rate_writes=often)


@pytest.fixture(scope="module")
def world(
    app: FastAPI,
    client: TestClient,
    settings: Settings,
    new_council: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> World:
    council, elsewhere = new_council(), new_council()
    _leaves(settings, council)
    parts = {
        "own": own_case(council),
        "restricted": restricted_case(council),
        "elsewhere": own_case(elsewhere),
        "none": no_case(),
    }
    callers = tokens(council, elsewhere, settings, tmp_path_factory.mktemp("another"))
    return World(app, client, callers, parts)


def _leaves(settings: Settings, council: Council) -> None:
    lee = Person(issuer=DEVELOPMENT, subject="lee", name="Lee Left")
    by = Person(issuer="login of this machine", subject="olu", name="Olu Operator")
    telling = Telling(by, "left the council", lambda: datetime.now(UTC), uuid4)
    with open_pool(settings.app_conninfo(), 1) as pool:
        deactivate(Register(pool, council.authority), Actor.of(lee), telling)


def desk_of(route: APIRoute) -> str:
    """At which desk an address is served, or why that cannot be told."""
    if route.path in NO_TOKEN_NEEDED:
        return "open to all"
    has = set(_dependencies(route.dependant))
    return next((name for one, name in DESKS.items() if one in has), "no desk")


def _dependencies(of: Dependant) -> Iterator[object]:
    for one in of.dependencies:
        yield one.call
        yield from _dependencies(one)


def _places(route: APIRoute) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(route.path) if name}


def expected(route: APIRoute, method: str, kind: str, caller: str) -> int:
    """What the rules say."""
    at = desk_of(route)
    if RULES[at][caller] != LET_IN:
        return RULES[at][caller]
    if caller not in NARROWER.get(f"{method} {route.path}", {caller}):
        return FORBIDDEN
    return LET_IN if _is_there(route, at, kind, caller) else NOT_THERE


def _is_there(route: APIRoute, at: str, kind: str, caller: str) -> bool:
    """Whether what the address names exists for the caller."""
    places = _places(route)
    if at == "guest" and "item" in places:
        return WHOSE_ITEM.get(kind) == caller
    if "case" in places and at != LEAVES_THE_CASE_TO_ITSELF:
        return caller in SEES[kind]
    if "position" in places and caller != ELSEWHERE and kind != "elsewhere":
        return caller in SEES[kind]  # each council counts its own facts: 7 is a fact of many
    return True


def _kept(status: int, said: int, *, every_place_filled: bool) -> bool:
    """Whether the answer is what the rules say. Let in, a caller may still be asked for more."""
    if said != LET_IN:
        return status == said
    not_let_in = {UNKNOWN, FORBIDDEN} | ({NOT_THERE} if every_place_filled else set())
    return 200 <= status < 500 and status not in not_let_in


def test_every_address_has_a_desk(app: FastAPI) -> None:
    """A new one that asks nobody who they are is found here before anybody else finds it."""
    found = {route.path: desk_of(route) for route in routes(app)}
    assert {path for path, at in found.items() if at not in RULES} == set()
    assert set(found.values()) == set(RULES)
    assert len(found) > 90


def test_the_rules_know_every_caller(world: World) -> None:
    """None is left out of the table, nor without a token of their kind."""
    assert all(set(rule) == set(EVERYBODY) for rule in RULES.values())
    assert set(world.tokens) == set(EVERYBODY)


@pytest.mark.parametrize("caller", EVERYBODY)
def test_each_caller_reaches_what_is_theirs_and_nothing_else(world: World, caller: str) -> None:
    """Design 7, 12: 401 where nobody knows them, 403 where it is not for them, 404 where they
    may not know that it exists; and they are let in where it is theirs.
    """
    wrong, asked = list[str](), 0
    for route, method, kind in world.asked(caller):
        status, said = (
            world.knock(route, method, kind, caller),
            expected(route, method, kind, caller),
        )
        filled = _places(route) <= world.parts[kind].keys() and kind == "own"
        if not _kept(status, said, every_place_filled=filled):
            wrong.append(f"{method} {route.path} ({kind}): {status}, not {said or 'let in'}")
        asked += 1
    assert wrong == []
    assert asked > 100


def test_no_write_is_taken_from_a_stranger(world: World) -> None:
    """Every address that writes refuses each bad token, and whoever is of another council."""
    writes = [(one, m) for one in routes(world.app) for m in one.methods - {"GET", "HEAD"}]
    closed = [(one, m) for one, m in writes if one.path not in NO_TOKEN_NEEDED]
    assert len(closed) > 40
    for route, method in closed:
        found = {caller: world.knock(route, method, "own", caller) for caller in STRANGERS}
        assert found == dict.fromkeys(STRANGERS, UNKNOWN), route.path
    of_a_case = [(one, m) for one, m in closed if desk_of(one) == "on a case"]
    statuses = {world.knock(one, m, "own", ELSEWHERE) for one, m in of_a_case}
    assert (len(of_a_case) > 30, statuses) == (True, {NOT_THERE})
