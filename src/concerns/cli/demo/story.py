"""What a demonstration's story says. Documented in docs/reference/demo-stories.md."""

from collections.abc import Iterator
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator

from concerns.cli.demo.features import Day, Features, Words
from concerns.commands import COMMANDS
from concerns.vocabulary import Evidence, Frozen, Provider, Service
from concerns.when import When

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
DutyNamed = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*( [1-9][0-9]*)?$")]


class Council(Frozen):
    """A made-up council: its id begins with the slug."""

    slug: Slug
    name: Words


class Somebody(Frozen):
    """A made-up officer; the name is the identity, so one person may stand in two roles."""

    name: Words
    roles: frozenset[str] = frozenset()
    on_behalf_of: str | None = None
    delegation: str | None = None


class DepartureWished(Frozen):
    """A step outside the procedure: why, and by whose key it was authorised."""

    reason: Words
    authorised_by: str | None = None


class Act(Frozen):
    """On a day, somebody asks for something."""

    on: Day
    who: str
    open: Words | None = None
    take: str | None = None
    do: str | None = None
    because: str = ""
    with_: dict[str, Any] = Field(default={}, alias="with")
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    duty: DutyNamed | None = None
    duties: tuple[DutyNamed, ...] = ()
    """Duties for each of which the same is asked, one after the other."""
    each: tuple[dict[str, Any], ...] = ()
    """Fields for each of which the same is asked, one after the other."""
    fact: str | None = None
    departure: DepartureWished | None = None
    role: str | None = None
    occurred: When | None = None
    evidence: tuple[Evidence, ...] = ()
    refused: str = ""
    """What they wished to do, in words, where the procedure must refuse it."""
    citing: str = ""
    """A requirement that the refusal must name."""
    mark: str = ""

    @model_validator(mode="after")
    def _one_request(self) -> Self:
        asked = [self.open, self.take, self.do]
        if sum(one is not None for one in asked) != 1:
            raise ValueError("an act has exactly one of open, take and do")
        if self.do is not None and self.do not in COMMANDS:
            raise ValueError(f"nothing can be asked as {self.do!r}; only as {', '.join(COMMANDS)}")
        if self.take is None and (self.yes or self.no or self.departure):
            raise ValueError("yes, no and departure belong to an act with take")
        if self.open is not None and (self.because or self.with_):
            raise ValueError("the opening holds its reason; because and with do not belong to it")
        if sum(map(bool, (self.duty, self.duties, self.each))) > 1:
            raise ValueError("an act has at most one of duty, duties and each")
        if self.citing and not self.refused:
            raise ValueError("citing belongs to an act that is refused")
        return self

    def one_by_one(self) -> "list[Act]":
        """What is asked one after the other, where the act stands for several."""
        alike = [{"duty": duty} for duty in self.duties]
        alike += [{"with_": {**self.with_, **one}} for one in self.each]
        return [self.model_copy(update=one) for one in alike] or [self]


class Story(Frozen):
    """One made-up case, from its opening on."""

    council: Council
    procedure: str
    provider: Provider
    services: tuple[Service, ...] = Field(min_length=1)
    shows: Words
    people: dict[str, Somebody] = Field(min_length=1)
    features: Features = Features()
    acts: tuple[Act, ...] = Field(min_length=1)

    @property
    def name(self) -> str:
        """What the story is about, as its readers call it."""
        return ", ".join(service.name for service in self.services)

    def marks(self) -> Iterator[str]:
        """Every mark, in order."""
        return (act.mark for act in self.acts if act.mark)
