"""A council with its officers, as the API's tests see it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from fastapi import FastAPI
from fastapi.routing import APIRoute
from httpx2 import Response
from starlette.testclient import TestClient

from api.development import DevelopmentIssuer, Wish
from concerns.procedures import reader

NORTH_WEST = Path(reader.__file__).parent / "north_west_routes"
EVERY_ROLE = ("cm", "sprg", "cqs", "dmt", "dass", "nursing_director", "care_management")


@dataclass
class Clock:
    """The API's clock, ahead of the real one as far as a test wishes."""

    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Council:
    """A council of one test alone, and what its officers send."""

    client: TestClient
    issuer: DevelopmentIssuer
    authority: str

    def token(self, name: str = "Ann Archer", *roles: str, **wishes: object) -> str:
        wish = Wish(
            sub=name.split(maxsplit=1)[0].lower(),
            name=name,
            authority=self.authority,
            roles=frozenset(roles),
        )
        return self.issuer.token(wish.model_copy(update=wishes), datetime.now(UTC))

    def bearer(self, name: str = "Ann Archer", *roles: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(name, *(roles or EVERY_ROLE))}"}

    def get(self, path: str, *roles: str, **asked: str | int) -> Response:
        return self.client.get(
            path, headers=self.bearer("Ann Archer", *roles), params=asked or None
        )

    def post(
        self,
        path: str,
        body: dict[str, Any],
        *roles: str,
        name: str = "Ann Archer",
        **headers: str,
    ) -> Response:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        return self.client.post(path, json=body, headers=self.bearer(name, *roles) | named)

    def opened(self, service: str | None = None, **more: object) -> str:
        """A new case's id."""
        said = self.post("/v1/cases", a_case(service, **more), "cm")
        assert said.status_code == 201, said.text
        return said.json()["case"]

    def did(self, case: str, noun: str, body: dict[str, Any], name: str, *roles: str) -> Response:
        """An act on the case as it stands now, which must succeed."""
        tag = self.get(f"/v1/cases/{case}").headers["etag"]
        said = self.post(f"/v1/cases/{case}/{noun}", body, *roles, name=name, if_match=tag)
        assert said.status_code == 200, said.text
        return said

    def stepped(self, case: str, step: str, role: str, **more: object) -> Response:
        """A step taken by an officer who is named after their role."""
        body = {"step": step, "reason": f"because of {step}", **more}
        return self.did(case, "decisions", body, role.title(), role)


def a_case(service: str | None = None, **more: object) -> dict[str, Any]:
    """What opens a case about a service of its own."""
    return {
        "procedure": "north-west-routes",
        "provider": {"id": "1-101", "name": "Acme Care"},
        "services": [{"id": service or f"1-{uuid4()}", "name": "Elm House", "type": "care home"}],
        "reason": "three alerts in a week",
        **more,
    }


def routes(app: FastAPI) -> list[APIRoute]:
    """Every route, also those of included routers, whether described or not."""
    included = [getattr(one, "original_router", None) for one in app.routes]
    found = [*app.routes, *(one for router in included if router for one in router.routes)]
    return [one for one in found if isinstance(one, APIRoute)]
