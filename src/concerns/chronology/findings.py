"""Answers to an auditor's questions, each with a plain sentence."""

from concerns.vocabulary import Frozen
from concerns.when import When

NOT_TOLD = "cannot be told"


class Span(Frozen):
    """From one date to another: the least and most days (None: nothing bounds it), by whom told."""

    least: int | None
    most: int | None
    sources: tuple[str, ...] = ()

    def __str__(self) -> str:
        match self.least, self.most:
            case None, None:
                return NOT_TOLD
            case None, most:
                return f"at most {_days(most)}"
            case least, None:
                return f"at least {_days(least)}"
            case least, most:
                return _days(most) if least == most else f"{least} to {_days(most)}"


class Days(Frozen):
    """A span for each way in which the sources date the two ends; the main sources' first."""

    spans: tuple[Span, ...]

    def __str__(self) -> str:
        if len(self.spans) == 1:
            return str(self.spans[0])
        return "; or ".join(f"{one} by {' and '.join(one.sources)}" for one in self.spans)


class KnownItem(Frozen):
    """An item, and since when a source shows that the authority knew it (None: not shown)."""

    item: str
    text: str
    since: str | None

    def __str__(self) -> str:
        return self.text + (f" (known {When(self.since).in_words})" if self.since else "")


class Known(Frozen):
    """What the authority knew at a time; what no source shows is neither known nor unknown."""

    known: tuple[KnownItem, ...] = ()
    not_yet: tuple[KnownItem, ...] = ()
    """It had not happened, or became known only later."""
    cannot_be_told: tuple[KnownItem, ...] = ()
    """The dates are too uncertain to say."""
    not_shown: tuple[KnownItem, ...] = ()
    """It had happened or may have; no source shows whether the authority knew."""

    def __str__(self) -> str:
        parts = {
            "known": self.known,
            "not shown whether known": self.not_shown,
            NOT_TOLD: self.cannot_be_told,
        }
        return "\n".join(
            f"{part}: {'; '.join(map(str, items)) or 'nothing'}" for part, items in parts.items()
        )


class Count(Frozen):
    """How many surely, and how many if every item of uncertain date is counted too."""

    least: int
    most: int
    items: tuple[str, ...] = ()

    def __str__(self) -> str:
        return str(self.least) if self.least == self.most else f"{self.least} to {self.most}"


class Gaps(Frozen):
    """What the procedure requires at a step and no source shows; what the source itself notes."""

    steps: tuple[str, ...]
    note: str = ""

    def __str__(self) -> str:
        steps = [f"{step}: required, nothing recorded" for step in self.steps]
        return "\n".join([*steps, self.note] if self.note else steps) or "nothing is required"


class DatedBy(Frozen):
    """A date, and the source that gives it."""

    date: str
    source: str


class Dates(Frozen):
    """Every date that a source gives; the main source's first."""

    said: tuple[DatedBy, ...]

    @property
    def conflict(self) -> bool:
        """Whether the sources differ."""
        return len({one.date for one in self.said}) > 1

    def __str__(self) -> str:
        told = "; ".join(f"{one.date} by {one.source}" for one in self.said)
        return f"sources conflict: {told}" if self.conflict else told


class Suspended(Frozen):
    """Whether placements were suspended at a time; None where it cannot be told."""

    suspended: bool | None
    depends_on: tuple[str, ...] = ()
    """The items on whose uncertain dates it depends."""

    def __str__(self) -> str:
        if self.suspended is None:
            return f"{NOT_TOLD}: it depends on when exactly: {', '.join(self.depends_on)}"
        return "yes" if self.suspended else "no"


Answer = Days | Known | Count | Gaps | Dates | Suspended


def _days(number: int | None) -> str:
    return f"{number} day{'' if number == 1 else 's'}"
