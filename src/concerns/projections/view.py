"""What a view is: which rows a fact touches, and how it changes each. Pure; storage is generic."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from concerns.events import Fact

Doc = dict[str, Any]
"""What a row says. Never changed in place: a change makes a new one."""

VIEWS: dict[str, "View"] = {}
"""Every view by name."""


class View(ABC):
    """A question that the record can answer.

    Rows are small and many, each of one case. A row knows nothing of positions or recording
    times: the storage adds the interval in which it stood. The same code serves the command's
    transaction, the batches behind it, a rebuild, and a replay in memory.
    """

    name: ClassVar[str]
    question: ClassVar[str]
    with_the_fact: ClassVar[bool] = False
    """Written in the command's own transaction, because it must never disagree with the record."""
    kept: ClassVar[bool] = True
    """False where a case's own facts answer as fast: told from them when asked, nothing stored."""
    on_the_day: ClassVar[bool] = False
    """Its answer depends on today's date (what is overdue); nothing stored does."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        VIEWS[cls.name] = cls()

    @abstractmethod
    def keys(self, fact: Fact) -> Iterable[str]:
        """The rows that a fact touches."""

    @abstractmethod
    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """The row after the fact; the same object where nothing changes; None to end it."""


def fold(
    view: View, facts: Iterable[Fact], rows: Mapping[str, Doc] | None = None
) -> dict[str, Doc]:
    """The rows that facts leave, in memory."""
    found = dict(rows or {})
    for fact in facts:
        for key in view.keys(fact):
            after = view.change(key, found.get(key), fact)
            if after is None:
                found.pop(key, None)
            else:
                found[key] = after
    return found


def said_by(fact: Fact) -> Doc:
    """Who acted, in which role, for whom."""
    by = fact.by
    return {
        "name": by.person.name,
        "role": by.role,
        "title": by.title,
        "on_behalf_of": by.on_behalf_of.name if by.on_behalf_of else None,
    }
