from collections.abc import Iterator

from concerns.events import FormFilledIn
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source
from concerns.papers.words import in_words


@source(
    "The form as filled in",
    takes="form",
    field="Field",
    value="Entry",
    about="About",
    date="Filled in",
    by="By",
)
def form(given: Material, asked: Asked) -> Iterator[Row]:
    """The entries of a form: the one that the paper is about, else as last filled in for each."""
    for fact in _filled(given, asked):
        told = {"about": fact.about, "date": fact.occurred.in_words, "by": str(fact.by)}
        for one in fact.entries:
            value = in_words(one.value) or "left open"
            yield Row((fact,), {"field": one.label, "value": value, **told})


def _filled(given: Material, asked: Asked) -> list[FormFilledIn]:
    if isinstance(given.subject, FormFilledIn) and asked.of in {None, given.subject.form}:
        return [given.subject]
    found = [one for one in given.facts if isinstance(one, FormFilledIn)]
    last = {(one.form, one.about): one for one in found if asked.of in {None, one.form}}
    return list(last.values())
