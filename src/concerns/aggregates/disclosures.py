"""A disclosure of a case: made outside, decided and bound to the case by its digest here."""

from collections.abc import Iterator

from concerns import events
from concerns.aggregates.acts import act
from concerns.aggregates.situation import Situation
from concerns.commands.make_disclosure import Disclosing, MakeDisclosure
from concerns.events import Fact
from concerns.vocabulary import Refusal

Where = tuple[str | int, ...]


def make_disclosure(asked: MakeDisclosure, situation: Situation) -> list[Fact]:
    """Whoever keeps the logs may; what was shown is not for the case to check, only to remember.

    Raises:
        Refusal: not your role, or what is asked contradicts itself or the case.
    """
    for where, why in contradictions(asked, situation.case.version):
        raise Refusal(why, kind="not understood", where=".".join(map(str, where)))
    return act(
        events.DisclosureMade,
        asked,
        situation,
        roles=situation.procedure.acts.keep_logs,
        doing="disclosing a case",
        step="make_disclosure",
        audience=asked.audience,
        purpose=asked.purpose,
        basis=asked.basis,
        form=asked.form,
        up_to=asked.up_to,
        size=asked.size,
        withheld=asked.withhold,
        opened=asked.open,
        sha256=asked.sha256,
    )


def contradictions(asked: Disclosing, last: int) -> Iterator[tuple[Where, str]]:
    """What cannot be done in a case of so many facts, and where it is asked."""
    if asked.up_to > last:
        yield ("up_to",), f"the case has {last} facts, and not {asked.up_to}"
    withheld = set[int]()
    for nth, one in enumerate(asked.withhold):
        for at, version in enumerate(one.versions):
            where = ("withhold", nth, "versions", at)
            if version in withheld:
                yield where, f"fact {version} is withheld twice"
            if version > asked.up_to:
                yield where, f"fact {version} comes after the last that is disclosed"
            withheld.add(version)
    opened = set[tuple[int, str]]()
    for nth, one in enumerate(asked.open):
        if one.version in withheld or one.version > asked.up_to:
            where = ("open", nth, "version")
            yield where, f"fact {one.version} is not disclosed, so nothing of it can be opened"
        for at, field in enumerate(one.fields):
            if (one.version, field) in opened:
                yield ("open", nth, "fields", at), f"{field!r} is opened twice"
            opened.add((one.version, field))
