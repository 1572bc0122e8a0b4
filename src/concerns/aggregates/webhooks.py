"""Decide which addresses are told that there is news. For the administrator alone."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from concerns.aggregates.delegating import Arranging, fact_of, for_those, not_understood
from concerns.commands.command import CouncilCommand
from concerns.commands.end_webhook import EndWebhook
from concerns.commands.register_webhook import RegisterWebhook
from concerns.commands.renew_webhook_secret import RenewWebhookSecret
from concerns.events import (
    FACTS,
    Fact,
    WebhookEnded,
    WebhookRegistered,
    WebhookSecretRenewed,
)
from concerns.vocabulary import Refusal

MOST = 20
"""Addresses that one council may have told."""


def register_webhook(asked: RegisterWebhook, here: Arranging) -> Fact:
    """Whether the address can be reached, and may be, is found out before.

    Raises:
        Refusal: not your role, no such facts, or there are enough.
    """
    for_those(here, [], "registering a webhook")
    if unknown := [name for name in asked.names if name not in FACTS]:
        raise not_understood(f"no fact has the name {unknown[0]!r}", "names")
    if len(here.scheme.webhooks) >= MOST:
        raise Refusal(f"a council has at most {MOST} webhooks: end one that is not needed")
    said = asked.model_dump(exclude={"reason"})
    return fact_of(WebhookRegistered, asked, here, **said)


def renew_webhook_secret(asked: RenewWebhookSecret, here: Arranging) -> Fact:
    """The former secret signs beside the new one for a while.

    Raises:
        Refusal: not your role, or there is no such webhook.
    """
    for_those(here, [], "renewing a webhook's secret")
    said = {"url": _standing(here, asked.webhook).url, "secret_sha256": asked.secret_sha256}
    return fact_of(WebhookSecretRenewed, asked, here, webhook=asked.webhook, **said)


def end_webhook(asked: EndWebhook, here: Arranging) -> Fact:
    """At once, whatever was still to be told.

    Raises:
        Refusal: not your role, or there is no such webhook.
    """
    for_those(here, [], "ending a webhook")
    url = _standing(here, asked.webhook).url
    return fact_of(WebhookEnded, asked, here, webhook=asked.webhook, url=url)


def _standing(here: Arranging, webhook: UUID) -> WebhookRegistered:
    found = here.scheme.webhooks.get(webhook)
    if found is None:
        raise Refusal("there is no such webhook", kind="not found", where="webhook")
    return found


WEBHOOKS: dict[type[CouncilCommand], Callable[[Any, Arranging], Fact]] = {
    RegisterWebhook: register_webhook,
    RenewWebhookSecret: renew_webhook_secret,
    EndWebhook: end_webhook,
}
"""Which decision answers which request about webhooks."""
