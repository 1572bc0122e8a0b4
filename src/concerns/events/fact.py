"""The permanent record: every fact that a case can hold, written for a stranger in twenty years.

A stored name is pinned and versioned and never reused; a class may move or change its Python name.
A changed shape is a new class with the next version beside the old one. Facts hold no floats; money
is in pence; residents, families and reporters are never named in them (design: sealed fields).
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from concerns.vocabulary import (
    By,
    Clause,
    Departure,
    Evidence,
    Frozen,
    Rag,
)
from concerns.when import When

FACTS: dict[str, type["Fact"]] = {}
"""Every fact by its stored name."""


class UnknownFact(LookupError):
    """A stored fact has a name that this program does not know: a replay stops here, loudly."""


NOT_BLANK = r"\S"

Text = Annotated[str, StringConstraints(pattern=NOT_BLANK)]
"""Words that somebody must have said: never blank."""

ISODate = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Counted(Frozen):
    """How a due date was counted, so that it can be explained and never silently changes."""

    start: ISODate
    length: int
    unit: str
    calendar: str
    calendar_version: str
    calendar_digest: str


class Duty(Frozen):
    """Something the procedure says must now be done, or a time limit that now runs."""

    id: str
    key: str
    kind: Literal["telling", "letter", "check", "time limit", "condition", "plan", "confirmation"]
    what: str
    owners: tuple[str, ...]
    owner_title: str
    whom: str | None = None
    done_when: Literal["issued", "delivered", "acknowledged", "done", "step taken"]
    due: ISODate | None = None
    firmness: Literal["soft", "firm", "absolute"] = "firm"
    counted: Counted | None = None
    requirements: tuple[str, ...] = ()


class Seen(Frozen):
    """The case as whoever decided said that they had seen it, and the council's settings then.

    The digest is SHA-256 over that of the version before and that of this version's body; before
    the first there are 32 zero bytes. `settings` is the digest of the settings adopted.
    """

    version: int
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    settings: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


class Trace(Frozen):
    """Ids by which the request that led here is found in logs, here and with others."""

    request: str
    correlation: str
    causation: str | None = None


class Consequence(Frozen):
    """What the fact leaves behind, so that replay and views need no council's rules."""

    stage: str | None = None
    stage_label: str | None = None
    rag: Rag | None = None
    turns_on: tuple[str, ...] = ()
    turns_off: tuple[str, ...] = ()
    begins: tuple[Duty, ...] = ()
    ends: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()
    """Steps that are answered by this one and must be taken again before they count again."""
    log_of: tuple[str, ...] = ()
    closes: bool = False


class Fact(Frozen):
    """What every fact says. `recorded_at` and the log position are given by the database."""

    name: ClassVar[str] = ""
    sentence: ClassVar[str] = ""
    decision: ClassVar[bool] = False
    """A decision needs a reason and stands in the decision log."""
    about_the_record: ClassVar[bool] = False
    """About the record as a whole: no case of a provider, so no view of cases shows it."""

    id: UUID
    case: UUID
    version: int
    occurred: When
    by: By
    clause: Clause
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    choices: dict[str, bool] = {}
    """Yes-or-no questions that the procedure leaves to the decider, and the answers."""
    departure: Departure | None = None
    consequence: Consequence = Consequence()
    seen: Seen | None = None
    trace: Trace | None = None

    def __init_subclass__(cls, **keywords: Any) -> None:  # noqa: ANN401 - pydantic's own signature
        super().__init_subclass__(**keywords)
        if cls.name in FACTS:
            raise TypeError(f"two facts are called {cls.name}")
        if cls.name:
            FACTS[cls.name] = cls

    def __str__(self) -> str:
        """One plain sentence, complete in itself."""
        told = self.sentence.format_map(_Fields(self))
        if self.departure:
            told += f" [Departure from the procedure: {self.departure.reason}]"
        return told


class _Fields(Mapping[str, Any]):
    """A fact's fields by name, looked up only where its sentence speaks of them."""

    def __init__(self, fact: Fact) -> None:
        self.fact = fact

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a fact's fields are of any kind
        return getattr(self.fact, name)

    def __iter__(self) -> Iterator[str]:
        return iter(type(self.fact).model_fields)

    def __len__(self) -> int:
        return len(type(self.fact).model_fields)


def fact_class(name: str) -> type[Fact]:
    """The class of a stored name.

    Raises:
        UnknownFact: nothing is known by that name; never skipped, because what it did is unknown.
    """
    try:
        return FACTS[name]
    except KeyError:
        raise UnknownFact(
            f"the record holds a fact called {name!r}, which this program does not know"
        ) from None


class Decision(Fact):
    """A fact that somebody decided."""

    decision: ClassVar[bool] = True

    reason: Text  # pyright: ignore[reportGeneralTypeIssues] - compulsory here
