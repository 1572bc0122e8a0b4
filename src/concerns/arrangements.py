"""A council's own arrangements: its scheme of delegation, its roles, its settings, as facts."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Lock
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from concerns.aggregates.delegating import ARRANGEMENTS, Arranging
from concerns.aggregates.scheme import Scheme
from concerns.aggregates.webhooks import WEBHOOKS
from concerns.commands.adopt_settings import AdoptSettings
from concerns.commands.command import CouncilCommand
from concerns.events import Fact
from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import ProcedureFaulty
from concerns.procedures.settings import read_text
from concerns.projector import rows_beside
from concerns.register import IntegrityError, Register
from concerns.storage.door import Beside, Receipt
from concerns.storage.entries import origin
from concerns.vocabulary import Officer, Refusal
from concerns.when import today

LATEST = 1.0
"""Seconds for which roles and settings may be known from memory; a delegation never is."""
TRIES = 4
_DECISIONS = {**ARRANGEMENTS, **WEBHOOKS}


class Adopted(NamedTuple):
    """Settings, and the digest of the text in which they were adopted."""

    sha256: str
    values: Mapping[str, Any]


class Arrangements:
    """One authority's. Safe for several threads at once."""

    def __init__(
        self,
        register: Register,
        procedures: Mapping[str, Procedure],
        *,
        clock: Callable[[], datetime],
        new_id: Callable[[], UUID],
    ) -> None:
        self.register = register
        self.procedures = procedures
        self.clock = clock
        self.new_id = new_id
        self._scheme = Scheme()
        self._stream: UUID | None = None
        self._read_at = float("-inf")
        self._settings: dict[str, Adopted] = {}
        self._lock = Lock()

    @property
    def stream(self) -> UUID:
        """The stream in which the council speaks of its own arrangements."""
        if self._stream is None:
            name = origin(self.register.pool, self.register.authority)
            self._stream = uuid5(NAMESPACE_URL, f"{name}#scheme-of-delegation")
        return self._stream

    def scheme(self, *, newest: bool = False) -> Scheme:
        """The scheme of delegation, at most a second old; the newest if it matters."""
        with self._lock:
            if newest or not self.recent():
                for one in self.register.of_case(self.stream, self._scheme.version):
                    self._scheme.remember(one.fact)
                self._read_at = time.monotonic()
            return self._scheme

    def recent(self) -> Scheme | None:
        """The scheme as memory has it; None where the record has to be asked."""
        return self._scheme if time.monotonic() - self._read_at <= LATEST else None

    def ask(self, asked: CouncilCommand, officer: Officer) -> tuple[Fact, Receipt]:
        """Decide and store, or neither.

        Raises:
            Refusal: what is wrong, and where. OutcomeUnknown: the database did not answer.
        """
        if isinstance(asked, AdoptSettings):
            self._sound(asked)
        for _ in range(TRIES):
            here = Arranging(
                self.scheme(newest=True),
                self.stream,
                officer,
                self.clock(),
                self.new_id,
                self._appointed(),
            )
            fact = _DECISIONS[type(asked)](asked, here)
            try:
                receipt = self.register.append([fact], Beside(rows=rows_beside({}, [fact])))
            except IntegrityError:
                continue  # somebody else decided first: look again
            self._read_at = float("-inf")  # look again: it holds from now on
            return fact, receipt
        raise Refusal("others decide about this at the same time: try again", kind="changed")

    def acting(self, officer: Officer, delegation: UUID) -> Officer:
        """The officer in the place of whoever delegated to them.

        Raises:
            Refusal: nothing is delegated to them by this, or it does not hold today.
        """
        return self.scheme(newest=True).acting(officer, delegation, today(self.clock()))

    def in_their_roles(self, officer: Officer, recent: Scheme | None = None) -> Officer:
        """The officer with the roles for which those of their sign-in stand here."""
        scheme = recent or self.scheme()
        return officer.model_copy(update={"roles": scheme.roles(officer.roles)})

    def settings(self, procedure: str) -> Adopted | None:
        """What the council has adopted for a procedure; None where nothing."""
        adopted = self.scheme().settings.get(procedure)
        if adopted is None:
            return None
        known = self._settings.get(procedure)
        if known is None or known.sha256 != adopted.sha256:
            known = Adopted(adopted.sha256, read_text(adopted.text, self.procedures[procedure]))
            self._settings[procedure] = known
        return known

    def _appointed(self) -> frozenset[str]:
        return frozenset(
            key
            for one in self.procedures.values()
            for key, role in one.roles.items()
            if role.appointed
        )

    def _sound(self, asked: AdoptSettings) -> None:
        procedure = self.procedures.get(asked.procedure)
        if procedure is None:
            raise Refusal(
                f"there is no procedure {asked.procedure!r}",
                kind="not understood",
                where="procedure",
            )
        try:
            read_text(asked.text, procedure)
        except ProcedureFaulty as faulty:
            raise Refusal(str(faulty), kind="not understood", where="text") from None
