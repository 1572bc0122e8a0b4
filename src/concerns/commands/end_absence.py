from typing import ClassVar
from uuid import UUID

from concerns.commands.command import CouncilCommand


class EndAbsence(CouncilCommand):
    """Say that somebody is back before it was expected."""

    path: ClassVar[str] = "absence-endings"

    absence: UUID
