"""Many at once, over HTTP, before two processes that know nothing of each other."""

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from httpx2 import Client, Response
from served import Served, a_case, served

from api.development import Wish
from authorities import new_authority

CLIENTS = 16
SENT_AGAIN = 50
AT_RISK = {"step": "agree_at_risk", "reason": "three alerts in a week"}


@dataclass
class Council:
    """A council of one test alone, and what its officers send, each over their own connection."""

    program: Served
    authority: str

    def sent(
        self, name: str, path: str, body: dict[str, Any], barrier: Barrier, **more: str
    ) -> Response:
        roles = frozenset({"cm", "sprg", "cqs"})
        wish = Wish(sub=name, name=name, authority=self.authority, roles=roles)
        token = self.program.issuer.token(wish, datetime.now(UTC))
        headers = {"Authorization": f"Bearer {token}", **more}
        with Client(base_url=self.program.client.base_url, timeout=60) as own:
            own.get("/health/live")  # connected before all are let go
            barrier.wait()
            return own.post(path, json=body, headers=headers)

    def opened(self) -> str:
        return self.program.open_case(self.authority).json()["case"]

    def facts(self) -> list[str]:
        return [one["type"] for one in self.program.get(self.authority, "/v1/feed").json()]


@pytest.fixture(scope="module")
def two_workers(database: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    with served(database, tmp_path_factory.mktemp("data"), "--workers", "2") as program:
        yield program


@pytest.fixture
def council(two_workers: Served, database: str) -> Council:
    return Council(two_workers, new_authority(database))


def _at_once(many: int, send: Callable[[int, Barrier], Response]) -> list[Response]:
    barrier = Barrier(many, timeout=60)
    with ThreadPoolExecutor(many) as together:
        sent = [together.submit(send, nth, barrier) for nth in range(many)]
        return [one.result() for one in sent]


def _statuses(said: list[Response]) -> list[int]:
    return sorted(one.status_code for one in said)


def test_of_sixteen_who_decide_the_same_exactly_one_is_recorded(council: Council) -> None:
    """Design 7: each saw version 1; one decision stands, and the others are told to look again."""
    case = council.opened()
    path = f"/v1/cases/{case}/decisions"
    said = _at_once(
        CLIENTS,
        lambda nth, barrier: council.sent(
            f"p{nth}", path, AT_RISK, barrier, **{"If-Match": '"v1"', "Idempotency-Key": f"k{nth}"}
        ),
    )
    assert _statuses(said) == [200] + [412] * (CLIENTS - 1)
    assert council.facts() == ["case-opened/1", "at-risk-status-agreed/1"]


def test_whoever_is_told_that_a_case_has_changed_is_told_its_version(council: Council) -> None:
    """RFC 9110, 13.1.1: one 200, the rest 412; the only entry is that of who was first."""
    path = f"/v1/cases/{council.opened()}/log-entries"
    said = _at_once(
        CLIENTS,
        lambda nth, barrier: council.sent(
            f"p{nth}",
            path,
            {"log": "request", "entry": f"asked by p{nth}"},
            barrier,
            **{"If-Match": '"v1"'},
        ),
    )
    assert _statuses(said) == [200] + [412] * (CLIENTS - 1)
    assert {one.json()["current"] for one in said if one.status_code == 412} == {'"v2"'}
    feed = council.program.get(council.authority, "/v1/feed").json()
    assert len(feed) == 2
    (first,) = (nth for nth, one in enumerate(said) if one.status_code == 200)
    assert feed[-1]["data"]["by"]["person"]["subject"] == f"p{first}"


def test_one_key_fifty_times_at_once_is_one_act(council: Council) -> None:
    """Design 12: one set of facts, and the same bytes to everybody, whichever process answers."""
    key, body = str(uuid4()), a_case("1-1")
    said = _at_once(
        SENT_AGAIN,
        lambda _, barrier: council.sent(
            "ann", "/v1/cases", body, barrier, **{"Idempotency-Key": key}
        ),
    )
    assert _statuses(said) == [201] * SENT_AGAIN
    assert len({one.content for one in said}) == 1
    assert sum("idempotency-replayed" not in one.headers for one in said) == 1
    assert council.facts() == ["case-opened/1"]


def test_one_key_fifty_times_about_one_case_is_one_act(council: Council) -> None:
    """As above, where each also says which version they saw: none is told that it has changed."""
    path, key = f"/v1/cases/{council.opened()}/decisions", str(uuid4())
    said = _at_once(
        SENT_AGAIN,
        lambda _, barrier: council.sent(
            "ann", path, AT_RISK, barrier, **{"If-Match": '"v1"', "Idempotency-Key": key}
        ),
    )
    assert _statuses(said) == [200] * SENT_AGAIN
    assert len({one.content for one in said}) == 1
    assert council.facts() == ["case-opened/1", "at-risk-status-agreed/1"]
