"""A program made from the description alone drives a whole case."""

import json
from pathlib import Path

from councils_at_work import EVERY_ROLE, Council
from fastapi import FastAPI
from generated_client import drive, generate
from over_http import served
from starlette.testclient import TestClient

NOT_GENERATED = ("within documents", "within feed", "POST /v1/imports")
"""Bodies of any type, or of lines; and events without a schema of ours."""


def test_a_generated_client_drives_a_whole_case(
    app: FastAPI, client: TestClient, council: Council, tmp_path: Path
) -> None:
    """Design 12: who has the description needs no knowledge of the program."""
    description = tmp_path / "openapi.json"
    description.write_bytes(client.get("/openapi.json").content)
    said = generate(description, tmp_path / "generated")
    warned = [line for line in said.splitlines() if line.startswith(("WARNING", "Unable"))]
    assert [line for line in warned if not any(one in line for one in NOT_GENERATED)] == []
    with served(app) as address:
        met = json.loads(drive(tmp_path, address, council.token("Ann Archer", *EVERY_ROLE)))
    assert "escalate_urgently" in met["permitted"]
    assert met["stale"]["type"] == "/problems/case-has-changed"
    assert met["refused"]["type"] == "/problems/refused-by-procedure"
    assert any("Ann Archer" in sentence for sentence in met["decisions"])
    assert met["feed"] == ["case-opened/1", "urgent-concern-escalated/1"]
