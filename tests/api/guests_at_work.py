"""Those outside the council, as the API's tests see them."""

from dataclasses import dataclass
from typing import Any

from councils_at_work import Council
from httpx2 import Response

ACME = {"kind": "provider", "id": "1-101646247", "name": "Acme Care Ltd"}
SOUTHTOWN = {"kind": "placing_authority", "id": "E08000099", "name": "Southtown Council"}
NOTICE = {"kind": "notice", "title": "What we found", "paragraphs": ["Doses were not signed for."]}


@dataclass
class Guest:
    """Somebody of a party, with a token of the council."""

    council: Council
    name: str = "Pat Price"
    roles: tuple[str, ...] = ("provider",)
    party: str | None = ACME["id"]

    def bearer(self) -> dict[str, str]:
        token = self.council.token(self.name, *self.roles, party=self.party)
        return {"Authorization": f"Bearer {token}"}

    def get(self, path: str = "/v1/shared", **headers: str) -> Response:
        return self.council.client.get(path, headers=self.bearer() | _named(headers))

    def post(self, path: str, body: dict[str, Any] | None = None, **headers: str) -> Response:
        return self.council.client.post(path, json=body, headers=self.bearer() | _named(headers))

    def sees(self) -> list[str]:
        """Titles of what is shared with them."""
        said = self.get()
        assert said.status_code == 200, said.text
        return [row["title"] for row in said.json()["rows"]]


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {key.replace("_", "-"): value for key, value in headers.items()}


def shared(
    council: Council,
    case: str,
    what: dict[str, Any] | None = None,
    party: dict[str, str] | None = None,
    **more: object,
) -> str:
    """What an officer shared; its id."""
    body = {"party": party or ACME, "what": what or NOTICE, "reason": "they must know", **more}
    return council.did(case, "shared-items", body, "Ann Archer", "cm").json()["facts"][0]["id"]
