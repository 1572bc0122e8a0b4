from typing import ClassVar

from concerns.commands.command import Command


class ProposeKeyDestruction(Command):
    """Propose to destroy the key to somebody's personal data; another person must confirm it."""

    path: ClassVar[str] = "key-destructions-proposed"

    subject: str
    """Whose data: a reference such as R12, or form and field where the form is about the case."""
    retention: str
    """The retention class, such as care_record."""
    ground: str = ""
    """Why sooner than the period ends, as the class names it; empty once it has ended."""
