"""Officers let an organisation outside see something, end that, and answer its replies."""

from hashlib import sha256

from concerns import events
from concerns.aggregates.acts import act
from concerns.aggregates.situation import Situation
from concerns.commands.answer_reply import AnswerReply
from concerns.commands.end_sharing import EndSharing
from concerns.commands.share_item import ShareItem
from concerns.events import Fact
from concerns.events.sharing import content
from concerns.vocabulary import Refusal

LARGEST = 60_000
"""Bytes of what is shared, which leaves room in the fact for whom and why."""


def share_item(asked: ShareItem, situation: Situation) -> list[Fact]:
    """Whoever keeps the logs shares, with a reason; what is shared stays as it is in this fact.

    Raises:
        Refusal: not your role, it is too long, or the reply is asked for by a day that is over.
    """
    if asked.reply_by and asked.reply_by < situation.today.isoformat():
        raise Refusal("this day is over already", kind="not understood", where="reply_by")
    made = content(asked.title, asked.parts)
    if len(made) > LARGEST:
        raise Refusal(
            f"this has {len(made):,} bytes, and at most {LARGEST:,} can be shared: share a part",
            kind="not understood",
            where="what",
        )
    opened = situation.case.opened
    return act(
        events.ItemShared,
        asked,
        situation,
        roles=situation.procedure.acts.keep_logs,
        doing="sharing with somebody outside",
        step="share_item",
        party=asked.party,
        kind=asked.kind,
        of=asked.of,
        services=tuple(one.name for one in opened.services) if opened else (),
        title=asked.title,
        parts=asked.parts,
        reply_by=asked.reply_by,
        sha256=sha256(made).hexdigest(),
    )


def end_sharing(asked: EndSharing, situation: Situation) -> list[Fact]:
    """From now on it is not there for them; that it was stays on record.

    Raises:
        Refusal: not your role, or it is not shared.
    """
    shared = situation.case.shared.now.get(asked.item)
    if shared is None:
        raise Refusal("nothing is shared by this fact", kind="not found", where="item")
    return act(
        events.SharingEnded,
        asked,
        situation,
        roles=situation.procedure.acts.keep_logs,
        doing="ending what is shared",
        step="end_sharing",
        item=asked.item,
        title=shared.title,
        party=shared.party,
    )


def answer_reply(asked: AnswerReply, situation: Situation) -> list[Fact]:
    """Whoever keeps the logs says what the reply changed, with the reason.

    Raises:
        Refusal: not your role, there is no such reply, or it waits for no answer.
    """
    reply = situation.case.shared.replies.get(asked.reply)
    if reply is None:
        raise Refusal("no reply was received by this fact", kind="not found", where="reply")
    duty = to_be_answered(reply.version)
    if duty not in situation.case.duties:
        raise Refusal("this reply was answered, or its answer excused, already", where="reply")
    return act(
        events.ReplyAnswered,
        asked,
        situation,
        roles=situation.procedure.acts.keep_logs,
        doing="answering a reply",
        step="answer_reply",
        ends=(duty,),
        reply=asked.reply,
        item=reply.item,
        title=reply.title,
        party=reply.party,
        outcome=asked.outcome,
    )


def to_be_answered(version: int) -> str:
    """The id of the duty to answer the reply of a version."""
    return f"answer_reply#{version}"
