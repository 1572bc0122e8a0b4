"""Forms filled in and customers moved in Derby, for the tests of its papers and people."""

from typing import Any

from derby_case import HEAD_SAFEGUARDING, QMO, alerted

from concerns.commands.fill_in_form import FillInForm
from concerns.commands.list_people import ListPeople
from concerns.commands.record_move import RecordMove
from concerns.events import FormFilledIn
from concerns.procedures.reader import library
from concerns.vocabulary import Officer
from concerns.when import When
from given import Story, officer

MINUTE_TAKER = officer("Mina", "minute_taker")
FILLED_IN_BY = {"minutes": MINUTE_TAKER, "safety_plan": HEAD_SAFEGUARDING}
"""Who fills in a form that is not for the quality officer."""

FORMS = library()["derby"].forms
FILLABLE = {key: form for key, form in FORMS.items() if form.fields}


def form(key: str, /, **entries: Any) -> FillInForm:
    """A form filled in, about R12 where it is about a person."""
    about = "R12" if FORMS[key].per == "person" else ""
    return FillInForm(form=key, about=about, entries=entries)


def filled_in(case: Story, key: str, who: Officer | None = None, /, **entries: Any) -> FormFilledIn:
    """The fact that a form leaves; by one of those whom it is for, if nobody is named."""
    (fact,) = case.asks(who or FILLED_IN_BY.get(key, QMO), form(key, **entries)).last
    assert isinstance(fact, FormFilledIn)
    return fact


def listed(*people: str) -> Story:
    """A case with customers listed on Monday 2 March 2026: R12, if nobody else is named."""
    return alerted().asks(QMO, ListPeople(people=people or ("R12",)))


def move(at: str = "10:00", on: str = "2026-03-02", **more: Any) -> RecordMove:
    """R12 moves from Elm House to Oak Lodge."""
    parts = {"person": "R12", "from_service": "Elm House", "to_service": "Oak Lodge"}
    known: dict[str, Any] = {"receiving_status": "no concerns known", **parts, **more}
    return RecordMove(at=at, occurred=When(on), **known)
