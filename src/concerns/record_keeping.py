"""Facts about the record itself: its keys, its anchors, its guard, in a case of its own.

They stand in the same log as every decision, so that what was anchored bounds in time what comes
after it: whoever appends later cannot make it look older.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from concerns.events import CheckpointAnchored, RecordFact
from concerns.register import IntegrityError, Register, recorded
from concerns.storage import log
from concerns.storage.door import Beside, Receipt
from concerns.storage.entries import origin
from concerns.vocabulary import By, Clause, Person
from concerns.when import When, today

TRIES = 5
BATCH = 100

KEEPER = By(
    person=Person(issuer="concerns", subject="record-keeping", name="The program"),
    role="record_keeping",
    title="keeping of the record",
)
"""Who says what no officer decides, such as that an anchor answered."""

CLAUSE = Clause(procedure="the-record", version="1", digest="", step="record_keeping")


def record_case(log_origin: str) -> UUID:
    """The case in which a record speaks of itself."""
    return uuid5(NAMESPACE_URL, log_origin)


def tell(
    register: Register,
    kind: type[RecordFact],
    /,  # a detail may be called "kind"
    *,
    clock: Callable[[], datetime],
    new_id: Callable[[], UUID],
    by: By = KEEPER,
    reason: str = "",
    **details: Any,  # noqa: ANN401 - the fact's own type judges them
) -> Receipt:
    """Append a fact about the record. Tries again where another was first.

    Raises:
        ValidationError: the fact does not hold what is told.
    """
    case = record_case(origin(register.pool, register.authority))
    for attempt in range(TRIES):
        known = register.of_case(case)
        fact = kind.model_validate(
            {
                "id": new_id(),
                "case": case,
                "version": known[-1].fact.version + 1 if known else 1,
                "occurred": When(today(clock()).isoformat()),
                "by": by,
                "clause": CLAUSE,
                "reason": reason,
                **details,
            }
        )
        try:
            return register.append([fact], Beside())
        except IntegrityError:
            if attempt + 1 == TRIES:
                raise
    raise AssertionError("the last try returns or raises")


def anchored(register: Register, position: int) -> tuple[int, CheckpointAnchored] | None:
    """The first fact, and its position, by which a checkpoint that covers `position` is elsewhere.

    None where the record does not hold such a fact yet.
    """
    after, names = position, [CheckpointAnchored.name]
    while found := log.after(register.pool, register.authority, after, BATCH, names=names):
        for one in found:
            fact = recorded(one).fact
            if isinstance(fact, CheckpointAnchored) and fact.size >= position:
                return one.position, fact
        after = found[-1].position
    return None
