from typing import ClassVar

from pydantic import Field

from concerns.commands.command import Command
from concerns.events import MediaType, Text


class LodgeDocument(Command):
    """Lodge a document with a case. Its bytes come along and are kept before the fact is."""

    path: ClassVar[str] = "documents"

    title: Text
    source: Text
    media_type: MediaType
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", repr=False)
    """Of the bytes as they were brought: what tells this request from another."""
    about: str = ""
    """The reference of the person it is about, such as R12; then it is sealed."""
    retention: str = ""
    """The retention class of a sealed document."""
