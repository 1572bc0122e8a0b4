"""Client credentials (RFC 6749, 4.4) as the development issuer takes them: any secret will do."""

import binascii
from base64 import b64decode
from typing import NamedTuple
from urllib.parse import parse_qs, unquote_plus

from pydantic import ValidationError

from api.development import Account

FORM = "application/x-www-form-urlencoded"


class NotGranted(Exception):
    """A word of RFC 6749, 5.2."""

    def __init__(self, error: str, why: str) -> None:
        super().__init__(why)
        self.error = error


class Sent(NamedTuple):
    """A request for a token as it came."""

    media_type: str
    authorization: str
    body: bytes


def account(sent: Sent, authority: str) -> Account:
    """The program that asks, with its roles from the scope.

    Raises:
        NotGranted: RFC 6749, 5.2.
    """
    form = _form(sent.body)
    if form.get("grant_type") != "client_credentials":
        raise NotGranted("unsupported_grant_type", "only client_credentials is given here")
    client, secret = _basic(sent.authorization) or (
        form.get("client_id", ""),
        form.get("client_secret", ""),
    )
    if not client or not secret:
        raise NotGranted("invalid_client", "send client_id and client_secret")
    try:
        return Account(
            client_id=client, authority=authority, roles=frozenset(form.get("scope", "").split())
        )
    except ValidationError:
        raise NotGranted("invalid_request", "a word is too long") from None


def _form(body: bytes) -> dict[str, str]:
    try:
        read = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        raise NotGranted("invalid_request", "the form cannot be read") from None
    if any(len(values) > 1 for values in read.values()):
        raise NotGranted("invalid_request", "a parameter is given twice")
    return {name: values[0] for name, values in read.items()}


def _basic(authorization: str) -> tuple[str, str] | None:
    """The client's id and secret as RFC 6749, 2.3.1, puts them into a header."""
    scheme, _, coded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client, _, secret = b64decode(coded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise NotGranted("invalid_client", "the Authorization header cannot be read") from None
    return unquote_plus(client), unquote_plus(secret)
