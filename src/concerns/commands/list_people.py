from typing import ClassVar

from pydantic import Field

from concerns.commands.command import Command


class ListPeople(Command):
    """List people who use the service, by references such as R12 that only the council knows."""

    path: ClassVar[str] = "people"

    people: tuple[str, ...] = Field(min_length=1)
