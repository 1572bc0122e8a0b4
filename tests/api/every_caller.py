"""Everybody who may come to the API, each with a token, and a case of each kind for them."""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import orjson
from councils_at_work import Council, a_case
from guests_at_work import ACME, SOUTHTOWN, shared

from api.development import DevelopmentIssuer, Wish
from api.settings import DEVELOPMENT, Settings

DANA = {"issuer": DEVELOPMENT, "subject": "dana", "name": "Dana Drew"}
"""The one person who sees the restricted case. She is none of the callers."""

OUTSIDERS = {"provider", "placing authority", "regulator"}
INSIDERS = {"commissioner", "director", "auditor", "information governance", "administrator"}
STRANGERS = {
    "no token",
    "expired",
    "for another program",
    "signed by nobody",
    "signed by another",
    "changed after signing",
}
LEAVER, ELSEWHERE, NO_ROLE = "leaver", "officer elsewhere", "officer without a role"
EVERYBODY = sorted({*OUTSIDERS, *INSIDERS, *STRANGERS, LEAVER, ELSEWHERE, NO_ROLE})


def tokens(
    council: Council, elsewhere: Council, settings: Settings, folder: Path
) -> Mapping[str, str | None]:
    """One for each caller; the key of an issuer that nobody trusts is kept in `folder`."""
    now, audience = datetime.now(UTC), settings.token_audience
    wish = Wish(sub="carl", name="Carl", authority=council.authority, roles=frozenset({"cm"}))
    good = council.issuer.token(wish, now)
    return {
        "commissioner": good,
        "director": council.token("Dora Dean", "dass"),
        "auditor": council.token("Ada Audit", "auditor"),
        "information governance": council.token("Ivy Inman", "information_governance"),
        "administrator": council.token("Adam Admin", "administrator"),
        "provider": council.token("Pat Price", "provider", party=ACME["id"]),
        "placing authority": council.token("Sam Shaw", "placing_authority", party=SOUTHTOWN["id"]),
        "regulator": council.token("Quinn Quick", "regulator", party="cqc"),
        LEAVER: council.token("Lee Left", "cm"),
        ELSEWHERE: elsewhere.token("Carl Cole", "cm"),
        NO_ROLE: council.token("Nora Nunn"),
        "no token": None,
        "expired": council.issuer.token(wish, now - timedelta(hours=2)),
        "for another program": DevelopmentIssuer(settings.data, "another").token(wish, now),
        "signed by nobody": _signed_by_nobody(good),
        "signed by another": DevelopmentIssuer(folder, audience).token(wish, now),
        "changed after signing": _as_director(good),
    }


def _signed_by_nobody(token: str) -> str:
    """The same words under `alg: none` (RFC 8725, 3.1)."""
    return f"{_coded({'alg': 'none', 'typ': 'JWT'})}.{token.split('.')[1]}."


def _as_director(token: str) -> str:
    """The same signature under another role."""
    header, claims, signature = token.split(".")
    said = orjson.loads(base64.urlsafe_b64decode(claims + "=="))
    return f"{header}.{_coded(said | {'roles': ['dass']})}.{signature}"


def _coded(content: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(content)).decode().rstrip("=")


def own_case(council: Council) -> dict[str, str]:
    """A case that every officer may see, and something in each place of its addresses."""
    said = council.post("/v1/cases?wait=sealed", a_case(), "cm").json()
    case, position = said["case"], str(said["position"])
    council.stepped(case, "agree_at_risk", "sprg")
    item = shared(council, case)
    opening = council.get(f"/v1/cases/{case}/facts").json()["rows"][0]["fact"]["id"]
    return {
        "case": case,
        "position": position,
        "decision": opening,
        "item": item,
        "duty": "regular_dialogue%232",
        "paper": "decision_log",
        "sha256": _lodged(council, case),
        **_ANYWHERE,
    }


_ANYWHERE = {"procedure": "north-west-routes", "form": "cloudevents"}


def _lodged(council: Council, case: str) -> str:
    tag = council.get(f"/v1/cases/{case}").headers["etag"]
    said = council.client.post(
        f"/v1/cases/{case}/documents?title=Minutes&source=Meeting",
        content=b"Minutes",
        headers=council.bearer() | {"Content-Type": "text/plain", "If-Match": tag},
    )
    assert said.status_code == 200, said.text
    return sha256(b"Minutes").hexdigest()


def restricted_case(council: Council) -> dict[str, str]:
    """As `own_case`, for Dana alone."""
    parts = own_case(council)
    asked = {"persons": [DANA], "reason": "her neighbour is the manager"}
    council.did(parts["case"], "restrictions", asked, DANA["name"], "dass")
    return parts


def no_case() -> dict[str, str]:
    """As `own_case`, of ids that were never given out."""
    return {
        "case": str(uuid4()),
        "position": str(2**62),
        "decision": str(uuid4()),
        "item": str(uuid4()),
        "duty": "regular_dialogue%232",
        "paper": "decision_log",
        "sha256": "0" * 64,
        **_ANYWHERE,
    }
