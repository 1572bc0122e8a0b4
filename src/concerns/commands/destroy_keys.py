from typing import ClassVar

from concerns.commands.command import AboutFact


class DestroyKeys(AboutFact):
    """Confirm a proposal by another person, named by its fact, and destroy the key for ever."""

    path: ClassVar[str] = "key-destructions"
