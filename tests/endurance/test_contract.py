"""As tests/api/test_api_contract.py, longer: every edge of every schema, and many requests."""

from pathlib import Path

import psycopg
import pytest
from asking_everything import Asking, at_leisure
from councils_at_work import NORTH_WEST, Council
from over_http import served
from starlette.testclient import TestClient

from api.app import create_app
from api.development import DevelopmentIssuer
from concerns.procedures import reader


def test_every_operation_keeps_to_its_description_at_every_edge(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """About 14,000 requests with each edge of each schema, then 100 drawn for each operation."""
    monkeypatch.setattr("api.asking.PATIENCE", 0.01)
    monkeypatch.setattr("api.waiting.LONGEST", {"sealed": 0.01, "witnessed": 0.01})
    settings = at_leisure(database, tmp_path)
    procedure, _ = reader.read(NORTH_WEST)
    app = create_app(settings, known={procedure.procedure: procedure})
    with psycopg.connect(database) as connection:
        connection.execute("SELECT concerns.create_authority('edges', 'A Council')")
    with TestClient(app) as client, served(app) as address:
        council = Council(client, DevelopmentIssuer(tmp_path, settings.token_audience), "edges")
        done = Asking(app, council, tmp_path).of(address, "--max-examples", "100")
    assert done.returncode == 0, done.stdout
    assert "✅  Coverage" in done.stdout
    assert "✅  Fuzzing" in done.stdout
