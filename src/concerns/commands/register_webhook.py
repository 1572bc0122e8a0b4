from typing import ClassVar
from uuid import UUID

from concerns.commands.command import CouncilCommand


class RegisterWebhook(CouncilCommand):
    """Have an address told when there is news."""

    path: ClassVar[str] = "webhooks"

    webhook: UUID
    url: str
    names: tuple[str, ...] = ()
    secret_sha256: str
