from typing import ClassVar
from uuid import UUID

from concerns.commands.command import CouncilCommand


class RenewWebhookSecret(CouncilCommand):
    """Sign with another secret what an address is told."""

    path: ClassVar[str] = "webhook-secrets"

    webhook: UUID
    secret_sha256: str
