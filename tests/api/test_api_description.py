from collections.abc import Iterator
from typing import Any

from starlette.testclient import TestClient

from api.routes.views import NOUNS
from concerns.commands import COMMANDS
from concerns.projections import VIEWS

OPEN_TO_ALL = {
    "live",
    "ready",
    "development_token",
    "development_provider",
    "development_jwks",
}

ITS_OWN_ERRORS = {"development_token"}
"""RFC 6749, 5.2, where a program asks by form."""


def _operations(told: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_every_command_and_every_view_has_its_address(client: TestClient) -> None:
    """Design 2: folder = registry = API; a new file is a new address."""
    paths = client.get("/openapi.json").json()["paths"]
    for noun in COMMANDS:
        path = "/v1/cases" if noun == "cases" else f"/v1/cases/{{case}}/{noun}"
        assert "post" in paths[path]
    for name in VIEWS:
        noun = NOUNS.get(name, name)
        assert ("get" in paths.get(f"/v1/{noun}", {})) is VIEWS[name].kept
        assert "get" in paths[f"/v1/cases/{{case}}/{noun}"]


def test_operations_have_short_names_of_their_own(client: TestClient) -> None:
    """Design 12: generated clients get `take_step`, not a path in disguise."""
    told = client.get("/openapi.json").json()
    ids = [operation["operationId"] for _, _, operation in _operations(told)]
    assert told["openapi"].startswith("3.1")
    assert len(ids) == len(set(ids))
    assert {"take_step", "open_case", "case_story", "decision_log", "feed"} <= set(ids)
    assert all(name.replace("_", "").isalpha() for name in ids)


def test_what_needs_a_token_says_so(client: TestClient) -> None:
    """Design 12: the description tells a client where to send its token."""
    told = client.get("/openapi.json").json()
    scheme = told["components"]["securitySchemes"]["token"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    for _, _, operation in _operations(told):
        expected = [] if operation["operationId"] in OPEN_TO_ALL else [{"token": []}]
        assert operation["security"] == expected


def test_every_operation_describes_its_problems(client: TestClient) -> None:
    """RFC 9457: problem documents, and none of the framework's own error shapes."""
    told = client.get("/openapi.json").json()
    for path, method, operation in _operations(told):
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                assert next(iter(response["content"])) == "application/problem+json", path
                own = operation["operationId"] in ITS_OWN_ERRORS
                assert own or len(response["content"]) == 1, path
                assert response["description"]
        commands = method == "post" and path.startswith("/v1/cases")
        assert ("428" in operation["responses"]) is commands
    assert "HTTPValidationError" not in told["components"]["schemas"]


def test_every_reference_leads_somewhere(client: TestClient) -> None:
    """OpenAPI 3.1: a schema that is referred to is there."""
    told = client.get("/openapi.json").json()
    found = set(_references(told))
    assert found
    for one in found:
        _, _, _, name = one.split("/")
        assert name in told["components"]["schemas"], one


def _references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from _references(value)
    if isinstance(node, list):
        for value in node:
            yield from _references(value)


def test_the_pages_of_the_description_are_there(client: TestClient) -> None:
    """A newcomer can look around without a token."""
    assert client.get("/docs").status_code == 200


def test_a_stream_is_described_in_words_of_openapi_3_1(client: TestClient) -> None:
    """`itemSchema` came with 3.2; a reader of 3.1 would stumble over it."""
    told = client.get("/openapi.json")
    assert "itemSchema" not in told.text
    answer = told.json()["paths"]["/v1/feed/stream"]["get"]["responses"]["200"]
    assert answer["content"] == {"text/event-stream": {}}
