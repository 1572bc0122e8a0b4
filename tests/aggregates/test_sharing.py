"""Sharing, and the right of reply, as the case decides them."""

import pytest
from north_west import CM, DASS, opened

from concerns.commands import Command
from concerns.commands.acknowledge_item import AcknowledgeItem
from concerns.commands.answer_reply import AnswerReply
from concerns.commands.end_sharing import EndSharing
from concerns.commands.excuse_duty import ExcuseDuty
from concerns.commands.reply_to_item import ReplyToItem
from concerns.commands.share_item import ShareItem
from concerns.events import ItemShared, Part, ReplyReceived
from concerns.vocabulary import Officer, Party
from given import Story, officer, some_id

ACME = Party(kind="provider", id="1-101646247", name="Acme Care Ltd")
SHARE = ShareItem(
    party=ACME,
    kind="notice",
    title="What we found",
    parts=(Part(paragraphs=("Doses were not signed for",)),),
    reason="they must know",
)


def guest(role: str = "provider", party: str | None = ACME.id) -> Officer:
    """Somebody of a party."""
    return officer("Pat", role).model_copy(update={"party": party})


def shared() -> Story:
    """Something is shared with Acme."""
    return opened().asks(CM, SHARE)


def reply(case: Story) -> ReplyToItem:
    """A reply to what was shared first."""
    item = next(one for one in case.facts if isinstance(one, ItemShared))
    return ReplyToItem(item=item.id, text="They were, on the back")


def replied() -> Story:
    """Acme replied."""
    case = shared()
    return case.asks(guest(), reply(case))


def test_the_fact_holds_what_was_shared() -> None:
    """A digest that does not fit what the fact says is never served."""
    (fact,) = shared().last
    assert isinstance(fact, ItemShared)
    assert b"Doses were not signed for" in fact.content
    forged = fact.model_copy(update={"title": "What we did not find"})
    with pytest.raises(ValueError, match="digest"):
        _ = forged.content


def test_a_reply_says_who_of_which_party_and_owes_an_answer() -> None:
    """In one plain sentence; the party's name is the council's, not the token's."""
    (fact,) = replied().last
    assert isinstance(fact, ReplyReceived)
    assert str(fact) == (
        "Pat (provider) of Acme Care Ltd replied to “What we found”: They were, on the back"
    )
    assert [duty.what for duty in fact.consequence.begins] == ["Answer the reply"]


@pytest.mark.parametrize(
    "other",
    [guest(party="1-999"), guest(party=None), guest("regulator"), CM, DASS],
    ids=["another provider", "no party", "another role", "an officer", "the director"],
)
def test_nobody_else_replies(other: Officer) -> None:
    """As if there were nothing."""
    case = shared()
    assert case.refused(other, reply(case)).kind == "not found"
    assert case.refused(other, AcknowledgeItem(item=reply(case).item)).kind == "not found"


def test_a_reply_is_answered_once_by_whoever_keeps_the_logs() -> None:
    """With the reason; excused counts as answered."""
    case = replied()
    answer = AnswerReply(reply=case.last[0].id, outcome="unchanged", reason="nothing new in it")
    assert case.refused(DASS, answer).kind == "not your role"
    assert case.refused(CM, answer.model_copy(update={"reason": " "})).where == "reason"
    assert case.refused(CM, answer.model_copy(update={"reply": some_id()})).kind == "not found"
    case.asks(CM, answer)
    assert "already" in case.refused(CM, answer).why
    excused = replied()
    other = answer.model_copy(update={"reply": excused.last[0].id})
    excused.asks(DASS, ExcuseDuty(duty=excused.duty("answer_reply"), reason="withdrawn by them"))
    assert "already" in excused.refused(CM, other).why


def test_a_reply_is_answered_also_after_the_sharing_ended() -> None:
    """Ending it takes nothing back that was said."""
    case = replied()
    received, item = case.last[0].id, reply(case).item
    case.asks(CM, EndSharing(item=item, reason="the matter is over"))
    assert case.refused(guest(), reply(case)).kind == "not found"
    case.asks(CM, AnswerReply(reply=received, outcome="changed", reason="they were right"))


@pytest.mark.parametrize("asked", [SHARE, EndSharing(item=some_id(), reason="over")])
def test_others_neither_share_nor_end_it(asked: Command) -> None:
    """Only what is shared can be ended, and only by whoever keeps the logs."""
    case = shared()
    if isinstance(asked, EndSharing):
        assert case.refused(CM, asked).kind == "not found"
        asked = asked.model_copy(update={"item": reply(case).item})
    refused = case.refused(DASS, asked)
    assert (refused.kind, "for the" in refused.why) == ("not your role", True)
