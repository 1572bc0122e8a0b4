"""The description of this API (OpenAPI 3.1), with its problems and its examples."""

from collections.abc import Callable, Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.examples import Act, examples, parameters
from api.problems import KINDS, MEDIA_TYPE, Problem, Sort, Wrong
from api.tags import TAGS

_EVERYWHERE = frozenset({400, 401, 403, 404, 413, 422, 429, 500, 503})
_TO_ACTS = frozenset({409})
_TO_COMMANDS = frozenset({409, 412, 428})
_METHODS = {"get", "post"}
_LICENCE = {"name": "MIT", "identifier": "MIT"}
_OF_VIEWS = "Each row says since when, and from which position on, the record has said this."


def install(app: FastAPI) -> None:
    """Describe the app with problem documents, once, when first asked."""
    app.openapi = _described(app)


def _described(app: FastAPI) -> Callable[[], dict[str, Any]]:
    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _describe(app)
        return app.openapi_schema

    return openapi


def _describe(app: FastAPI) -> dict[str, Any]:
    told = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        license_info=_LICENCE,
        servers=[{"url": "/", "description": "Where this description was found."}],
    )
    told["tags"] = [{"name": name, "description": said} for name, said in TAGS.items()]
    _describe_problems(told["components"]["schemas"])
    for path, method, operation in _operations(told):
        operation.setdefault("security", [])  # open to all
        operation.setdefault("description", _OF_VIEWS)
        _add_problems(operation, _EVERYWHERE | _of_acts(method, path))
        _add_examples(operation)
    return told


def _operations(told: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, operations in told["paths"].items():
        for method in operations.keys() & _METHODS:
            yield path, method, operations[method]


def _describe_problems(schemas: dict[str, Any]) -> None:
    template = "#/components/schemas/{model}"
    schemas["Problem"] = Problem.model_json_schema(ref_template=template)
    schemas["Problem"].pop("$defs", None)
    schemas["Wrong"] = Wrong.model_json_schema()
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)


def _of_acts(method: str, path: str) -> frozenset[int]:
    if method != "post":
        return frozenset()
    return _TO_COMMANDS if path.startswith("/v1/cases") else _TO_ACTS


def _add_problems(operation: dict[str, Any], statuses: frozenset[int]) -> None:
    """To what the operation says itself: it may have a problem, or a form of it, of its own."""
    responses = operation["responses"]
    own = {int(status) for status in responses if int(status) >= 400}  # noqa: PLR2004 - errors
    for status in sorted(own | statuses):
        problem = _response(status)
        if status != 422:  # noqa: PLR2004 - that is FastAPI's own shape, which is not answered here
            problem["content"] |= responses.get(str(status), {}).get("content", {})
        responses[str(status)] = problem
    for response in responses.values():
        _as_in_3_1(response)


def _as_in_3_1(found: dict[str, Any]) -> None:
    """OpenAPI 3.1 has no `itemSchema` (3.2), and no words for the events of a stream."""
    for content in found.get("content", {}).values():
        content.pop("itemSchema", None)


def _response(status: int) -> dict[str, Any]:
    kinds = {kind: sort for kind, sort in KINDS.items() if sort.status == status}
    return {
        "description": "; ".join(_line(kind, sort) for kind, sort in kinds.items()),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _line(kind: str, sort: Sort) -> str:
    return f"{sort.title} (/problems/{kind})"


def _add_examples(operation: dict[str, Any]) -> None:
    acts = examples(operation["operationId"])
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        shown = {
            f"example-{at}": _example(act) for at, act in enumerate(acts, 1) if _of(act, media)
        }
        if shown:
            content["examples"] = shown
    first = {**acts[0].query, **acts[0].path} if acts else {}
    known = {**first, **parameters()}
    for one in operation.get("parameters", []):
        if one["name"] in known:
            one["example"] = known[one["name"]]


def _of(act: Act, media: str) -> bool:
    return act.body is not None and media in {act.content_type, "*/*"}


def _example(act: Act) -> dict[str, Any]:
    return {"summary": act.title, "value": act.body}
