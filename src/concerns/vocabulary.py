"""Words that all councils share."""

from collections.abc import Sequence
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Colour = Literal["green", "amber", "red"]
"""In order of worry; see WORSE."""

WORSE: tuple[Colour, ...] = ("green", "amber", "red")


class Frozen(BaseModel):
    """A value: never changed once made, and nothing in it that was not asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Rag(Frozen):
    """A colour with the scheme that gives it its meaning.

    Red means "suspended" in one council's procedure and "one of eleven indicators" in another's
    (X-DF-01 to X-DF-03), so a colour never travels without its scheme.
    """

    colour: Colour
    scheme: str


def worst(colours: Sequence[Colour]) -> Colour | None:
    """The most worrying of some colours; None of none (AMB-DER-12)."""
    return max(colours, key=WORSE.index, default=None)


class Person(Frozen):
    """Who acts: the identity provider's issuer and subject, which outlive any account."""

    issuer: str = Field(min_length=1)
    subject: str = Field(min_length=1)
    name: str = Field(min_length=1)

    def is_same(self, other: "Person") -> bool:
        """Names change; issuer and subject do not."""
        return (self.issuer, self.subject) == (other.issuer, other.subject)


GuestKind = Literal["provider", "placing_authority", "regulator"]
"""What somebody from outside the council is to it; also the key of their role."""
GUEST_KINDS: tuple[GuestKind, ...] = get_args(GuestKind)


class Party(Frozen):
    """An organisation outside the council, by the id that its people's tokens say."""

    kind: GuestKind
    id: str = Field(
        max_length=200,
        pattern=r"^[!-~]+$",
        description="A CQC provider id, an authority's GSS code, or cqc.",
    )
    name: str = Field(max_length=300, pattern=r"\S")


class Limits(Frozen):
    """How far a delegation goes; nothing said is no limit."""

    procedures: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    pence: int | None = None


class Officer(Frozen):
    """A person at work: for which authority, holding which of its roles, perhaps for another."""

    person: Person
    authority: str
    roles: frozenset[str] = frozenset()
    on_behalf_of: Person | None = None
    through: tuple[Person, ...] = ()
    """Those who passed the delegation on."""
    delegation: str | None = None
    limits: Limits = Limits()
    party: str | None = None
    """The id of the organisation that somebody from outside the council acts for."""

    def humans(self) -> tuple[Person, ...]:
        """Everyone whose authority this act would use: all count when two must differ."""
        return _humans(self.person, self.on_behalf_of, self.through)


class By(Frozen):
    """Who acted, in which role, and on whose behalf: both names are on the act."""

    person: Person
    role: str
    title: str
    on_behalf_of: Person | None = None
    through: tuple[Person, ...] = ()
    delegation: str | None = None

    def __str__(self) -> str:
        for_whom = f" for {self.on_behalf_of.name}" if self.on_behalf_of else ""
        passed_on = f" through {', '.join(one.name for one in self.through)}"
        return f"{self.person.name} ({self.title}{for_whom}{passed_on if self.through else ''})"

    def humans(self) -> tuple[Person, ...]:
        """Everyone whose authority this act used."""
        return _humans(self.person, self.on_behalf_of, self.through)


def _humans(
    person: Person, on_behalf_of: Person | None, through: tuple[Person, ...]
) -> tuple[Person, ...]:
    return (person,) if on_behalf_of is None else (person, on_behalf_of, *through)


class Clause(Frozen):
    """What allowed an act: procedure, version, content digest, step, requirements."""

    procedure: str
    version: str
    digest: str
    step: str
    requirements: tuple[str, ...] = ()


class Evidence(Frozen):
    """A document by its SHA-256, and who says so: what is assured is not yet observed."""

    title: str = Field(min_length=1)
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    said_by: Literal["observed", "reported", "assured by the provider"]


class Service(Frozen):
    """A service as the regulator knows it. Ids are text: mostly ``1-…``, also like ``RL4``."""

    id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    type: str = Field(min_length=1)


class Provider(Frozen):
    """Who runs services."""

    id: str = Field(min_length=1)
    name: str = Field(min_length=1)


class Departure(Frozen):
    """A step taken outside the procedure, marked for ever: which rules, why, on whose authority."""

    rules: tuple[str, ...]
    reason: str = Field(min_length=1)
    authorised_by: Person
    confirmed: bool
    """True when the authoriser is the person acting; otherwise a confirmation is due."""


RefusalKind = Literal["not allowed", "not your role", "not understood", "not found", "changed"]


class Refusal(Exception):
    """The procedure's answer "no": what is wrong, by which clause, and what may be done instead."""

    def __init__(
        self,
        why: str,
        *,
        clause: tuple[str, ...] = (),
        kind: RefusalKind = "not allowed",
        departure: bool = False,
        where: str = "",
        each: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(why)
        self.why = why
        self.clause = clause
        self.kind: RefusalKind = kind
        self.departure = departure
        self.where = where
        self.each = each
        """Where several things are wrong: the place of each, and what is wrong there."""
