from typing import ClassVar

from concerns.commands.command import CouncilCommand


class MapAppRoles(CouncilCommand):
    """Say which of the procedures' roles each role of a sign-in stands for."""

    path: ClassVar[str] = "app-roles"

    roles: dict[str, tuple[str, ...]]
