"""Put a chronology into the record: a case of its own, all of it or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from concerns.casework import Casework
from concerns.chronology.format import Chronology, Item
from concerns.commands.command import Command
from concerns.commands.open_case import OpenCase
from concerns.commands.record_history import RecordHistory
from concerns.events import HistoryRecorded
from concerns.storage.door import Receipt
from concerns.vocabulary import Officer, Refusal


@dataclass(frozen=True, slots=True)
class Imported:
    """The case that a chronology became; `gaps` counts what the sources do not show."""

    case: UUID
    items: int
    gaps: int
    receipt: Receipt


def import_chronology(
    chronology: Chronology, casework: Casework, officer: Officer, new_id: Callable[[], UUID]
) -> Imported:
    """Open a case and record every item in it, in the file's order and in one append.

    The officer acts in a role that may open cases and keep logs under the procedure named.

    Raises:
        Refusal: it is another authority's history, the service already has an open case (so the
            file was imported before), or the officer's role does not allow it; nothing is recorded.
    """
    if chronology.authority.slug != officer.authority:
        raise Refusal(
            f"this is a history of {chronology.authority.name} ({chronology.authority.slug}); "
            f"you act for {officer.authority}",
            where="authority.slug",
        )
    case = new_id()
    try:
        decided = casework.ask_all(_requests(chronology), officer, case)
    except Refusal as no:
        raise _naming_the_item(no, chronology) from None
    recorded = [fact for fact in decided.facts if isinstance(fact, HistoryRecorded)]
    gaps = sum(len(fact.not_shown) for fact in recorded)
    return Imported(case, len(recorded), gaps, decided.receipt)


def _naming_the_item(no: Refusal, chronology: Chronology) -> Refusal:
    """The same refusal; where it is of an item, its id is in the words: 0 is the opening."""
    nth, _, where = no.where.partition(".")
    if not nth.isdigit() or nth == "0":
        return no
    item = chronology.items[int(nth) - 1]
    return Refusal(f"{item.id}: {no.why}", clause=no.clause, kind=no.kind, where=where)


def _requests(chronology: Chronology) -> list[Command]:
    opening = OpenCase(
        procedure=chronology.procedure,
        provider=chronology.provider,
        services=chronology.services,
        reason=f"To examine a published history: {chronology.title}",
    )
    return [opening, *(_request(item, chronology) for item in chronology.items)]


def _request(item: Item, chronology: Chronology) -> RecordHistory:
    cited = chronology.sources
    return RecordHistory(
        item=item.id,
        occurred=item.date,
        other_dates=chronology.dated_by_source(item),
        kind=item.kind,
        about=item.about,
        who=item.who,
        text=item.text,
        source=cited[item.source],
        other_sources=tuple(cited[source] for source in item.other_sources),
        known_to_authority=item.known_to_authority,
        count=item.count,
        note=item.note,
    )
