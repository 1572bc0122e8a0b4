"""The identity that the settings describe."""

from collections.abc import Callable
from datetime import datetime

from api.development import DevelopmentIssuer
from api.identity import Identity
from api.settings import Settings
from api.tokens.entra import Entra
from api.tokens.fixed_keys import FixedKeys
from api.tokens.key_file import KeyFile
from api.tokens.keys import Keys
from api.tokens.plain import Plain
from api.tokens.provider import Provider
from api.tokens.shape import Shape


def open_identity(chosen: Settings, clock: Callable[[], datetime]) -> Identity:
    """Read tokens as the settings say. Asks nothing of the network yet.

    Raises:
        OSError, KeysFaulty: the file of keys cannot be read, or holds none.
    """
    return Identity(
        {issuer: _keys(chosen, issuer, clock) for issuer in chosen.issuers()},
        chosen.token_audience,
        chosen.token_algorithms,
        _shape(chosen),
        clock,
    )


def _keys(chosen: Settings, issuer: str, clock: Callable[[], datetime]) -> Keys:
    if chosen.token_keys is not None:
        return KeyFile(chosen.token_keys)
    if chosen.development_issuer:
        return FixedKeys(DevelopmentIssuer(chosen.data, chosen.token_audience).keys)
    return Provider(issuer, clock, development=chosen.env == "development")


def _shape(chosen: Settings) -> Shape:
    if chosen.token_shape == "entra":  # noqa: S105 - a kind of provider
        return Entra(chosen.token_authorities, chosen.service_accounts, chosen.token_issuer)
    return Plain(chosen.service_accounts)
