from collections.abc import Callable, Generator
from uuid import uuid4

import psycopg
import pytest
from councils_at_work import NORTH_WEST, Clock, Council
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.development import DevelopmentIssuer
from api.settings import Settings
from concerns.procedures import reader
from concerns.procedures.procedure import Procedure


@pytest.fixture(scope="session")
def procedures() -> dict[str, Procedure]:
    procedure, _ = reader.read(NORTH_WEST)
    return {procedure.procedure: procedure}


@pytest.fixture(scope="module")
def settings(database: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        database_url=database,
        data=tmp_path_factory.mktemp("data"),
        pool_size=4,
        longest_stream=0.3,  # a test client waits for the end of every answer
    )


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def app(settings: Settings, procedures: dict[str, Procedure], clock: Clock) -> FastAPI:
    return create_app(settings, known=procedures, clock=clock)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Generator[TestClient]:
    with TestClient(app) as started:
        yield started


@pytest.fixture(scope="module")
def new_council(client: TestClient, settings: Settings, database: str) -> Callable[[], Council]:
    """Make a council of one's own, as often as one likes."""
    issuer = DevelopmentIssuer(settings.data, settings.token_audience)

    def new() -> Council:
        authority = f"council-{uuid4().hex[:12]}"
        with psycopg.connect(database) as connection:
            connection.execute("SELECT concerns.create_authority(%s, 'A Council')", (authority,))
        return Council(client, issuer, authority)

    return new


@pytest.fixture
def council(new_council: Callable[[], Council]) -> Council:
    return new_council()
