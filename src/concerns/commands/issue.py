from typing import ClassVar

from pydantic import Field

from concerns.commands.command import AboutDuty


class Issue(AboutDuty):
    """Send a letter, or tell somebody, as a duty requires."""

    path: ClassVar[str] = "notifications"

    how: str = Field(min_length=1, description="By telephone, e-mail, post, in person …")
