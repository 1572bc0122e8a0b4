from typing import ClassVar

from pydantic import Field

from concerns.commands.command import Command
from concerns.vocabulary import Provider, Service


class OpenCase(Command):
    """Open a case about one or more services of a provider, under one procedure."""

    path: ClassVar[str] = "cases"

    procedure: str
    provider: Provider
    services: tuple[Service, ...] = Field(min_length=1)
