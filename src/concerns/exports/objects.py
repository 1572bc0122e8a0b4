"""What a fact is about: the case, who provides care, who acted, documents, plans, duties."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from concerns.events import CaseMoved, CaseOpened, Duty, Fact, ManagerAppointed
from concerns.evidence.entry import instant
from concerns.exports.leaf import Leaf
from concerns.vocabulary import Evidence, Person, Provider, Service


class Link(NamedTuple):
    """What ties an event or an object to an object, and in which way."""

    to: str
    how: str


class Value(NamedTuple):
    """What an object was from an instant on."""

    name: str
    value: str
    since: str


@dataclass(slots=True)
class Thing:
    """An object, and what became of it."""

    kind: str
    values: list[Value] = field(default_factory=list[Value])
    links: dict[Link, None] = field(default_factory=dict[Link, None])


class Things:
    """Every object that the facts taken so far are about. Names of people are officers' only."""

    def __init__(self) -> None:
        self.found: dict[str, Thing] = {}
        self._about: dict[str, tuple[Link, ...]] = {}

    def take(self, leaf: Leaf) -> list[Link]:
        """What the fact is about, each once; objects not met before are made."""
        found = dict.fromkeys(self._links(leaf.fact, instant(leaf.recorded_at)))
        return list(found)

    def _links(self, fact: Fact, at: str) -> Iterator[Link]:
        case = f"case:{fact.case}"
        yield Link(self._case(case, fact, at), "in case")
        yield from self._about.get(case, ())
        yield from self._people(fact, at)
        for nth, one in enumerate(fact.evidence, start=1):
            document = self._document(one, f"{fact.id}:{nth}", at)
            yield Link(document, f"rests on, {one.said_by}")
        plan = getattr(fact, "plan", None)
        if isinstance(plan, str):
            yield Link(self._part("plan", plan, case, Value("plan", plan, at)), "about the plan")
        yield from self._duties(fact, case, at)

    def _case(self, case: str, fact: Fact, at: str) -> str:
        self._thing(case, "case")
        if isinstance(fact, CaseOpened):
            self._opened(case, fact, at)
        if isinstance(fact, CaseOpened | CaseMoved):
            self._say(case, "procedure", fact.clause.procedure, at)
            self._say(case, "procedure_version", fact.clause.version, at)
        left = fact.consequence
        if left.stage is not None:
            self._say(case, "stage", left.stage, at)
            self._say(case, "colour", left.rag.colour if left.rag else "none", at)
        if left.closes:
            self._say(case, "open", "false", at)
        return case

    def _opened(self, case: str, fact: CaseOpened, at: str) -> None:
        provider = self._provider(fact.provider, at)
        services = [self._service(one, provider, at) for one in fact.services]
        about = (
            Link(provider, "about the provider"),
            *(Link(service, "about the service") for service in services),
        )
        self._about[case] = about
        self.found[case].links |= dict.fromkeys(about)
        self._say(case, "open", "true", at)

    def _provider(self, one: Provider, at: str) -> str:
        return self._named(f"provider:{one.id}", "provider", at, id=one.id, name=one.name)

    def _service(self, one: Service, provider: str, at: str) -> str:
        said = {"id": one.id, "name": one.name, "type": one.type}
        service = self._named(f"service:{one.id}", "service", at, **said)
        self.found[service].links[Link(provider, "run by")] = None
        return service

    def _people(self, fact: Fact, at: str) -> Iterator[Link]:
        yield Link(self._officer(fact.by.person, at), "acted")
        if fact.by.on_behalf_of:
            yield Link(self._officer(fact.by.on_behalf_of, at), "on whose behalf")
        if fact.departure:
            authoriser = self._officer(fact.departure.authorised_by, at)
            yield Link(authoriser, "authorised the departure")
        if isinstance(fact, ManagerAppointed):
            yield Link(self._officer(fact.appointed, at), "was appointed")

    def _officer(self, one: Person, at: str) -> str:
        said = {"issuer": one.issuer, "subject": one.subject, "name": one.name}
        return self._named(f"officer:{one.issuer} {one.subject}", "officer", at, **said)

    def _document(self, one: Evidence, place: str, at: str) -> str:
        """By its digest; a document that was only mentioned is one of its own each time."""
        said = {"sha256": one.sha256} if one.sha256 else {}
        return self._named(f"document:{one.sha256 or place}", "evidence document", at, **said)

    def _duties(self, fact: Fact, case: str, at: str) -> Iterator[Link]:
        for duty in fact.consequence.begins:
            yield Link(self._begun(duty, case, at), "begins")
        for ended in fact.consequence.ends:
            yield Link(self._part("duty", ended, case, Value("state", "ended", at)), "ends")
        named = getattr(fact, "duty", None)
        if isinstance(named, str):
            yield Link(self._part("duty", named, case), "acts on")

    def _begun(self, duty: Duty, case: str, at: str) -> str:
        said = {
            "key": duty.key,
            "kind": duty.kind,
            "firmness": duty.firmness,
            "owners": " ".join(duty.owners),
            "state": "open",
            **({"due": duty.due} if duty.due else {}),
        }
        return self._part("duty", duty.id, case, *(Value(*one, at) for one in said.items()))

    def _part(self, kind: str, name: str, case: str, *values: Value) -> str:
        """Part of a case, since its name means nothing outside."""
        key = f"{kind}:{case.removeprefix('case:')}:{name}"
        self._thing(key, kind).links[Link(case, "of the case")] = None
        for one in values:
            self._say(key, *one)
        return key

    def _named(self, key: str, kind: str, at: str, **said: str) -> str:
        self._thing(key, kind)
        for name, value in said.items():
            self._say(key, name, value, at)
        return key

    def _thing(self, key: str, kind: str) -> Thing:
        return self.found.setdefault(key, Thing(kind))

    def _say(self, key: str, name: str, value: str, since: str) -> None:
        """Only what is new of it."""
        values = self.found[key].values
        before = next((one.value for one in reversed(values) if one.name == name), None)
        if before != value:
            values.append(Value(name, value, since))
