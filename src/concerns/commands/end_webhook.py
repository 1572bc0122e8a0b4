from typing import ClassVar
from uuid import UUID

from concerns.commands.command import CouncilCommand


class EndWebhook(CouncilCommand):
    """Tell an address of no news any more."""

    path: ClassVar[str] = "webhook-endings"

    webhook: UUID
