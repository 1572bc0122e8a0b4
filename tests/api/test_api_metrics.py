from pathlib import Path

import orjson
import pytest
from councils_at_work import Council, a_case
from starlette.testclient import TestClient

from api.app import create_app
from api.development import DevelopmentIssuer
from api.settings import Settings
from concerns.procedures.procedure import Procedure

TOKEN = "a-token-of-the-monitoring"


def _value(told: str, name: str) -> float:
    (line,) = [one for one in told.splitlines() if one.startswith(f"{name} ")]
    return float(line.split()[-1])


def test_requests_problems_and_how_the_record_stands(council: Council) -> None:
    """Design 13: by the route's template, and without anything about a person or a case."""
    before = council.client.get("/metrics").text
    case = council.opened()
    no = council.post(f"/v1/cases/{case}/decisions", {"step": "x"}, "sprg", if_match='"v1"')
    assert no.status_code == 422
    told = council.client.get("/metrics").text
    facts = "concerns_record_facts"
    assert _value(told, facts) == _value(before, facts) + 1
    assert _value(told, "concerns_unsealed_facts") >= 0
    assert 'route="/v1/cases/{case}/decisions",status="422"' in told
    assert _value(told, 'concerns_problems_total{kind="not-understood"}') >= 1
    for secret in (case, council.authority, "Acme", "Ann", a_case()["reason"]):
        assert secret not in told


def _production(
    database: str, folder: Path, procedures: dict[str, Procedure], **more: object
) -> TestClient:
    keys = folder / "keys.json"
    keys.write_bytes(orjson.dumps(DevelopmentIssuer(folder, "a").keys.as_dict(private=False)))
    settings = Settings.model_validate(
        {
            "env": "production",
            "database_url": database,
            "token_keys": keys,
            "token_issuer": "https://login.example",
            **more,
        }
    )
    return TestClient(create_app(settings, known=procedures))


def test_production_has_no_metrics_unless_somebody_has_the_token(
    database: str, tmp_path: Path, procedures: dict[str, Procedure]
) -> None:
    """Design 13: the public reads nothing, not even that there is something."""
    with _production(database, tmp_path, procedures) as client:
        assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize(
    ("shown", "status"),
    [({}, 401), ({"Authorization": "Bearer wrong"}, 401), ({"Authorization": "Bearer é"}, 401)],
)
def test_who_shows_another_token_or_none_reads_nothing(
    database: str,
    tmp_path: Path,
    procedures: dict[str, Procedure],
    shown: dict[str, str],
    status: int,
) -> None:
    """And whoever has it does."""
    with _production(database, tmp_path, procedures, metrics_token=TOKEN) as client:
        sent = {name: value.encode() for name, value in shown.items()}
        said = client.get("/metrics", headers=sent)
        assert said.status_code == status
        assert "concerns_record_facts" not in said.text
        right = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert right.status_code == 200
        assert "concerns_record_facts" in right.text
