from collections.abc import Iterator

from concerns.events import DepartureConfirmed, DepartureRecorded, Fact
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source
from concerns.papers.words import told


@source(
    "Where the procedure was departed from, why and on whose authority",
    date="Date",
    what="What",
    rules="Rule departed from",
    reason="Reason",
    authority="On whose authority",
)
def departures(given: Material, _: Asked) -> Iterator[Row]:
    """Every step not taken as the procedure says."""
    confirmed = {one.fact: one for one in given.facts if isinstance(one, DepartureConfirmed)}
    for fact in given.facts:
        if fact.departure or isinstance(fact, DepartureRecorded):
            later = confirmed.get(fact.id)
            yield Row((fact, later) if later else (fact,), _cells(fact, later))


def _cells(fact: Fact, later: DepartureConfirmed | None) -> dict[str, str]:
    departure = fact.departure
    authority = departure.authorised_by.name if departure else fact.by.person.name
    if later:
        authority += f"; confirmed by {later.by}"
    elif departure and not departure.confirmed:
        authority += "; not yet confirmed"
    return {
        "date": fact.occurred.in_words,
        "what": told(fact),
        "rules": "; ".join(departure.rules) if departure else "",
        "reason": departure.reason if departure else fact.reason,
        "authority": authority,
    }
