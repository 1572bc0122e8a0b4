"""What a chronology file says. Documented in docs/reference/chronology-format.md."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from concerns.chronology.questions import Date, Question
from concerns.events import DatedBySource, HistoryAbout, HistoryKind
from concerns.vocabulary import Frozen, Provider, Service

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Authority(Frozen):
    """Whose history it is: the lead council, by its name in this record and in words."""

    slug: Slug
    name: Words


class OtherDate(Frozen):
    """What another source says of the date, and which."""

    date: Date
    source: Slug


class Item(Frozen):
    """One thing that happened, as its source tells it and no more."""

    id: Slug
    date: Date
    other_dates: tuple[OtherDate, ...] = ()
    who: Words
    kind: HistoryKind
    about: HistoryAbout = "this service"
    text: Words
    source: Slug
    other_sources: tuple[Slug, ...] = ()
    known_to_authority: Date | None = None
    """First date on which a source shows that the authority knew; null is "not shown"."""
    count: int | None = Field(default=None, ge=0)
    """How many such events the item stands for; the least, where the source says "at least"."""
    note: str = ""

    def cited(self) -> tuple[str, ...]:
        """Every source that the item names."""
        return (self.source, *self.other_sources, *(one.source for one in self.other_dates))

    @model_validator(mode="after")
    def _known_when_it_had_happened(self) -> Self:
        known = self.known_to_authority
        dates = (self.date, *(one.date for one in self.other_dates))
        if known and all(known.before(one) for one in dates):
            raise ValueError(f"known {known.in_words}, before it happened {self.date.in_words}")
        return self


class Chronology(Frozen):
    """A published history of a provider, and the questions that an auditor would ask of it."""

    title: Words
    authority: Authority
    procedure: Words
    """By which procedure gaps are measured; nobody says that it was in force at the time."""
    provider: Provider
    services: tuple[Service, ...] = Field(min_length=1)
    sources: dict[Slug, Words] = Field(min_length=1)
    items: tuple[Item, ...] = Field(min_length=1)
    questions: tuple[Question, ...] = ()

    def dated_by_source(self, item: Item) -> tuple[DatedBySource, ...]:
        """An item's other dates with each source in full, as the record keeps them."""
        return tuple(
            DatedBySource(date=one.date, source=self.sources[one.source])
            for one in item.other_dates
        )
