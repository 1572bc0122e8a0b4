from collections.abc import Iterable

from concerns.events import CaseMoved, CaseOpened, Fact
from concerns.projections.view import Doc, View
from concerns.vocabulary import Colour, worst


class RagStatus(View):
    """How worried to be: about a case, a service, a provider, a council."""

    name = "rag-status"
    question = "How worried should we be, and about whom?"
    with_the_fact = True

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a case."""
        return () if fact.about_the_record else (str(fact.case),)

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """The stage, colour and overlays that the fact leaves."""
        before = row or {"case": key}
        after = _opened(before, fact) if isinstance(fact, CaseOpened) else dict(before)
        if isinstance(fact, CaseMoved):
            after |= _under(fact)
        follows = fact.consequence
        if follows.stage is not None:
            after["stage"], after["stage_label"] = follows.stage, follows.stage_label
            after["colour"] = follows.rag.colour if follows.rag else None
        overlays = (set(after.get("beside", ())) | set(follows.turns_on)) - set(follows.turns_off)
        after["beside"] = sorted(overlays)
        after["open"] = after.get("open", True) and not follows.closes
        return before if after == before else after


def _under(fact: CaseOpened | CaseMoved) -> Doc:
    """The procedure, which is the scheme that gives a colour its meaning."""
    return {
        "procedure": fact.clause.procedure,
        "procedure_version": fact.clause.version,
        "scheme": fact.clause.procedure,
    }


def _opened(before: Doc, fact: CaseOpened) -> Doc:
    return {
        **before,
        **_under(fact),
        "provider": fact.provider.id,
        "provider_name": fact.provider.name,
        "services": [service.model_dump() for service in fact.services],
        "opened": fact.occurred.text,
    }


def by_service(rows: Iterable[Doc]) -> list[Doc]:
    """The worst colour of the open cases of each service, with the cases that give it."""
    groups: dict[str, list[Doc]] = {}
    names: dict[str, str] = {}
    for row in rows:
        for service in row["services"]:
            groups.setdefault(service["id"], []).append(row)
            names[service["id"]] = service["name"]
    return [_rolled_up(key, names[key], found) for key, found in sorted(groups.items())]


def by_provider(rows: Iterable[Doc]) -> list[Doc]:
    """The worst colour of the open cases of each provider (AMB-X-05)."""
    groups: dict[str, list[Doc]] = {}
    for row in rows:
        groups.setdefault(row["provider"], []).append(row)
    named = {key: found[-1]["provider_name"] for key, found in groups.items()}
    return [_rolled_up(key, named[key], found) for key, found in sorted(groups.items())]


def of_council(rows: Iterable[Doc]) -> Doc:
    """The council's open cases by colour. Counts are a way in, never an all-clear."""
    found = [row for row in rows if row["open"]]
    colours: tuple[Colour | None, ...] = ("red", "amber", "green", None)
    return {
        "open_cases": len(found),
        "by_colour": {
            colour or "no colour": sum(row["colour"] == colour for row in found)
            for colour in colours
        },
    }


def _rolled_up(key: str, name: str, rows: list[Doc]) -> Doc:
    """The worst colour, and the worst by scheme, since one scheme's red is not another's."""
    coloured = [row for row in rows if row["open"] and row["colour"]]
    schemes = dict.fromkeys(row["scheme"] for row in coloured)
    return {
        "id": key,
        "name": name,
        "colour": worst([row["colour"] for row in coloured]),
        "by_scheme": {
            scheme: worst([row["colour"] for row in coloured if row["scheme"] == scheme])
            for scheme in schemes
        },
        "cases": [
            {
                "case": row["case"],
                "scheme": row["scheme"],
                "colour": row["colour"],
                "stage_label": row["stage_label"],
                "open": row["open"],
            }
            for row in rows
        ],
    }
