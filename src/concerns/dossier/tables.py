"""Facts as the tables of a paper: who, when, what, and since when the record held it."""

from collections.abc import Iterable, Sequence

from concerns.dossier.advice import Document
from concerns.dossier.later import Afterwards, Said, knew
from concerns.dossier.standing import OpenDuty, Standing
from concerns.events import HistoryRecorded
from concerns.papers.paper import Table
from concerns.papers.words import in_words, instant, told
from concerns.register import Recorded

NONE = "\N{EN DASH}"
CANNOT_BE_TOLD = "cannot be told"


def of_facts(heading: str, caption: str, found: Iterable[Recorded], empty: str) -> Table:
    """Facts in order; the number is the fact's version in the case."""
    columns = ("Fact", "Happened", "What", "By", "Reason", "Recorded")
    return Table(heading, caption, columns, tuple(_fact(one) for one in found), empty)


def _fact(one: Recorded) -> tuple[str, ...]:
    fact = one.fact
    happened, recorded = fact.occurred.in_words, instant(one.recorded_at)
    what = told(fact)
    if fact.departure:
        what += f" (departure from the procedure: {fact.departure.reason})"
    return (str(fact.version), happened, what, str(fact.by), fact.reason or NONE, recorded)


def of_documents(found: Sequence[Document]) -> Table:
    """Documents by their digest, and who vouches for them."""
    rows = [
        (str(one.version), one.evidence.title, one.evidence.said_by, one.evidence.sha256 or NONE)
        for one in found
    ]
    return Table(
        "Documents",
        "Documents that the facts before the decision, and the decision itself, refer to",
        ("Fact", "Document", "Said by", "SHA-256"),
        tuple(rows),
        "No document was referred to.",
    )


def of_duties(standing: Standing) -> Table:
    """What was open, and what of it was late on the day."""
    return Table(
        "",
        "What was still to be done just before the decision, soonest first",
        ("Due", "What", "Whose", "On the day of the decision"),
        tuple(_duty(one) for one in standing.duties),
        "Nothing was open.",
    )


def _duty(one: OpenDuty) -> tuple[str, ...]:
    due = in_words(one.duty.due) or "no date"
    return (due, one.duty.what, one.duty.owner_title, lateness(one))


def lateness(one: OpenDuty) -> str:
    """Late, in time, or why nobody can say."""
    if one.duty.due is None:
        return NONE
    if one.overdue is None:
        return CANNOT_BE_TOLD
    if not one.overdue:
        return "in time"
    days = one.days_late
    return "late" if days is None else f"late by {days} day{'s' * (days != 1)}"


def of_late_news(after: Afterwards) -> list[Table]:
    """What had happened, or may have, and was not yet recorded."""
    return [
        _late(
            "Had happened, and was not yet recorded",
            "Facts recorded after the decision of what had happened before it",
            after.had_happened,
            after,
        ),
        _late(
            "May have happened, and was not yet recorded",
            "Facts recorded after the decision whose dates do not say whether they came before it",
            after.may_have_happened,
            after,
        ),
    ]


def _late(heading: str, caption: str, found: Iterable[Recorded], after: Afterwards) -> Table:
    columns = ("Fact", "Happened", "What", "Did the authority know?", "Recorded")
    rows = tuple(
        (
            str(one.fact.version),
            one.fact.occurred.in_words,
            told(one.fact),
            knew(one.fact, after.parted.taken)
            if isinstance(one.fact, HistoryRecorded)
            else "not in this record",
            instant(one.recorded_at),
        )
        for one in found
    )
    return Table(heading, caption, columns, rows, "Nothing of this kind was recorded later.")


def of_corrections(found: Iterable[Said]) -> Table:
    """What was later said of facts that the record held before the decision."""
    rows = tuple(
        (
            f"{one.about.fact.version}: {told(one.about.fact)}",
            told(one.later.fact),
            str(one.later.fact.by),
            one.later.fact.reason or NONE,
            instant(one.later.recorded_at),
        )
        for one in found
    )
    return Table(
        "Later said of what was known then",
        "Corrections and annulments, recorded after the decision, of facts recorded before it",
        ("Of fact", "What was said", "By", "Reason", "Recorded"),
        rows,
        "Nothing that was known then has been corrected or annulled.",
    )
