"""The OpenAPI document as a page for people: without script, and without the network."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from api.html import html

router = APIRouter(include_in_schema=False)

Node = Mapping[str, Any]


@router.get("/docs", name="docs")
def docs(request: Request) -> HTMLResponse:
    """Every address: what it is for, what to send, what it answers."""
    told: Node = request.app.openapi()
    parts: dict[str, list[Node]] = {}
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            shown = _shown(told, path, method, operation)
            parts.setdefault(operation["tags"][0], []).append(shown)
    listed = [
        {"id": name.lower().replace(" ", "-"), "name": name, "operations": operations}
        for name, operations in parts.items()
    ]
    return html("docs", told=told, parts=listed)


def _shown(told: Node, path: str, method: str, operation: Node) -> Node:
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "fields": [*_parameters(operation), *_body(told, operation)],
        "answers": list(operation["responses"]),
    }


def _parameters(operation: Node) -> Iterator[Node]:
    for one in operation.get("parameters", []):
        yield {
            "name": one["name"],
            "place": one["in"],
            "required": one["required"],
            "type": _type(one["schema"]),
            "description": one.get("description", ""),
        }


def _body(told: Node, operation: Node) -> Iterator[Node]:
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        schema = _followed(told, content["schema"])
        for name, field in schema.get("properties", {}).items():
            yield {
                "name": name,
                "place": media_type,
                "required": name in schema.get("required", []),
                "type": _type(field),
                "description": field.get("description", ""),
            }


def _followed(told: Node, schema: Node) -> Node:
    reference = schema.get("$ref")
    return told["components"]["schemas"][reference.rsplit("/")[-1]] if reference else schema


def _type(schema: Node) -> str:
    """A schema in a few words; the document itself says it exactly."""
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/")[-1])
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(str(one) for one in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return str(schema.get("format", schema.get("type", "anything")))
