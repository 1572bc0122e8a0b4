"""What a case remembers of who may see it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from concerns.events import AccessOpened, AccessRestricted, Fact, GlassBroken
from concerns.vocabulary import Person


@dataclass(slots=True)
class Seeing:
    """The persons to whom a case is restricted, if it is, and who broke the glass until when."""

    only: tuple[Person, ...] | None = None
    broken: dict[UUID, GlassBroken] = field(default_factory=dict[UUID, GlassBroken])

    def remember(self, fact: Fact) -> None:
        """Restricted, opened, or seen in an emergency."""
        match fact:
            case AccessRestricted():
                self.only = fact.persons
            case AccessOpened():
                self.only = None
            case GlassBroken():
                self.broken[fact.id] = fact
            case _:
                pass

    def admits(self, person: Person, now: datetime) -> bool:
        """Whether somebody may see the case at an instant."""
        if self.only is None or any(one.is_same(person) for one in self.only):
            return True
        return any(
            one.by.person.is_same(person) and now < datetime.fromisoformat(one.until)
            for one in self.broken.values()
        )
