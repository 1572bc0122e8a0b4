from datetime import date
from typing import ClassVar

from concerns.commands.command import CouncilCommand
from concerns.vocabulary import Person


class RecordAbsence(CouncilCommand):
    """Say that somebody is away: their nominated deputies may act meanwhile."""

    path: ClassVar[str] = "absences"

    person: Person
    starts: date
    ends: date
