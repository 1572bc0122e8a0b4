"""PROV-JSON (W3C): where one decision came from: what was known, on what it rests, who decided."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote
from uuid import UUID

import orjson

from concerns.events import Fact
from concerns.evidence.entry import instant
from concerns.exports.attributes import activity, own
from concerns.exports.leaf import Leaf, Log
from concerns.vocabulary import By, Person, Refusal

Said = dict[str, Any]


def prov(log: Log, leaves: Sequence[Leaf], decision: UUID) -> bytes:
    """One decision of a case as a PROV-JSON document; `leaves` are the case's facts in order.

    What was known is every fact of the case with an earlier position. Later facts appear only
    where they correct, annul, confirm or appeal against the decision.

    Raises:
        Refusal: the case holds no such decision.
    """
    decided = next((one for one in leaves if one.fact.id == decision), None)
    if decided is None or not decided.fact.decision:
        raise Refusal(
            "this case holds no decision of that id, as far as it was known",
            kind="not found",
            where="decision",
        )
    return _Document(log).tell(decided, leaves)


class _Document:
    """The parts of the document, each by its name in PROV-JSON, each element by its own."""

    def __init__(self, log: Log) -> None:
        self.parts: dict[str, Said] = {
            "prefix": {"record": f"https://{log.origin}/", "uuid": "urn:uuid:"}
        }

    def tell(self, decided: Leaf, leaves: Sequence[Leaf]) -> bytes:
        """The whole document, as bytes that depend on nothing else."""
        for one in leaves:
            if one.position < decided.position:
                self._known(one, decided.fact)
            elif one is decided or decided.fact.id in own(one.fact).values():
                self._fact(one)
        self._decision(decided)
        return orjson.dumps(self.parts, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2) + b"\n"

    def _decision(self, decided: Leaf) -> None:
        fact = decided.fact
        act, by = f"record:acts/{fact.id}", fact.by
        self._add("activity", act, _act(fact))
        self._relate("wasGeneratedBy", entity=_name(fact), activity=act, time=_at(decided))
        plan = self._procedure(fact)
        agent = self._agent(by.person)
        self._relate("wasAssociatedWith", activity=act, agent=agent, plan=plan, role=by.role)
        self._delegation(by, act)
        if fact.departure:
            authoriser = self._agent(fact.departure.authorised_by)
            role = "authorised the departure"
            self._relate("wasAssociatedWith", activity=act, agent=authoriser, role=role)
        known = self._collection(fact)
        self._relate("used", activity=act, entity=known, role="known before")
        for document, said_by in self._documents(fact):
            self._relate("used", activity=act, entity=document, role=said_by)

    def _delegation(self, by: By, act: str) -> None:
        if by.on_behalf_of:
            delegate, responsible = self._agent(by.person), self._agent(by.on_behalf_of)
            self._relate(
                "actedOnBehalfOf", delegate=delegate, responsible=responsible, activity=act
            )

    def _known(self, one: Leaf, before: Fact) -> None:
        self._fact(one)
        self._relate("hadMember", collection=self._collection(before), entity=_name(one.fact))

    def _fact(self, one: Leaf) -> None:
        fact = one.fact
        self._add(
            "entity",
            _name(fact),
            {
                "prov:label": f"{activity(fact)}, position {one.position}",
                "prov:type": fact.name,
                "record:position": one.position,
                "record:leaf_index": one.leaf_index,
                "record:leaf_hash": one.hash.hex(),
                "record:recorded_at": _time(_at(one)),
                "record:occurred": fact.occurred.text,
            },
        )
        self._relate("wasAttributedTo", entity=_name(fact), agent=self._agent(fact.by.person))
        for of in own(fact).values():
            if isinstance(of, UUID):
                self._relate("wasInfluencedBy", influencee=_name(fact), influencer=f"uuid:{of}")

    def _collection(self, before: Fact) -> str:
        kind = {"$": "prov:Collection", "type": "prov:QUALIFIED_NAME"}
        return self._add("entity", f"record:known-before/{before.id}", {"prov:type": kind})

    def _procedure(self, fact: Fact) -> str:
        clause = fact.clause
        kind = {"$": "prov:Plan", "type": "prov:QUALIFIED_NAME"}
        said = {"prov:label": f"{clause.procedure}, version {clause.version}", "prov:type": kind}
        return self._add("entity", f"record:procedures/{clause.digest}", said)

    def _documents(self, fact: Fact) -> Iterator[tuple[str, str]]:
        for nth, one in enumerate(fact.evidence, start=1):
            name = f"record:documents/{one.sha256 or f'{fact.id}/{nth}'}"
            said = {"record:sha256": one.sha256} if one.sha256 else {}
            yield self._add("entity", name, {"prov:type": "evidence document", **said}), one.said_by

    def _agent(self, one: Person) -> str:
        kind = {"$": "prov:Person", "type": "prov:QUALIFIED_NAME"}
        name = f"record:officers/{quote(one.issuer, safe='')}/{quote(one.subject, safe='')}"
        return self._add("agent", name, {"prov:label": one.name, "prov:type": kind})

    def _add(self, part: str, name: str, said: Said) -> str:
        self.parts.setdefault(part, {}).setdefault(name, said)
        return name

    def _relate(self, relation: str, **ends: str) -> None:
        found = self.parts.setdefault(relation, {})
        found[f"_:{relation}{len(found) + 1:06}"] = {
            f"prov:{name}": end for name, end in ends.items()
        }


def _act(fact: Fact) -> Said:
    return {
        "prov:label": activity(fact),
        "record:occurred": fact.occurred.text,
        "record:step": fact.clause.step,
        "record:requirements": " ".join(fact.clause.requirements),
        "record:departure": fact.departure is not None,
    }


def _name(fact: Fact) -> str:
    return f"uuid:{fact.id}"


def _at(one: Leaf) -> str:
    return instant(one.recorded_at)


def _time(at: str) -> Said:
    return {"$": at, "type": "xsd:dateTime"}
