from collections.abc import Iterable

from concerns.events import Fact, ReplyAnswered, ReplyReceived
from concerns.projections.view import Doc, View, said_by


class Replies(View):
    """Each reply of a provider, placing authority or regulator, and how it was answered."""

    name = "replies"
    question = "What did those outside reply, and did it change what was decided?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a reply."""
        match fact:
            case ReplyReceived():
                return (str(fact.id),)
            case ReplyAnswered():
                return (str(fact.reply),)
            case _:
                return ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """Received, answered."""
        match fact:
            case ReplyReceived():
                return {
                    "case": str(fact.case),
                    "reply": key,
                    "item": str(fact.item),
                    "title": fact.title,
                    "party": fact.party.model_dump(),
                    "by": said_by(fact),
                    "received_on": fact.occurred.text,
                    "text": fact.text,
                    "answer": None,
                }
            case ReplyAnswered() if row:
                answer = {"outcome": fact.outcome, "reason": fact.reason, "by": said_by(fact)}
                return {**row, "answer": {**answer, "on": fact.occurred.text}}
            case _:
                return row
