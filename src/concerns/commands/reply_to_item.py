from typing import ClassVar

from pydantic import Field

from concerns.commands.command import AboutShared


class ReplyToItem(AboutShared):
    """The right of reply of those with whom something is shared."""

    path: ClassVar[str] = "shared-replies"

    text: str = Field(min_length=1)
