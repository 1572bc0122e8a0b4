"""How a case stood before a decision: stage, colour, what ran beside, what was due and late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from concerns.dossier.parting import Days
from concerns.events import Duty, Fact
from concerns.projections import VIEWS, Doc, fold


class OpenDuty(NamedTuple):
    """A duty or time limit that was open, and the fact (by version) with which it began."""

    duty: Duty
    began: int
    overdue: bool | None
    """None where the date of the decision is too uncertain to tell."""
    days_late: int | None
    """Days since the due date, negative before it; None where there is none or it is uncertain."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The state that facts leave."""

    status: Doc
    duties: tuple[OpenDuty, ...]

    @property
    def stage(self) -> str | None:
        """As the council's document calls it; None before the first."""
        return self.status.get("stage_label")

    @property
    def colour(self) -> str | None:
        """A word, in the scheme of the procedure."""
        return self.status.get("colour")

    @property
    def beside(self) -> tuple[str, ...]:
        """What held beside the stage, such as a suspension."""
        return tuple(self.status.get("beside", ()))

    @property
    def overdue(self) -> tuple[OpenDuty, ...]:
        """What was surely late."""
        return tuple(one for one in self.duties if one.overdue)

    def as_data(self) -> dict[str, Any]:
        """The state as JSON can hold it, in the record's own keys."""
        keys = ("stage", "stage_label", "colour", "scheme", "open")
        return {
            **{key: self.status.get(key) for key in keys},
            "beside": list(self.beside),
            "duties": [_as_data(one) for one in self.duties],
        }


def standing(facts: Sequence[Fact], day: Days) -> Standing:
    """The state after some facts of one case; lateness as at a day."""
    rows = fold(VIEWS["rag-status"], facts)
    duties = [_judged(duty, began, day) for duty, began in _open(facts)]
    status = next(iter(rows.values())) if rows else Doc()
    return Standing(status, tuple(sorted(duties, key=_soonest)))


def _open(facts: Iterable[Fact]) -> list[tuple[Duty, int]]:
    found: dict[str, tuple[Duty, int]] = {}
    for fact in facts:
        for duty in fact.consequence.begins:
            found[duty.id] = (duty, fact.version)
        for ended in fact.consequence.ends:
            found.pop(ended, None)
    return [*found.values()]


def _judged(duty: Duty, began: int, day: Days) -> OpenDuty:
    if duty.due is None:
        return OpenDuty(duty, began, overdue=False, days_late=None)
    due = date.fromisoformat(duty.due)
    surely, perhaps = day.earliest > due, day.latest > due
    exact = day.earliest == day.latest
    return OpenDuty(
        duty,
        began,
        overdue=surely if surely == perhaps else None,
        days_late=(day.latest - due).days if exact else None,
    )


def _soonest(one: OpenDuty) -> tuple[str, str]:
    return (one.duty.due or "9999", one.duty.id)


def _as_data(one: OpenDuty) -> dict[str, Any]:
    return {
        "duty": one.duty.model_dump(mode="json", exclude_defaults=True),
        "began": one.began,
        "overdue": one.overdue,
        "days_late": one.days_late,
    }
