from collections.abc import Iterator

from concerns.events import (
    Duty,
    DutyDischarged,
    DutyExcused,
    Fact,
    LetterIssued,
    NotificationAcknowledged,
    NotificationDelivered,
    NotificationIssued,
)
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source
from concerns.papers.words import in_words


@source(
    "Who had to be told or written to, and whether they were",
    whom="Whom",
    what="What",
    due="Due",
    issued="Sent",
    delivered="Delivered",
    acknowledged="Acknowledged",
)
def tellings(given: Material, _: Asked) -> Iterator[Row]:
    """Letters and tellings, each with what was done about it."""
    for begun in given.facts:
        for duty in begun.consequence.begins:
            if duty.kind in {"letter", "telling"}:
                about = [one for one in given.facts if getattr(one, "duty", None) == duty.id]
                yield Row((begun, *about), _cells(duty, about))


def _cells(duty: Duty, about: list[Fact]) -> dict[str, str]:
    cells = {
        "whom": duty.whom or "",
        "what": duty.what,
        "due": in_words(duty.due),
        "issued": "not yet",
        "delivered": "",
        "acknowledged": "",
    }
    for fact in about:
        on = fact.occurred.in_words
        match fact:
            case LetterIssued() | NotificationIssued() | DutyDischarged():
                cells["issued"] = f"{on}, {fact.how}"
            case DutyExcused():
                cells["issued"] = f"excused {on}: {fact.reason}"
            case NotificationDelivered():
                cells["delivered"] = on
            case NotificationAcknowledged():
                cells["acknowledged"] = f"{on}, {fact.acknowledged_by} ({fact.as_role})"
            case _:
                pass
    return cells
