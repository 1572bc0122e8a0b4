"""Sends the examples of the API's description, as a program of a reader of it would."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from httpx2 import Response
from openapi_schema_validator import OAS31Validator
from starlette.testclient import TestClient

from api.development import DevelopmentIssuer, Wish
from api.examples import Act

AUTHORITY = "northtown"


class Teller:
    """Sends acts in order, with the ids that the record gave for those that the story writes."""

    def __init__(self, client: TestClient, issuer: DevelopmentIssuer, now: datetime) -> None:
        self.client = client
        self.issuer = issuer
        self.now = now
        self.told: dict[str, Any] = client.get("/openapi.json").json()
        self.given: dict[str, str] = {}

    def where(self, operation: str) -> tuple[str, str, dict[str, Any]]:
        """Method, path and description of an operation."""
        return next(
            (method, path, described)
            for path, methods in self.told["paths"].items()
            for method, described in methods.items()
            if described["operationId"] == operation
        )

    def send(self, act: Act) -> Response:
        """With the version of the case as it is now, where one is asked for."""
        method, path, described = self.where(act.operation)
        headers = self._bearer(act)
        address = path.format(**self._really(act.path))
        if any(one["name"] == "if-match" for one in described.get("parameters", [])):
            case = self._really(act.path)["case"]
            headers["If-Match"] = self.client.get(f"/v1/cases/{case}", headers=headers).headers[
                "etag"
            ]
        content = self._really(act.body)
        if content is not None:
            headers["Content-Type"] = act.content_type
            content = content if isinstance(content, str) else json.dumps(content)
        query = self._really(act.query)
        return self.client.request(method, address, params=query, headers=headers, content=content)

    def learn(self, act: Act, said: Response) -> None:
        """Ids that later acts name."""
        for where, written in act.gives.items():
            found = said.json()
            for part in where.split("."):
                found = found[int(part) if part.isdigit() else part]
            self.given[written] = str(found)

    def undescribed(self, act: Act, said: Response) -> list[str]:
        """What in an answer is other than the description says."""
        _, _, described = self.where(act.operation)
        kind = said.headers["content-type"].partition(";")[0]
        content = described["responses"][str(said.status_code)]["content"]
        schema = (content.get(kind) or content["*/*"]).get("schema", {})
        if not kind.endswith(("/json", "+json")):
            return []
        whole = {**schema, "components": self.told["components"]}
        return [error.message for error in OAS31Validator(whole).iter_errors(said.json())]

    def _bearer(self, act: Act) -> dict[str, str]:
        wish = Wish(
            sub=act.name.split()[0].lower(),
            name=act.name,
            authority=AUTHORITY,
            roles=frozenset(act.roles),
            party=act.party,
        )
        return {"Authorization": f"Bearer {self.issuer.token(wish, self.now)}"}

    def _really(self, said: Any) -> Any:
        text = json.dumps(dict(said) if isinstance(said, Mapping) else said)
        for written, real in self.given.items():
            text = text.replace(written, real)
        return json.loads(text)
