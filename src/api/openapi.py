"""The description of this API (OpenAPI 3.1), with its problems."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.problems import KINDS, MEDIA_TYPE, Problem, Sort, Wrong

_EVERYWHERE = frozenset({400, 401, 403, 404, 413, 422, 429, 500, 503})
_TO_COMMANDS = frozenset({409, 412, 428})
_METHODS = {"get", "post"}


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
        tags=app.openapi_tags,
    )
    schemas = told["components"]["schemas"]
    template = "#/components/schemas/{model}"
    schemas["Problem"] = Problem.model_json_schema(ref_template=template)
    schemas["Problem"].pop("$defs", None)
    schemas["Wrong"] = Wrong.model_json_schema()
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for path, operations in told["paths"].items():
        for method in operations.keys() & _METHODS:
            commands = method == "post" and path.startswith("/v1/cases")
            statuses = _EVERYWHERE | _TO_COMMANDS if commands else _EVERYWHERE
            operations[method]["responses"] |= {
                str(status): _response(status) for status in sorted(statuses)
            }
            for response in operations[method]["responses"].values():
                _as_in_3_1(response)
    return told


def _as_in_3_1(found: dict[str, Any]) -> None:
    """OpenAPI 3.1 has no `itemSchema` (3.2): a stream is a text there."""
    for content in found.get("content", {}).values():
        if content.pop("itemSchema", None) is not None:
            content["schema"] = {"type": "string"}


def _response(status: int) -> dict[str, Any]:
    kinds = {kind: sort for kind, sort in KINDS.items() if sort.status == status}
    return {
        "description": "; ".join(_line(kind, sort) for kind, sort in kinds.items()),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _line(kind: str, sort: Sort) -> str:
    return f"{sort.title} (/problems/{kind})"
