import threading
import time
from pathlib import Path

import orjson
import psycopg
import pytest
from councils_at_work import Council, a_case
from starlette.testclient import TestClient

from api.app import create_app
from api.development import DevelopmentIssuer
from api.settings import Settings
from concerns.procedures.procedure import Procedure
from concerns.storage.authorities import create_authority
from concerns.storage.pool import NotMigrated


def test_development_starts_on_an_empty_database(
    empty_database: str, tmp_path: Path, procedures: dict[str, Procedure]
) -> None:
    """Design 13: migrated, with a council to try, and a token for it."""
    settings = Settings(database_url=empty_database, data=tmp_path, pool_size=2)
    with TestClient(create_app(settings, known=procedures)) as client:
        wish = {"sub": "new", "name": "Nia New", "authority": "northtown", "roles": ["cm"]}
        token = client.post("/v1/development/token", json=wish).json()["access_token"]
        said = client.get("/v1/rag", headers={"Authorization": f"Bearer {token}"})
        assert said.status_code == 200
        assert said.json()["rows"] == []


def test_production_migrates_nothing_by_itself(
    empty_database: str, tmp_path: Path, procedures: dict[str, Procedure]
) -> None:
    """Design 13: an operator migrates; the program says what to run."""
    keys = tmp_path / "keys.json"
    keys.write_bytes(orjson.dumps(DevelopmentIssuer(tmp_path, "a").keys.as_dict(private=False)))
    settings = Settings(
        env="production",
        database_url=empty_database,
        token_keys=keys,
        token_issuer="https://login.example",
    )
    app = create_app(settings, known=procedures)
    with pytest.raises(NotMigrated, match="concerns db migrate"), TestClient(app):
        pass
    with psycopg.connect(empty_database) as connection:
        found = connection.execute("SELECT to_regnamespace('concerns')").fetchone()
    assert found == (None,)


def test_development_signs_what_is_recorded(
    fresh_database: str, tmp_path: Path, procedures: dict[str, Procedure]
) -> None:
    """A newcomer sees sealed acts and proofs without starting anything else; also after a restart,
    and for a council that is new since.
    """
    settings = Settings(database_url=fresh_database, data=tmp_path, pool_size=2)
    issuer = DevelopmentIssuer(tmp_path, settings.token_audience)
    for size in (1, 2):
        with TestClient(create_app(settings, known=procedures)) as client:
            newer = f"westshire-{size}"
            create_authority(fresh_database, newer, "Westshire")
            for authority, sealed in (("northtown", size), (newer, 1)):
                council = Council(client, issuer, authority)
                said = council.post("/v1/cases?wait=sealed", a_case(), "cm")
                assert (said.status_code, said.json()["sealed"]["size"]) == (201, sealed)
                assert council.get(f"/v1/facts/{sealed}/proof").status_code == 200


def test_stopping_leaves_nothing_behind(
    fresh_database: str, tmp_path: Path, procedures: dict[str, Procedure]
) -> None:
    """Design 13: follower and sealer end, and every connection is given back."""
    settings = Settings(database_url=fresh_database, data=tmp_path, pool_size=2)
    before = set(threading.enumerate())
    with TestClient(create_app(settings, known=procedures)) as client:
        assert client.get("/health/ready").status_code == 200
        names = {one.name for one in set(threading.enumerate()) - before}
        assert names >= {"follower", "sealer"}
    names = {one.name for one in set(threading.enumerate()) - before}
    assert not names & {"follower", "sealer"}
    connected = (
        "SELECT FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    with psycopg.connect(fresh_database, autocommit=True) as connection:
        until = time.monotonic() + 5  # the server needs a moment to see that a client has gone
        while (left := connection.execute(connected).rowcount) and time.monotonic() < until:
            time.sleep(0.02)
    assert left == 0


def test_views_follow_again_after_the_database_was_away(
    fresh_database: str, tmp_path: Path, procedures: dict[str, Procedure]
) -> None:
    """Design 9: a lost connection is made again, and what was missed is caught up with."""
    settings = Settings(database_url=fresh_database, data=tmp_path, pool_size=2)
    with TestClient(create_app(settings, known=procedures)) as client:
        wish = {"sub": "new", "name": "Nia New", "authority": "northtown", "roles": ["cm"]}
        token = client.post("/v1/development/token", json=wish).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        with psycopg.connect(fresh_database, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        body = {
            "procedure": "north-west-routes",
            "provider": {"id": "1-101", "name": "Acme Care"},
            "services": [{"id": "1-1", "name": "Elm House", "type": "care home"}],
            "reason": "three alerts in a week",
        }
        headers |= {"Idempotency-Key": "once"}
        said = client.post("/v1/cases", json=body, headers=headers)
        while said.status_code == 503:  # a connection that was cut; the key makes it safe
            assert said.json()["type"] == "/problems/try-again"
            said = client.post("/v1/cases", json=body, headers=headers)
        done = said.json()
        asked = {"min_position": done["position"]}
        path = f"/v1/cases/{done['case']}/story"
        told = client.get(path, params=asked, headers=headers).json()
        assert [row["name"] for row in told["rows"]] == ["case-opened/1"]


def test_development_has_a_council_to_try_beside_those_of_the_demonstration(
    fresh_database: str, tmp_path: Path, procedures: dict[str, Procedure]
) -> None:
    """A newcomer runs the demo, then serves, then follows the README."""
    create_authority(fresh_database, "northtown-1", "Northtown (demonstration 1)")
    settings = Settings(database_url=fresh_database, data=tmp_path, pool_size=2)
    for _ in range(2):
        with TestClient(create_app(settings, known=procedures)) as client:
            wish = {"sub": "new", "name": "Nia New", "authority": "northtown", "roles": ["cm"]}
            token = client.post("/v1/development/token", json=wish).json()["access_token"]
            said = client.get("/v1/rag", headers={"Authorization": f"Bearer {token}"})
            assert said.status_code == 200
