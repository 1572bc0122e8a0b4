from collections.abc import Iterable

from concerns.events import AccessOpened, AccessRestricted, Fact, GlassBroken
from concerns.projections.view import Doc, View, said_by
from concerns.vocabulary import Person


class Restrictions(View):
    """Each restricted case, and who may see it. The database reads this view to hide the others.

    `readers` holds issuer and subject with a space between; `until` those who broke the glass.
    """

    name = "restrictions"
    question = "Which cases are only for named persons, and who are they?"
    with_the_fact = True

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a case."""
        match fact:
            case AccessRestricted() | AccessOpened() | GlassBroken():
                return (str(fact.case),)
            case _:
                return ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """Restricted anew, opened, or seen by somebody for some hours."""
        match fact:
            case AccessRestricted():
                return {
                    "case": key,
                    "persons": [one.name for one in fact.persons],
                    "readers": [_reader(one) for one in fact.persons],
                    "until": row["until"] if row else {},
                    "since": fact.occurred.text,
                    "by": said_by(fact),
                    "reason": fact.reason,
                }
            case GlassBroken() if row:
                until = row["until"] | {_reader(fact.by.person): fact.until}
                return {**row, "until": until}
            case AccessOpened():
                return None
            case _:
                return row


def _reader(person: Person) -> str:
    return f"{person.issuer} {person.subject}"
