"""So often and no more; who asks too often is told when to ask again."""

from collections.abc import Generator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from councils_at_work import Council, a_case
from httpx2 import Response
from pydantic import ValidationError
from starlette.testclient import TestClient

from api.app import create_app
from api.development import DevelopmentIssuer
from api.rates import COUNCIL
from api.settings import Settings
from concerns.procedures.procedure import Procedure


@pytest.fixture
def busy(database: str, tmp_path: Path, procedures: dict[str, Procedure]) -> Generator[Council]:
    """A council where one person may read three times an hour and write twice."""
    settings = Settings(
        database_url=database, data=tmp_path, pool_size=2, rate_reads="3/hour", rate_writes="2/hour"
    )
    authority = f"council-{uuid4().hex[:12]}"
    with psycopg.connect(database) as connection:
        connection.execute("SELECT concerns.create_authority(%s, 'A Council')", (authority,))
    issuer = DevelopmentIssuer(tmp_path, settings.token_audience)
    with TestClient(create_app(settings, known=procedures)) as client:
        yield Council(client, issuer, authority)


def refused(said: Response, sort: str, most: int) -> None:
    assert (said.status_code, said.json()["type"]) == (429, "/problems/too-many-requests")
    wait = int(said.headers["retry-after"])
    assert 3_500 < wait <= 3_600
    assert said.headers["ratelimit-policy"] == f'"{sort}";q={most};w=3600'
    assert said.headers["ratelimit"] == f'"{sort}";r=0;t={wait}'


def test_one_person_reads_and_writes_so_often(busy: Council) -> None:
    """Reads and writes are counted apart, and persons too."""
    assert [busy.get("/v1/rag").status_code for _ in range(3)] == [200] * 3
    refused(busy.get("/v1/rag"), "reads", 3)
    assert [busy.post("/v1/cases", a_case(), "cm").status_code for _ in range(2)] == [201] * 2
    refused(busy.post("/v1/cases", a_case(), "cm"), "writes", 2)
    assert busy.client.get("/v1/rag", headers=busy.bearer("Bob Baker")).status_code == 200


def test_one_council_reads_so_often(busy: Council) -> None:
    """However many persons it has."""
    for number in range(3 * COUNCIL):
        headers = busy.bearer(f"Person{number} Park")
        assert busy.client.get("/v1/rag", headers=headers).status_code == 200
    refused(busy.client.get("/v1/rag", headers=busy.bearer("Zoe Zhu")), "reads", 3 * COUNCIL)


def test_strangers_are_counted_by_address(busy: Council) -> None:
    """Without a token, and with one that is not valid: guessing is counted too."""
    bad = {"Authorization": "Bearer guessed"}
    assert busy.client.get("/v1/rag").status_code == 401
    assert busy.client.get("/v1/rag", headers=bad).status_code == 401
    assert busy.client.get("/v1/rag", headers=bad).status_code == 401
    refused(busy.client.get("/v1/rag", headers=bad), "reads", 3)
    refused(busy.client.get("/v1/rag"), "reads", 3)
    assert busy.get("/v1/rag").status_code == 200


def test_health_is_never_limited(busy: Council) -> None:
    """Whoever watches the program may ask for ever."""
    assert {busy.client.get("/health/live").status_code for _ in range(9)} == {200}


@pytest.mark.parametrize("rate", ["", "fast", "0/minute", "5 per fortnight", "1/minute;2/hour"])
def test_a_rate_that_is_none(rate: str) -> None:
    """The program does not start with it."""
    with pytest.raises(ValidationError, match="rate_reads"):
        Settings(rate_reads=rate)
