"""The development issuer's addresses: as a real identity provider's, but for anybody who asks."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.responses import JSONResponse, Response

from api.development import DevelopmentIssuer, Wish
from api.development_grant import FORM, NotGranted, Sent, account
from api.service import Here
from api.settings import DEVELOPMENT

router = APIRouter(prefix="/v1/development", tags=["Development"])

MINUTES = 60
NOT_KEPT = {"Cache-Control": "no-store"}
"""RFC 6749, 5.1."""


class Token(BaseModel):
    """A token, and how long it is valid."""

    access_token: str
    token_type: str = "Bearer"  # noqa: S105 - a kind of token, not a secret
    expires_in: int


class Addresses(BaseModel):
    """Where a client finds what it needs (OpenID Connect Discovery 1.0; RFC 8414)."""

    issuer: str
    token_endpoint: str
    jwks_uri: str
    grant_types_supported: list[str] = ["client_credentials"]
    token_endpoint_auth_methods_supported: list[str] = ["client_secret_basic", "client_secret_post"]
    response_types_supported: list[str] = []
    subject_types_supported: list[str] = ["public"]
    id_token_signing_alg_values_supported: list[str] = ["ES256"]


_WORDS = {"error": {"type": "string"}, "error_description": {"type": "string"}}
_ERROR = {"type": "object", "required": [*_WORDS], "properties": _WORDS}
_NO: dict[str, Any] = {"content": {"application/json": {"schema": _ERROR}}}
"""RFC 6749, 5.2."""


async def _sent(request: Request) -> Sent:
    said = request.headers
    media_type = said.get("content-type", "").partition(";")[0].strip().lower()
    return Sent(media_type, said.get("authorization", ""), await request.body())


def _issuer(here: Here) -> DevelopmentIssuer:
    return DevelopmentIssuer(here.settings.data, here.settings.token_audience)


@router.get("/.well-known/openid-configuration", name="development_provider")
def provider(request: Request) -> Addresses:
    """What this issuer is called, and its addresses."""
    return Addresses(
        issuer=DEVELOPMENT,
        token_endpoint=str(request.url_for("development_token")),
        jwks_uri=str(request.url_for("development_jwks")),
    )


@router.get("/jwks", name="development_jwks")
def jwks(issuer: Annotated[DevelopmentIssuer, Depends(_issuer)]) -> dict[str, Any]:
    """The public key that verifies these tokens (RFC 7517)."""
    return dict(issuer.keys.as_dict(private=False))


@router.post(
    "/token",
    name="development_token",
    response_model=Token,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": Wish.model_json_schema()},
                FORM: {
                    "schema": {
                        "type": "object",
                        "required": ["grant_type"],
                        "properties": {
                            "grant_type": {"const": "client_credentials"},
                            "client_id": {"type": "string"},
                            "client_secret": {"type": "string"},
                            "scope": {"type": "string", "description": "Role keys, spaced."},
                        },
                    }
                },
            },
        }
    },
    responses={400: _NO, 401: _NO},
)
def token(
    sent: Annotated[Sent, Depends(_sent)],
    issuer: Annotated[DevelopmentIssuer, Depends(_issuer)],
    here: Here,
) -> Response:
    """A token for trying: act as anybody, in any role. There is no such address in production.

    As JSON, say as whom. As a form, a program acts for itself (RFC 6749, 4.4): any secret will do,
    the scope names its roles, and errors are answered as RFC 6749, 5.2, says.
    """
    if sent.media_type != FORM:
        wish = _wish(sent.body)
        return _answer(issuer.token(wish, here.clock()), wish.minutes)
    try:
        acts = account(sent, here.settings.development_authority)
    except NotGranted as no:
        status = 401 if no.error == "invalid_client" else 400
        told = {"error": no.error, "error_description": str(no)}
        challenge = {"WWW-Authenticate": "Basic"} if status == 401 else {}  # noqa: PLR2004 - see above
        return JSONResponse(told, status, {**NOT_KEPT, **challenge})
    return _answer(issuer.account_token(acts, here.clock(), MINUTES), MINUTES)


def _answer(signed: str, minutes: int) -> Response:
    told = Token(access_token=signed, expires_in=minutes * 60)
    return JSONResponse(told.model_dump(), headers=NOT_KEPT)


def _wish(body: bytes) -> Wish:
    try:
        return Wish.model_validate_json(body)
    except ValidationError as wrong:
        found = wrong.errors(include_url=False)
        raise RequestValidationError(
            [{**one, "loc": ("body", *one["loc"])} for one in found]
        ) from None
