from typing import ClassVar

from concerns.commands.command import AboutShared


class AcknowledgeItem(AboutShared):
    """Say by name that one has read what is shared."""

    path: ClassVar[str] = "shared-acknowledgements"
