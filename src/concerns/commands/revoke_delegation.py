from typing import ClassVar
from uuid import UUID

from concerns.commands.command import CouncilCommand


class RevokeDelegation(CouncilCommand):
    """End a delegation now, and with it whatever was passed on under it."""

    path: ClassVar[str] = "delegation-revocations"

    delegation: UUID
