"""Legal holds: what forbids that personal data be destroyed, whatever its retention period."""

import re

from concerns import events
from concerns.aggregates.acts import act
from concerns.aggregates.situation import Situation
from concerns.commands.lift_legal_hold import LiftLegalHold
from concerns.commands.place_legal_hold import PlaceLegalHold
from concerns.events import SUBJECT, Fact
from concerns.vocabulary import Refusal


def place_legal_hold(asked: PlaceLegalHold, situation: Situation) -> list[Fact]:
    """A hold, placed by whoever keeps the logs: it protects, so it is easily placed.

    Raises:
        Refusal: not your role, or what is named is no reference.
    """
    if asked.subject is not None and not re.fullmatch(SUBJECT, asked.subject):
        raise Refusal(
            "whose data is to stay is said by a reference such as R12: the record names nobody",
            kind="not understood",
            where="subject",
        )
    return act(
        events.LegalHoldPlaced,
        asked,
        situation,
        roles=situation.procedure.acts.keep_logs,
        doing="placing a legal hold",
        step="place_legal_hold",
        subject=asked.subject,
        demanded_by=asked.demanded_by,
    )


def lift_legal_hold(asked: LiftLegalHold, situation: Situation) -> list[Fact]:
    """The end of a hold, decided by whoever authorises departures.

    Raises:
        Refusal: not your role, or no such hold stands.
    """
    if asked.fact not in situation.case.personal_data.holds:
        raise Refusal(
            "no legal hold that stands was placed by this fact", kind="not found", where="fact"
        )
    return act(
        events.LegalHoldLifted,
        asked,
        situation,
        roles=situation.procedure.acts.authorise_departures,
        doing="lifting a legal hold",
        step="lift_legal_hold",
        hold=asked.fact,
    )
