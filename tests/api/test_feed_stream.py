"""The feed as a stream: the same events, resumable, woken at once, ended when it must end."""

import json
import random
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPResponse
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import psycopg
import pytest
from councils_at_work import Council
from followed import followed_while_killed
from starlette.testclient import TestClient
from test_leavers import ANN
from test_leavers import TELLING as LEFT
from test_restricted_cases import as_bob, restricted

from api.app import create_app
from api.settings import Settings
from authorities import casework, new_authority
from concerns.actors.access import deactivate
from concerns.actors.actor import Actor
from concerns.procedures.procedure import Procedure
from concerns.register import Register
from concerns.storage import log
from concerns.storage.pool import Pool
from concerns.vocabulary import Service
from given import officer, opening
from serving import QUICK, Served, serving, token

STREAM = "/v1/feed/stream"
PROMPT = 2.0
"""Seconds: far less than the 15 after which a stream that nobody wakes looks by itself."""

HALF_AN_HOUR = timedelta(minutes=30)


class Following(NamedTuple):
    """A council with a server of its own process, and somebody who may follow its feed."""

    served: Served
    authority: str
    token: str
    pool: Pool
    procedures: dict[str, Procedure]

    def open_a_case(self) -> None:
        service = Service(id=f"1-{uuid4()}", name="Elm House", type="care home")
        ann = officer("Ann", "cm", authority=self.authority)
        works = casework(self.pool, self.authority, self.procedures)
        works.ask(opening("north-west-routes", service), ann, uuid4())

    def stream(self) -> HTTPResponse:
        return self._asked(STREAM)

    def polled(self) -> list[Any]:
        with self._asked("/v1/feed") as said:
            return json.load(said)

    def _asked(self, path: str) -> HTTPResponse:
        headers = {"Authorization": f"Bearer {self.token}"}
        request = urllib.request.Request(self.served.url + path, headers=headers)  # noqa: S310 - our own server
        return urllib.request.urlopen(request, timeout=10)  # noqa: S310 - as above


@pytest.fixture(scope="module")
def served(database: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    """A server with two connections, in which three may follow at once."""
    data = tmp_path_factory.mktemp("served")
    with serving(database, data, QUICK, streams="3", pool_size="2") as one:
        yield one


@pytest.fixture
def following(
    database: str, pool: Pool, served: Served, procedures: dict[str, Procedure]
) -> Following:
    authority = new_authority(database)
    return Following(served, authority, token(served.data, authority, "cm"), pool, procedures)


def events(lines: Iterator[bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The id and the content of each event."""
    told: dict[str, str] = {}
    for line in lines:
        name, _, value = line.decode().strip().partition(": ")
        told[name] = value
        if not line.strip() and "data" in told:
            yield int(told["id"]), json.loads(told["data"])
            told = {}


def sessions(database: str) -> int:
    """How many sessions the database has, but for the one that asks."""
    with psycopg.connect(database) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        ).fetchone()
    assert row is not None
    return row[0]


def test_the_stream_says_what_the_feed_says(council: Council) -> None:
    """The same CloudEvents in the same order; an event's id is its position."""
    case = council.opened()
    council.stepped(case, "agree_at_risk", "sprg")
    said = council.get(STREAM)
    assert said.headers["content-type"].startswith("text/event-stream")
    read = [*events(iter(said.content.splitlines(keepends=True)))]
    assert [told for _, told in read] == council.get("/v1/feed").json() != []
    assert [str(number) for number, _ in read] == [told["sequence"] for _, told in read]


def test_whoever_resumes_goes_on_behind_the_last_event(council: Council) -> None:
    """By `after`, or by the Last-Event-ID that a browser sends by itself, which is stronger."""
    council.stepped(council.opened(), "agree_at_risk", "sprg")
    everything = [int(one["sequence"]) for one in council.get("/v1/feed").json()]
    for asked, header in ((1, None), (0, "1")):
        headers = council.bearer() | ({"Last-Event-ID": header} if header else {})
        said = council.client.get(STREAM, headers=headers, params={"after": asked})
        read = events(iter(said.content.splitlines(keepends=True)))
        assert [number for number, _ in read] == everything[1:]
    wrong = council.client.get(STREAM, headers=council.bearer() | {"Last-Event-ID": "x"})
    assert (wrong.status_code, wrong.json()["errors"][0]["where"]) == (422, "header.last-event-id")


def test_a_restricted_case_is_left_out_for_whoever_may_not_see_it(council: Council) -> None:
    """Positions stay those of the record, so nothing shifts when the case is opened again."""
    restricted(council)
    assert [*events(iter(as_bob(council, STREAM).content.splitlines(keepends=True)))] == []
    council.opened()
    read = [*events(iter(as_bob(council, STREAM).content.splitlines(keepends=True)))]
    assert [number for number, _ in read] == [
        int(one["sequence"]) for one in as_bob(council, "/v1/feed").json()
    ]
    assert read[0][0] > 1


def test_without_a_token_there_is_no_stream(council: Council) -> None:
    """The same answers as everywhere, before anything is streamed."""
    assert council.client.get(STREAM).status_code == 401
    assert council.get(STREAM, "provider").status_code == 403


def test_the_stream_ends_when_the_token_has_run_out(
    database: str, tmp_path: Path, procedures: dict[str, Procedure], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is looked at before each batch, and where there is no news every few seconds."""
    monkeypatch.setattr("api.routes.feed_stream.QUIET", 0.05)
    settings = Settings(database_url=database, data=tmp_path, longest_stream=60)
    authority, began = new_authority(database), time.monotonic()
    now = datetime.now(UTC)
    looks = iter([now, now])  # when it begins, and before the first batch
    app = create_app(settings, known=procedures)
    with TestClient(app) as client:
        app.state.service.identity.clock = lambda: next(looks, now + HALF_AN_HOUR)
        bearer = {"Authorization": f"Bearer {token(tmp_path, authority, 'cm', minutes=5)}"}
        said = client.get(STREAM, headers=bearer)
    assert (said.status_code, next(looks, None)) == (200, None)
    assert time.monotonic() - began < 30


def test_the_stream_of_a_leaver_ends(
    database: str,
    pool: Pool,
    tmp_path: Path,
    procedures: dict[str, Procedure],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Their token has an hour to go, and opens nothing any more; nor does what it opened before."""
    monkeypatch.setattr("api.routes.feed_stream.QUIET", 0.05)
    monkeypatch.setattr("api.leavers.EVERY", 0.0)
    authority, began = new_authority(database), time.monotonic()
    settings = Settings(database_url=database, data=tmp_path, longest_stream=60)
    app, looks, register = (
        create_app(settings, known=procedures),
        count(1),
        Register(pool, authority),
    )

    def leaves_before_the_first_batch() -> datetime:
        if next(looks) == 2:
            deactivate(register, Actor.of(ANN), LEFT)
        return datetime.now(UTC)

    with TestClient(app) as client:
        app.state.service.identity.clock = leaves_before_the_first_batch
        bearer = {"Authorization": f"Bearer {token(tmp_path, authority, 'cm')}"}
        said = client.get(STREAM, headers=bearer)
        assert client.get(STREAM, headers=bearer).status_code == 403
    assert (said.status_code, time.monotonic() - began < 30) == (200, True)
    assert b"data:" not in said.content


def test_a_new_fact_is_told_at_once(following: Following) -> None:
    """The database's notice wakes the stream, also where another process wrote the fact."""
    with following.stream() as stream:
        read = events(stream)
        following.open_a_case()
        began = time.monotonic()
        assert next(read)[0] == 1
        assert time.monotonic() - began < PROMPT


def test_waiting_streams_hold_no_connection(following: Following, database: str) -> None:
    """Three that follow beside two pooled connections keep nobody waiting, and open none more."""
    before = sessions(database)
    with following.stream() as one, following.stream() as two, following.stream() as three:
        following.open_a_case()
        assert [next(events(stream))[0] for stream in (one, two, three)] == [1, 1, 1]
        assert sessions(database) == before
        began = time.monotonic()
        assert len(following.polled()) == 1
        assert time.monotonic() - began < PROMPT


def test_there_is_a_limit_and_a_place_that_is_left_is_given_again(following: Following) -> None:
    """503 says when to ask again; nobody waits in vain, and nobody's stream is cut for another."""
    with following.stream(), following.stream(), following.stream():
        with pytest.raises(urllib.error.HTTPError) as caught:
            following.stream()
        with caught.value as full:
            told = json.load(full)
        assert (full.code, full.headers["Retry-After"]) == (503, "30")
        assert (told["type"], "poll /v1/feed" in told["detail"]) == ("/problems/try-again", True)
    until = time.monotonic() + 10
    while time.monotonic() < until:  # that somebody left is noticed when something is sent
        following.open_a_case()
        try:
            with following.stream() as stream:
                assert next(events(stream))[0] == 1
                return
        except urllib.error.HTTPError as still:
            still.close()
            time.sleep(0.1)
    raise AssertionError("no place was given again")


def test_readers_who_are_killed_again_and_again_have_the_whole_log(
    following: Following, tmp_path: Path
) -> None:
    """Five times each here; a hundred times in tests/endurance."""
    url, chance = following.served.url, random.Random(5)  # noqa: S311 - a repeatable run
    read = followed_while_killed(url, url, following.token, tmp_path, 5, chance)
    batches = log.in_batches(following.pool, following.authority, 0)
    stored = [one for batch in batches for one in batch]
    wanted = [(one.position, json.loads(one.body)["id"]) for one in stored]
    assert read == {"poll": wanted, "stream": wanted}
    assert len(wanted) > 100


def test_asked_to_stop_the_program_ends_streams_politely(
    following: Following, database: str
) -> None:
    """The answer is whole (no broken connection), and the program need not cut anything off."""
    with serving(database, following.served.data, QUICK) as served:
        with following._replace(served=served).stream() as stream:
            assert stream.readline().startswith(b"retry: ")
            served.process.terminate()
            assert [*events(stream)] == []
        assert served.process.wait(timeout=10) in {0, -signal.SIGTERM}
    assert "exceeded" not in served.said
