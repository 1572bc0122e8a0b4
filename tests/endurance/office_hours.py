"""People at work over HTTP, ten to a process: what they asked, how long it took, what they were
told.
"""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple
from uuid import uuid4

from httpx2 import Client, Response

TOGETHER = 10
WRITES = 0.3
"""Share of what they do that is an act."""
SESSION = {
    "step": "hold_at_risk_session",
    "reason": "looked at the week's alerts",
    "details": {"chair": "Ann", "present": [{"group": "Commissioning", "who": "Ann"}]},
}


class Answered(NamedTuple):
    """What was asked, with which status it was answered, and in how many seconds."""

    kind: str
    status: int
    seconds: float


class Acknowledged(NamedTuple):
    """A fact that somebody was told is recorded."""

    position: int
    leaf_hash: str


class Told(NamedTuple):
    """What some people were told."""

    answers: list[Answered]
    facts: list[Acknowledged]


class _Somebody:
    def __init__(self, client: Client, cases: list[str], seed: str) -> None:
        self.client = client
        self.cases = cases
        self.chance = random.Random(seed)  # noqa: S311 - a repeatable run, not a secret
        self.told = Told([], [])

    def work(self, until: float) -> Told:
        reads = (self.board, self.log, self.permitted, self.search, self.feed)
        writes = (self.decide, self.decide, self.decide, self.note, self.open)
        while time.monotonic() < until:
            acts = self.chance.random() < WRITES
            self.chance.choice(writes if acts else reads)()
        return self.told

    def board(self) -> None:
        self._get("view", "/v1/rag")

    def log(self) -> None:
        self._get("view", f"/v1/cases/{self._case()}/decision-log")

    def search(self) -> None:
        self._get("search", "/v1/search?q=alerts")

    def feed(self) -> None:
        self._get("feed", f"/v1/feed?after={self.chance.randrange(1_000)}")

    def permitted(self) -> str:
        return self._seen(self._case())

    def decide(self) -> None:
        case = self._case()
        self._act("decision", f"/v1/cases/{case}/decisions", SESSION, self._seen(case))

    def note(self) -> None:
        case, entry = self._case(), {"log": "request", "entry": "records asked for"}
        self._act("log entry", f"/v1/cases/{case}/log-entries", entry, self._seen(case))

    def open(self) -> None:
        services = [{"id": f"1-{uuid4()}", "name": "Elm House", "type": "care home"}]
        asked = {
            "procedure": "north-west-routes",
            "provider": {"id": "1-101", "name": "Acme Care"},
            "services": services,
            "reason": "three alerts in a week",
        }
        self._act("case opened", "/v1/cases", asked, "")

    def _case(self) -> str:
        return self.chance.choice(self.cases)

    def _seen(self, case: str) -> str:
        return self._get("permitted", f"/v1/cases/{case}/permitted").headers["etag"]

    def _get(self, kind: str, path: str) -> Response:
        began = time.perf_counter()
        return self._took(kind, began, self.client.get(path))

    def _act(self, kind: str, path: str, body: object, seen: str) -> None:
        headers = {"Idempotency-Key": str(uuid4())} | ({"If-Match": seen} if seen else {})
        began = time.perf_counter()
        said = self._took(kind, began, self.client.post(path, json=body, headers=headers))
        if said.is_success:
            done = said.json()
            first = done["position"] - len(done["facts"]) + 1
            self.told.facts.extend(map(Acknowledged, range(first, first + 99), done["leaf_hashes"]))

    def _took(self, kind: str, began: float, said: Response) -> Response:
        self.told.answers.append(Answered(kind, said.status_code, time.perf_counter() - began))
        return said


def work(base: str, headers: dict[str, str], cases: list[str], seconds: float, nth: int) -> Told:
    """Ten people until the time is over; gives what they were told."""
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(TOGETHER) as threads:
        found = list(threads.map(partial(_one, base, headers, cases, until, nth), range(TOGETHER)))
    return Told(
        [one for told in found for one in told[0]], [one for told in found for one in told[1]]
    )


def _one(
    base: str, headers: dict[str, str], cases: list[str], until: float, of: int, nth: int
) -> Told:
    with Client(base_url=base, headers=headers, timeout=30) as client:
        return _Somebody(client, cases, f"{of}-{nth}").work(until)
