"""A draft statement that a record holds no entry of some kind.

Civil Evidence Act 1995, s.9(3): an officer may prove the absence of an entry by affidavit.
A draft and no legal advice.
"""

from concerns.dossier.absence import Absent
from concerns.dossier.certificate import BLANK, DRAFT, Log, about, result, signature
from concerns.papers.paper import Listing, Paper, Prose
from concerns.papers.words import instant
from concerns.vocabulary import Refusal


def statement(log: Log, found: Absent) -> Paper:
    """The draft statement.

    Raises:
        Refusal: the log spoken of is not the one that was read.
    """
    if log.size != found.size:
        raise Refusal(f"{found.size} entries were read, not {log.size}", where="size")
    return Paper(
        name="statement_of_absence",
        kind="form",
        title="Draft statement that there is no entry",
        letterhead=(log.authority,),
        to="",
        sender="",
        particulars=(
            ("Authority", log.authority),
            ("Under", "Civil Evidence Act 1995, section 9(3), by affidavit"),
            ("About", _subject(found)),
            ("Record up to", instant(found.last_at)),
        ),
        warnings=(DRAFT, "The Act asks for an affidavit here: a certificate is not enough."),
        sections=(*_stated(log, found), *result(log), *signature("statement")),
        made_from=about(log),
        recorded_at=found.last_at,
    )


def _stated(log: Log, found: Absent) -> tuple[Prose | Listing, ...]:
    officer = (
        f"I, {BLANK}, hold the office of {BLANK} in {log.authority} and am responsible for the "
        "record named below."
    )
    nothing = (
        f"Every entry at positions 1 to {found.size} was read, without a gap. None of them is of "
        f"the kind {' or '.join(found.kinds)} and about {_subject(found)}."
    )
    return (
        Prose("What is stated", (officer, nothing, _where_looked(found))),
        Listing("Cases looked at", tuple(map(str, found.cases)), "The record holds no such case."),
    )


def _where_looked(found: Absent) -> str:
    if found.service is None:
        return "An entry is about the case if it was recorded in it."
    return (
        "An entry is about the service if it was recorded in a case opened about it. What other "
        "cases may mention of the service in passing was not looked at."
    )


def _subject(found: Absent) -> str:
    return f"case {found.case}" if found.case else f"service {found.service}"
