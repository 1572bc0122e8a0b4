"""What a decision may look at: the case, the procedure it runs under, who asks, and the time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from concerns.aggregates.lodging import Lodging
from concerns.aggregates.provider_case import ProviderCase
from concerns.aggregates.seals import Seals
from concerns.commands.command import Command
from concerns.events import NOT_BLANK, Consequence, Fact, Seen, Trace
from concerns.procedures.procedure import Procedure
from concerns.vocabulary import By, Clause, Officer, Refusal
from concerns.when import When, today
from concerns.working_days import Calendar


@dataclass(frozen=True, slots=True)
class Situation:
    """Time, ids and the officer are passed in: a decision replayed in 2040 says the same."""

    case: ProviderCase
    procedure: Procedure
    calendar: Calendar
    officer: Officer
    now: datetime
    new_id: Callable[[], UUID]
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    seals: Seals | None = None
    """What seals personal data; without it, such data is refused."""
    seen: Seen | None = None
    trace: Trace | None = None
    lodging: Lodging | None = None
    """The document that is being lodged, if one is."""

    @property
    def today(self) -> date:
        """The date in London."""
        return today(self.now)

    def setting(self, key: str) -> Any:  # noqa: ANN401 - a setting's own kind says what it is
        """What the council has set; None where it has not, and then a human chooses."""
        return self.settings.get(key, self.procedure.settings[key].value)

    def setting_if_any(self, key: str) -> Any:  # noqa: ANN401 - as above
        """What the council has set; None where it has not, or where there is no such setting."""
        return self.setting(key) if key in self.procedure.settings else None

    def holds(self, role: str) -> bool:
        """Whether the officer holds a role: by the token, or by appointment in this case; in
        another's place, whether it was delegated, and theirs to delegate.
        """
        officer = self.officer
        if officer.delegation and role not in officer.roles:
            return False
        if self.procedure.roles[role].appointed:
            appointed = self.case.appointed.get(role)
            return appointed is not None and appointed.is_same(
                officer.on_behalf_of or officer.person
            )
        return role in officer.roles

    def held(self, roles: tuple[str, ...], asked: str | None) -> str | None:
        """The role in which the officer may act, preferring the one they named."""
        fitting = [role for role in roles if self.holds(role)]
        return asked if asked in fitting else next(iter(fitting), None)

    def titles(self, roles: tuple[str, ...]) -> str:
        """Roles as the document calls them."""
        return " or ".join(self.procedure.role_title(role) for role in roles)


def when(asked: Command, situation: Situation) -> When:
    """When it happened: today unless said.

    Raises:
        Refusal: the date lies in the future.
    """
    occurred = asked.occurred or When(situation.today.isoformat())
    if occurred.earliest > situation.today:
        raise Refusal(
            f"{occurred.in_words} lies in the future: a record says what has happened",
            kind="not understood",
            where="occurred",
        )
    return occurred


def by(situation: Situation, role: str) -> By:
    """The officer acting in a role; both names where somebody acts for another."""
    officer = situation.officer
    return By(
        person=officer.person,
        role=role,
        title=situation.procedure.role_title(role),
        on_behalf_of=officer.on_behalf_of,
        through=officer.through,
        delegation=officer.delegation,
    )


def in_role(situation: Situation, roles: tuple[str, ...], asked: Command, what: str) -> By:
    """The officer in one of some roles.

    Raises:
        Refusal: the officer holds none of them.
    """
    role = situation.held(roles, asked.role)
    if role is None:
        raise Refusal(f"{what} is for the {situation.titles(roles)}", kind="not your role")
    return by(situation, role)


def clause(situation: Situation, step: str, requirements: tuple[str, ...] = ()) -> Clause:
    """The clause that allows an act."""
    procedure = situation.procedure
    return _clause(procedure.procedure, procedure.version, procedure.digest, step, requirements)


@cache
def _clause(
    procedure: str, version: str, digest: str, step: str, requirements: tuple[str, ...]
) -> Clause:
    return Clause(
        procedure=procedure, version=version, digest=digest, step=step, requirements=requirements
    )


def fact(
    kind: type[Fact],
    asked: Command,
    situation: Situation,
    /,  # a detail may be called "kind"
    *,
    by: By,
    clause: Clause,
    consequence: Consequence | None = None,
    **details: Any,  # noqa: ANN401 - the fact's own type judges them
) -> Fact:
    """Make the fact, one version on.

    Raises:
        Refusal: something is missing or malformed, naming the field; nothing is half-made.
    """
    common = {
        "id": situation.new_id(),
        "case": situation.case.id,
        "version": situation.case.version + 1,
        "occurred": when(asked, situation),
        "by": by,
        "clause": clause,
        "reason": asked.reason.strip(),
        "evidence": asked.evidence,
        "consequence": consequence or Consequence(),
        "seen": situation.seen,
        "trace": situation.trace,
    }
    _reason_given(kind, asked)
    if mine := sorted(details.keys() & common.keys() - {"choices", "departure"}):
        raise Refusal(f"{mine[0]!r} is not a detail", kind="not understood", where=mine[0])
    try:
        return kind.model_validate({**common, **details})
    except ValidationError as error:
        raise _not_understood(error) from None


def _reason_given(kind: type[Fact], asked: Command) -> None:
    if kind.decision and not asked.reason.strip():
        raise Refusal(
            "a decision must carry its reason: say why", kind="not understood", where="reason"
        )


def _not_understood(error: ValidationError) -> Refusal:
    """Everything that is wrong, so that nobody has to ask once for each."""
    wrong = error.errors(include_url=False, include_input=False)
    each = tuple((".".join(str(part) for part in one["loc"]), _said(one)) for one in wrong)
    told = "; ".join(f"{where}: {said}" if where else said for where, said in each)
    return Refusal(told, kind="not understood", where=each[0][0], each=each)


def _said(one: ErrorDetails) -> str:
    """In words of whoever sends JSON, which has no tuples."""
    if one.get("ctx", {}).get("pattern") == NOT_BLANK:
        return "must not be blank"
    return one["msg"].removeprefix("Value error, ").replace("valid tuple", "valid list")
