"""The parts of a dossier's paper, in order: what was known then, and what came afterwards."""

from collections.abc import Iterator

from concerns.dossier.as_decided import decided, rule, spoken
from concerns.dossier.known_then import KnownThen
from concerns.dossier.later import Afterwards
from concerns.dossier.tables import of_corrections, of_documents, of_duties, of_facts, of_late_news
from concerns.papers.paper import Prose, Table

_BEFORE = (
    "What follows was in the record when the decision was recorded. It is what the decider could "
    "see; what they read is not shown here."
)


def then_sections(then: KnownThen) -> Iterator[Prose | Table]:
    """The decision, its rule, and all that the record held before it."""
    decision, before = then.parted.decision, then.parted.before
    yield decided(decision)
    yield rule(then.words)
    yield Prose("How the case stood just before", _stood(then))
    yield of_duties(then.standing)
    yield of_facts("Advice", "Who had advised, and what", then.advice, "No advice is recorded.")
    yield of_facts("Dissent", "Who had said no, and why", then.dissent, "No dissent is recorded.")
    yield of_facts(
        "Signatures before this one",
        "Who had signed towards this decision",
        then.signatures,
        "Nobody had signed towards this decision before.",
    )
    yield of_facts(
        "Interests declared",
        "What each person had last declared",
        then.interests,
        "Nobody had declared an interest.",
    )
    yield of_facts("Scores", "Tools applied and ratings", then.scores, "No tool had been applied.")
    yield of_documents(then.documents)
    yield of_facts(
        "Already corrected or annulled",
        "What had been said of earlier facts by then",
        then.corrections,
        "Nothing had been corrected or annulled by then.",
    )
    yield from _out_of_order(then)
    yield Prose("Everything recorded before the decision", (_BEFORE,))
    yield of_facts("", "Every fact of the case before the decision", before, "It was the first.")


def _out_of_order(then: KnownThen) -> Iterator[Table]:
    caption = "Facts recorded before the decision, by their own dates"
    if then.happened_later:
        yield of_facts(
            "Recorded before, though it happened after the day of the decision",
            caption,
            then.happened_later,
            "",
        )
    if then.may_have_happened_later:
        yield of_facts(
            "Recorded before, and may have happened after the day of the decision",
            caption,
            then.may_have_happened_later,
            "",
        )


def _stood(then: KnownThen) -> tuple[str, ...]:
    standing = then.standing
    beside = ", ".join(spoken(one) for one in standing.beside) or "nothing"
    late = len(standing.overdue)
    return (
        f"Stage: {standing.stage or 'none yet'}. Status: {standing.colour or 'no colour'}.",
        f"Beside the stage: {beside}.",
        f"Open: {len(standing.duties)}, of which surely late on the day: {late}.",
    )


def after_sections(after: Afterwards) -> Iterator[Prose | Table]:
    """What the record came to hold later."""
    count = len(after.parted.after)
    since = (
        "From here on, the paper tells what the record came to hold only after the decision: "
        f"{count} fact{'s' * (count != 1)} of the case, up to position "
        f"{after.parted.last.position}."
    )
    yield Prose("Afterwards", (since,))
    yield from of_late_news(after)
    yield of_facts(
        "Later said of the decision",
        "Corrections, annulments, confirmations and appeals",
        after.said_of_it,
        "Nothing was said of it later.",
    )
    yield of_corrections(after.said_of_what_was_known)
    yield of_facts(
        "Dossiers bound to the record",
        "Dossiers of this decision whose digest is in the record",
        after.dossiers,
        "No dossier of it was bound to the record.",
    )
