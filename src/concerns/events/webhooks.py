"""Which addresses are told that there is news: the council decides it, in its own stream."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from concerns.events.fact import Text
from concerns.events.scheme import SchemeDecision

SHA256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class WebhookRegistered(SchemeDecision):
    name = "webhook-registered/1"
    sentence = "{by} had {url} told when there is news in the record: {reason}"
    webhook: UUID
    url: Text
    names: tuple[Text, ...] = ()
    """Names of the facts that are news; any fact where none is named."""
    secret_sha256: SHA256
    """Of the secret that signs; the secret itself is not in the record."""


class WebhookSecretRenewed(SchemeDecision):
    name = "webhook-secret-renewed/1"
    sentence = "{by} renewed the secret that signs what {url} is told: {reason}"
    webhook: UUID
    url: Text
    secret_sha256: SHA256


class WebhookEnded(SchemeDecision):
    name = "webhook-ended/1"
    sentence = "{by} had {url} told of no news any more: {reason}"
    webhook: UUID
    url: Text
