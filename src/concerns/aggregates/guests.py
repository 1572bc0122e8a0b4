"""Somebody from outside answers what is shared with their organisation. They see no case."""

from collections.abc import Mapping
from typing import Any

from concerns import events
from concerns.aggregates.acts import keepers
from concerns.aggregates.shared_items import Shared
from concerns.aggregates.sharing import to_be_answered
from concerns.aggregates.situation import Situation, clause, fact
from concerns.commands.acknowledge_item import AcknowledgeItem
from concerns.commands.command import AboutShared
from concerns.commands.reply_to_item import ReplyToItem
from concerns.events import Consequence, Duty, Fact
from concerns.vocabulary import By, GuestKind, Refusal

TITLES: Mapping[GuestKind, str] = {
    "provider": "provider",
    "placing_authority": "placing authority",
    "regulator": "regulator",
}


def reply_to_item(asked: ReplyToItem, situation: Situation) -> list[Fact]:
    """Whoever something is shared with may reply, as often as they like, also after the day asked
    for; whoever keeps the logs owes an answer.

    Raises:
        Refusal: nothing of this id is shared with them.
    """
    shared = _shared(asked, situation)
    owed = (_answer_owed(situation),)
    return [_said(events.ReplyReceived, asked, shared, situation, owed, text=asked.text)]


def acknowledge_item(asked: AcknowledgeItem, situation: Situation) -> list[Fact]:
    """A person says that they have read it.

    Raises:
        Refusal: nothing of this id is shared with them, or they said so before.
    """
    shared = _shared(asked, situation)
    person = situation.officer.person
    if any(one.is_same(person) for one in situation.case.shared.acknowledged.get(asked.item, ())):
        raise Refusal("you have acknowledged this already")
    return [_said(events.ItemAcknowledged, asked, shared, situation)]


def _shared(asked: AboutShared, situation: Situation) -> Shared:
    shared, guest = situation.case.shared.now.get(asked.item), situation.officer
    if shared is None or (shared.party.id, {shared.party.kind}) != (guest.party, guest.roles):
        raise Refusal("nothing of this id is shared with you", kind="not found")
    return shared


def _answer_owed(situation: Situation) -> Duty:
    owners = situation.procedure.acts.keep_logs
    return Duty(
        id=to_be_answered(situation.case.version + 1),
        key="answer_reply",
        kind="check",
        what="Answer the reply",
        owners=owners,
        owner_title=situation.titles(owners),
        done_when="done",
    )


def _said(
    kind: type[Fact],
    asked: AboutShared,
    shared: Shared,
    situation: Situation,
    begins: tuple[Duty, ...] = (),
    **details: Any,  # noqa: ANN401 - the fact's own type judges them
) -> Fact:
    as_what = shared.party.kind
    return fact(
        kind,
        asked,
        situation,
        by=By(person=situation.officer.person, role=as_what, title=TITLES[as_what]),
        clause=clause(situation, "answer_what_is_shared", situation.procedure.acts.requirement),
        consequence=Consequence(log_of=keepers(situation), begins=begins),
        item=asked.item,
        title=shared.title,
        party=shared.party,
        **details,
    )
