"""Somebody leaves: their token still has an hour to go, and opens nothing any more."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from councils_at_work import Council, a_case
from httpx2 import Response

from api.leavers import EVERY, Leavers
from api.problems import ProblemFound
from api.settings import DEVELOPMENT
from concerns.actors.access import Telling, deactivate, reactivate
from concerns.actors.actor import Actor
from concerns.register import Register
from concerns.storage.pool import Pool
from concerns.vocabulary import Person

ANN = Person(issuer=DEVELOPMENT, subject="ann", name="Ann Archer")
OPERATOR = Person(issuer="login of this machine", subject="olu", name="Olu Operator")
TELLING = Telling(OPERATOR, "left the council", lambda: datetime.now(UTC), uuid4)


class Seconds:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The record is asked at each request, so that no test waits."""
    monkeypatch.setattr("api.leavers.EVERY", 0.0)


def _ended(said: Response) -> None:
    assert said.status_code == 403
    assert said.json()["type"] == "/problems/access-ended"


@pytest.mark.usefixtures("at_once")
def test_a_valid_token_of_a_leaver_opens_nothing(council: Council, pool: Pool) -> None:
    """Users 6, leavers: neither reading nor acting; what they did stays, under their name."""
    case = council.opened()
    register = Register(pool, council.authority)
    deactivate(register, Actor.of(ANN), TELLING)
    _ended(council.get("/v1/rag"))
    _ended(council.get(f"/v1/cases/{case}"))
    _ended(council.post("/v1/cases", a_case(), "cm"))
    bea = council.client.get("/v1/feed", headers=council.bearer("Bea Baker", "cm"))
    assert bea.status_code == 200
    opened, told = bea.json()
    assert opened["data"]["by"]["person"] == ANN.model_dump()
    assert told["type"] == "actor-deactivated/1"
    assert told["data"]["by"]["person"] == OPERATOR.model_dump()
    assert told["data"]["reason"] == "left the council"


@pytest.mark.usefixtures("at_once")
def test_somebody_comes_back(council: Council, pool: Pool) -> None:
    """The same actor as before, with access again."""
    register = Register(pool, council.authority)
    deactivate(register, Actor.of(ANN), TELLING)
    _ended(council.get("/v1/rag"))
    reactivate(register, Actor.of(ANN), TELLING)
    assert council.get("/v1/rag").status_code == 200


@pytest.mark.usefixtures("at_once")
def test_one_council_ends_access_to_its_own_record_only(
    new_council: Callable[[], Council], pool: Pool
) -> None:
    """Councils are apart."""
    one, other = new_council(), new_council()
    deactivate(Register(pool, one.authority), Actor.of(ANN), TELLING)
    _ended(one.get("/v1/rag"))
    assert other.get("/v1/rag").status_code == 200


@pytest.mark.usefixtures("at_once")
def test_the_same_subject_of_another_issuer_is_somebody_else(council: Council, pool: Pool) -> None:
    """An actor is issuer and subject together."""
    register = Register(pool, council.authority)
    deactivate(register, Actor("https://elsewhere.example", "ann"), TELLING)
    assert council.get("/v1/rag").status_code == 200


def test_within_seconds(council: Council, pool: Pool) -> None:
    """The record is asked again after two seconds, and not before."""
    register, seconds = Register(pool, council.authority), Seconds()
    leavers = Leavers(register, seconds)
    leavers.refuse(ANN)
    deactivate(register, Actor.of(ANN), TELLING)
    seconds.now += EVERY - 0.1
    leavers.refuse(ANN)
    seconds.now += 0.2
    with pytest.raises(ProblemFound, match="has ended"):
        leavers.refuse(ANN)
    assert EVERY <= 5


def test_a_program_that_starts_later_knows_it_at_once(council: Council, pool: Pool) -> None:
    """The record says it; no memory is needed."""
    register = Register(pool, council.authority)
    deactivate(register, Actor.of(ANN), TELLING)
    with pytest.raises(ProblemFound, match="has ended"):
        Leavers(register).refuse(ANN)
