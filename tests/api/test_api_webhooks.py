"""Webhooks over HTTP: who may, what is answered once, what is refused, what can be seen."""

from collections.abc import Callable, Generator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from councils_at_work import Council

from receiver import Receiver, receiving

HOOKS = "/v1/webhooks"
ADMIN = "administrator"
NOT_TOLD = "https://127.0.0.1/hooks"


@pytest.fixture
def receiver() -> Generator[Receiver]:
    with receiving() as one:
        yield one


def registered(council: Council, url: str, **more: Any) -> dict[str, Any]:
    said = council.post(HOOKS, {"url": url, "reason": "we follow", **more}, ADMIN)
    assert said.status_code == 201, said.text
    return said.json()


def test_an_administrator_registers_an_address_and_it_is_told(
    council: Council, receiver: Receiver
) -> None:
    """The decision is a fact with its reason; the first hint is about that very fact."""
    said = registered(council, receiver.url)
    assert (said["name"], "we follow" in said["sentence"]) == ("webhook-registered/1", True)
    receiver.wait_for(1)
    council.opened()
    receiver.wait_for(2)
    feed = council.get("/v1/feed").json()
    assert [(news["position"], news["facts"]) for news in receiver.verified(said["secret"])] == [
        (int(one["sequence"]), [one["type"]]) for one in feed
    ]


def test_the_secret_is_said_once_and_stands_nowhere(
    council: Council, receiver: Receiver, database: str
) -> None:
    """The record has its SHA-256, the table beside it has it wrapped, the list has neither."""
    said = registered(council, receiver.url)
    plain = said["secret"].removeprefix("whsec_")
    assert said["secret"] not in council.get(HOOKS).text + council.get("/v1/feed").text
    with psycopg.connect(database) as connection:
        row = connection.execute(
            "SELECT kek IS NOT NULL, encode(secret, 'base64') LIKE %s, f.entry LIKE %s::bytea"
            " FROM concerns.webhook w JOIN concerns.fact f USING (authority)"
            " WHERE w.id = %s AND f.name = 'webhook-registered/1'",
            (f"%{plain}%", f"%{plain}%".encode(), said["webhook"]),
        ).fetchone()
    assert row == (True, False, False)


def test_nobody_else_has_addresses_told(council: Council, receiver: Receiver) -> None:
    """Whatever other role they hold; an auditor reads the list and changes nothing."""
    hook = registered(council, receiver.url)["webhook"]
    why = {"reason": "I want it", "url": receiver.url, "after": 0}
    for path in (HOOKS, *(f"{HOOKS}/{hook}/{noun}" for noun in ("replays", "endings", "secrets"))):
        assert council.post(path, why, "cm", "dass").status_code == 403
        assert council.post(path, why, "auditor", ADMIN).status_code == 403
    assert len(council.get(HOOKS, "auditor").json()) == 1


@pytest.mark.parametrize(
    "url",
    [NOT_TOLD.replace("127.0.0.1", host) for host in ("10.0.0.1", "169.254.169.254", "[fe80::1]")]
    + ["http://cases.council.example/", "https://2130706433/", "https://a:b@cases.example/", "x"],
)
def test_an_address_inside_is_refused_and_nothing_is_recorded(council: Council, url: str) -> None:
    """What is wrong is said, and where; not what was found behind it."""
    said = council.post(HOOKS, {"url": url, "reason": "we follow"}, ADMIN)
    assert (said.status_code, said.json()["where"]) == (422, "url")
    assert council.get(HOOKS).json() == council.get("/v1/feed").json() == []


def test_what_is_named_wrongly_is_refused(council: Council, receiver: Receiver) -> None:
    """A name that no fact has would be news for ever awaited."""
    asked = {"url": receiver.url, "names": ["case-opend/1"], "reason": "we follow"}
    said = council.post(HOOKS, asked, ADMIN)
    assert (said.status_code, said.json()["where"]) == (422, "names")
    assert council.post(HOOKS, asked | {"reason": ""}, ADMIN).status_code == 422
    assert council.get(HOOKS).json() == []


def test_a_renewed_secret_signs(council: Council, receiver: Receiver) -> None:
    """It is a fact of its own; the former one signs beside it for a day."""
    first = registered(council, receiver.url)
    receiver.wait_for(1)
    receiver.got.clear()
    path = f"{HOOKS}/{first['webhook']}/secrets"
    again = council.post(path, {"reason": "the old one was seen"}, ADMIN).json()
    assert again["name"] == "webhook-secret-renewed/1"
    receiver.wait_for(1)
    assert receiver.verified(first["secret"]) == receiver.verified(again["secret"])
    (listed,) = council.get(HOOKS).json()
    feed = council.get("/v1/feed").json()
    assert listed["secret_sha256"] == feed[-1]["data"]["secret_sha256"]
    assert listed["secret_sha256"] != feed[0]["data"]["secret_sha256"]


def test_a_replay_tells_it_again(council: Council, receiver: Receiver) -> None:
    """From a position of one's choice, as far as the record has come."""
    hook = registered(council, receiver.url)
    council.opened()
    receiver.wait_for(1)
    path = f"{HOOKS}/{hook['webhook']}/replays"
    far = council.post(path, {"after": 1_000_000}, ADMIN)
    assert (far.status_code, far.json()["where"]) == (422, "after")
    said = council.post(path, {"after": 0}, ADMIN)
    assert (said.status_code, said.json()["told"]) == (202, 0)
    receiver.wait_for(2)
    assert "webhook-registered/1" in receiver.verified(hook["secret"])[-1]["facts"]


def test_an_ended_webhook_is_gone_and_forgotten(
    council: Council, receiver: Receiver, database: str
) -> None:
    """Its secret too; the record keeps that it was."""
    hook = registered(council, receiver.url)["webhook"]
    why = {"reason": "replaced"}
    assert council.post(f"{HOOKS}/{hook}/endings", why, ADMIN).status_code == 201
    assert council.get(HOOKS).json() == []
    for noun, asked in (("endings", why), ("secrets", why), ("replays", {"after": 0})):
        assert council.post(f"{HOOKS}/{hook}/{noun}", asked, ADMIN).status_code == 404
    assert council.post(f"{HOOKS}/{uuid4()}/endings", why, ADMIN).status_code == 404
    with psycopg.connect(database) as connection:
        found = connection.execute("SELECT FROM concerns.webhook WHERE id = %s", (hook,))
        assert found.fetchall() == []


def test_another_council_knows_nothing_of_it(
    council: Council, new_council: Callable[[], Council], receiver: Receiver
) -> None:
    """Neither the list nor any act reaches over."""
    hook, other = registered(council, receiver.url)["webhook"], new_council()
    assert other.get(HOOKS).json() == []
    assert other.post(f"{HOOKS}/{hook}/replays", {"after": 0}, ADMIN).status_code == 404
    assert len(council.get(HOOKS).json()) == 1
