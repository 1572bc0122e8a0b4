from typing import ClassVar

from concerns.commands.command import CouncilCommand
from concerns.vocabulary import Person
from concerns.when import Day


class RecordAbsence(CouncilCommand):
    """Say that somebody is away: their nominated deputies may act meanwhile."""

    path: ClassVar[str] = "absences"

    person: Person
    starts: Day
    ends: Day
