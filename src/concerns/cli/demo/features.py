"""Which parts of the printed programme a story feeds."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from concerns.vocabulary import Frozen

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Day = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"),
    AfterValidator(lambda day: date.fromisoformat(day).isoformat()),
]


class Tellings(Frozen):
    """Which part of the register of telling is shown, under which title."""

    title: Words
    about: tuple[Words, ...] = Field(min_length=1)


class Known(Frozen):
    """Two marked instants at which the case is compared."""

    before: str
    after: str


class AsAt(Frozen):
    """A day to look back at, and how that is said."""

    day: Day
    words: Words


class Features(Frozen):
    """Which parts of the printed programme a story feeds."""

    refusals: bool = False
    decision_log: bool = False
    kept_logs: bool = False
    tellings: Tellings | None = None
    known: Known | None = None
    time_limit: str | None = None
    as_at: AsAt | None = None
