"""Whatever the description allows is taken, whatever it does not is refused, as it says."""

from pathlib import Path

import pytest
from asking_everything import Asking, at_leisure
from councils_at_work import Council
from fastapi import FastAPI
from openapi_spec_validator import OpenAPIV31SpecValidator
from over_http import served
from starlette.testclient import TestClient

from api.settings import Settings
from api.tags import TAGS

PROJECT = Path(__file__).parents[2]
NEEDS_NO_EXAMPLE = {"cursor", "limit", "accept", "if-none-match"}
"""Made by this API, or plain."""


def test_the_description_is_openapi(client: TestClient) -> None:
    """OpenAPI 3.1, by its own schema."""
    told = client.get("/openapi.json").json()
    assert [error.message for error in OpenAPIV31SpecValidator(told).iter_errors()] == []


def test_a_description_that_is_not_openapi_is_seen(client: TestClient) -> None:
    """The check above can fail."""
    told = client.get("/openapi.json").json()
    del told["info"]
    assert list(OpenAPIV31SpecValidator(told).iter_errors())


def test_every_operation_says_what_it_is(client: TestClient) -> None:
    """Design 12: a title, a description, and a part of the API that is described too."""
    told = client.get("/openapi.json").json()
    assert {one["name"]: one["description"] for one in told["tags"]} == dict(TAGS)
    for path, methods in told["paths"].items():
        for operation in methods.values():
            assert operation["summary"], path
            assert operation["description"], path
            assert len(operation["tags"]) == 1, path
            assert set(operation["tags"]) <= TAGS.keys(), f"describe it in src/api/tags.py: {path}"
            assert "security" in operation, path


def test_every_parameter_that_needs_an_example_has_one(client: TestClient) -> None:
    """Whoever adds a parameter shows it, in src/api/examples/parameters.json."""
    told = client.get("/openapi.json").json()
    for path, methods in told["paths"].items():
        for operation in methods.values():
            for one in operation.get("parameters", []):
                plain = "enum" in str(one["schema"]) or "const" in str(one["schema"])
                plain = plain or one["schema"].get("type") == "boolean"
                shown = "example" in one or plain or one["name"] in NEEDS_NO_EXAMPLE
                assert shown or one["in"] == "query", f"{path}: {one['name']}"


def test_a_refused_method_is_told_every_method_of_the_address(client: TestClient) -> None:
    """RFC 9110, 15.5.6: also where several routes share one address."""
    said = client.delete("/v1/absences")
    assert said.status_code == 405
    assert said.headers["Allow"] == "GET, HEAD, POST"


def test_every_schema_has_a_name_of_its_own(client: TestClient) -> None:
    """Two models of one name get names with the modules' in them, which generators cannot use."""
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert [name for name in schemas if "__" in name] == []


@pytest.fixture(scope="module")
def settings(database: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return at_leisure(database, tmp_path_factory.mktemp("data"))


@pytest.fixture
def asking(
    app: FastAPI, council: Council, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Asking:
    monkeypatch.setattr("api.asking.PATIENCE", 0.01)  # a position far ahead is asked for often
    monkeypatch.setattr("api.waiting.LONGEST", {"sealed": 0.01, "witnessed": 0.01})
    return Asking(app, council, tmp_path)


def test_every_operation_keeps_to_its_description(asking: Asking) -> None:
    """RFC 9457 and the description: statuses, types and shapes, for right and wrong requests."""
    with served(asking.app) as address:
        done = asking.of(address, "--phases", "fuzzing", "--max-examples", "3", "--seed", "1")
    assert done.returncode == 0, done.stdout
    assert f"Selected: {asking.operations}/{asking.operations}" in done.stdout
    assert f"Tested: {asking.operations}" in done.stdout
