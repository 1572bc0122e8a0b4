"""The parts of this API, as its description groups them."""

from collections.abc import Mapping

TAGS: Mapping[str, str] = {
    "Commands": "Acts in a case. The procedure decides; what it allows becomes facts.",
    "Cases": "One case: how it stands or stood, its facts, what you may do in it now.",
    "Views": "Questions with their answers from the facts, now or as known at any instant.",
    "Arrangements": "Who acts for whom, who is away, and what the council has set for itself.",
    "Documents": "Documents as they were lodged, byte for byte.",
    "Papers": "Letters, reports, plans and minutes, made from the record.",
    "Dossiers": "What was known when a decision was taken, bound to the record.",
    "Sharing": "What an officer shares with a provider, another council or the regulator.",
    "For those outside the council": "What is shared with your organisation, and your replies.",
    "Personal data": "Sealed data, read for a purpose that is recorded first; and who read what.",
    "Procedures": "The councils' procedures, as data.",
    "Feed": "Every fact in order, for programs that follow the record.",
    "Webhooks": "Addresses that are told when there is news in the feed, and nothing of it.",
    "Exports": "The record in the formats of other tools.",
    "Evidence": "What shows that the record holds a fact, to be checked without us.",
    "Health": "Whether the program runs and can serve.",
    "Development": "A stand-in for the council's sign-in. There is no such part in production.",
}
