from typing import ClassVar

from concerns.commands.command import Command
from concerns.events import WhatBecame


class RecordOutcome(Command):
    """Record what became of somebody who used the service."""

    path: ClassVar[str] = "people-outcomes"

    person: str
    outcome: WhatBecame
    note: str = ""
