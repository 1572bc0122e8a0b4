"""Addresses that are told when there is news: registered, listed, told again, ended."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from api.asking import LAST
from api.desk import Acting, Desk, Own
from api.problems import ProblemFound
from api.routes.arrangements import CREATED, Arranged, arranged
from api.service import Here
from concerns.aggregates.delegating import ADMINISTRATOR
from concerns.commands.end_webhook import EndWebhook
from concerns.commands.register_webhook import RegisterWebhook
from concerns.commands.renew_webhook_secret import RenewWebhookSecret
from concerns.events import WebhookRegistered
from concerns.hints.reach import LONGEST_URL, NotAllowed
from concerns.hints.secrets import fingerprint, new_secret, shown, to_keep
from concerns.ids import new_id
from concerns.storage import webhooks
from concerns.storage.webhooks import Kept
from concerns.vocabulary import Refusal

router = APIRouter(prefix="/v1/webhooks", tags=["Webhooks"])

FORMER_SIGNS_FOR = timedelta(days=1)
"""After a renewal, hints are signed with both secrets for so long."""
ACCEPTED = 202


class Reason(BaseModel):
    """Why; it stands in the record."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1)


class Wanted(Reason):
    """An address to be told, and of what."""

    url: str = Field(max_length=LONGEST_URL, description="https, on the open internet.")
    names: tuple[str, ...] = Field(
        (), max_length=200, description="Of facts; any if none is named."
    )


class From(BaseModel):
    """From where to tell again."""

    model_config = ConfigDict(extra="forbid")

    after: int = Field(ge=0, le=LAST, description="The position behind which to begin.")


class WithSecret(Arranged):
    """A decision about a webhook, and its secret: said here and never again."""

    webhook: UUID
    secret: str = Field(description="As Standard Webhooks writes it: whsec_ and base64.")


class Webhook(BaseModel):
    """An address, and how far it has been told."""

    webhook: UUID
    url: str
    names: list[str]
    secret_sha256: str
    told: int
    """The position up to which it took our hints."""
    tries: int
    """How often it did not take the one under way."""
    trouble: str
    """Why not, the last time."""
    failing_since: datetime | None
    """Given up then: ask for a replay when it works again."""


def _administrating(desk: Acting) -> Desk:
    if ADMINISTRATOR not in desk.officer.roles:
        raise ProblemFound("not-your-role", "webhooks are for the administrator")
    return desk


Administrating = Annotated[Desk, Depends(_administrating)]


@router.get("", name="webhooks")
def listed(desk: Own) -> list[Webhook]:
    """Which addresses are told of news, how far each has come, and which fail?"""
    kept = webhooks.kept(desk.council.pool, desk.council.authority)
    return [_one(one, kept[key]) for key, one in _standing(desk).items() if key in kept]


@router.post("", name="register_webhook", status_code=CREATED)
def register(wanted: Wanted, desk: Administrating, here: Here) -> WithSecret:
    """Have an address told when there is news. The answer holds the secret that signs, once."""
    try:
        here.hints.reach.to(wanted.url)
    except NotAllowed as no:
        raise ProblemFound("not-understood", str(no), where="url") from None
    council, webhook, secret = desk.council, new_id(), new_secret()
    asked = RegisterWebhook(
        webhook=webhook, secret_sha256=fingerprint(secret), **wanted.model_dump()
    )
    kept, head = to_keep(secret, here.hints.keks), council.casework.register.head()
    webhooks.begin(council.pool, council.authority, webhook, *kept, head)
    try:
        said = arranged(desk, asked)
    except Refusal:
        webhooks.forget(council.pool, council.authority, webhook)
        raise
    return WithSecret(**said.model_dump(), webhook=webhook, secret=shown(secret))


@router.post("/{webhook}/secrets", name="renew_webhook_secret", status_code=CREATED)
def renew(webhook: UUID, why: Reason, desk: Administrating, here: Here) -> WithSecret:
    """Sign with a new secret, and for a day with the one before as well."""
    _one_of(desk, webhook)
    secret, council = new_secret(), desk.council
    until = here.clock() + FORMER_SIGNS_FOR
    kept = to_keep(secret, here.hints.keks)
    webhooks.renew(council.pool, council.authority, webhook, *kept, until)
    sha256 = fingerprint(secret)
    said = arranged(
        desk, RenewWebhookSecret(webhook=webhook, secret_sha256=sha256, reason=why.reason)
    )
    return WithSecret(**said.model_dump(), webhook=webhook, secret=shown(secret))


@router.post("/{webhook}/replays", name="replay_webhook", status_code=ACCEPTED)
def replay(webhook: UUID, wished: From, desk: Administrating) -> Webhook:
    """Tell it again of what comes after a position, also where it was given up."""
    one, council = _one_of(desk, webhook), desk.council
    if wished.after > council.casework.register.head():
        raise ProblemFound("not-understood", "the record has not come so far", where="after")
    webhooks.replay(council.pool, council.authority, webhook, wished.after)
    return _one(one, webhooks.kept(council.pool, council.authority)[webhook])


@router.post("/{webhook}/endings", name="end_webhook", status_code=CREATED)
def end(webhook: UUID, why: Reason, desk: Administrating) -> Arranged:
    """Tell it of no news any more; its secret is forgotten."""
    said = arranged(desk, EndWebhook(webhook=webhook, reason=why.reason))
    webhooks.forget(desk.council.pool, desk.council.authority, webhook)
    return said


def _standing(desk: Desk) -> dict[UUID, WebhookRegistered]:
    return desk.council.casework.arrangements.scheme(newest=True).webhooks


def _one_of(desk: Desk, webhook: UUID) -> WebhookRegistered:
    found = _standing(desk).get(webhook)
    if found is None:
        raise ProblemFound("not-found", "there is no such webhook", where="webhook")
    return found


def _one(registered: WebhookRegistered, kept: Kept) -> Webhook:
    return Webhook(
        webhook=kept.id,
        url=registered.url,
        names=list(registered.names),
        secret_sha256=registered.secret_sha256,
        told=kept.told,
        tries=kept.tries,
        trouble=kept.trouble,
        failing_since=kept.failing_since,
    )
