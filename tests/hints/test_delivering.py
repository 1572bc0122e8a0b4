"""Hints on a real record, to a real receiver: signed, again after trouble, nothing lost."""

import time
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from authorities import casework, new_authority
from concerns.aggregates.delegating import ADMINISTRATOR
from concerns.arrangements import Arrangements
from concerns.casework import Casework
from concerns.commands.end_webhook import EndWebhook
from concerns.commands.register_webhook import RegisterWebhook
from concerns.commands.restrict_access import RestrictAccess
from concerns.hints.deliverer import Deliverer
from concerns.hints.patience import Patience
from concerns.hints.reach import Reach
from concerns.hints.secrets import fingerprint, new_secret, shown, to_keep
from concerns.procedures.procedure import Procedure
from concerns.sealing.wrapping import Keks
from concerns.storage import webhooks
from concerns.storage.pool import Pool
from concerns.storage.webhooks import Kept
from concerns.vocabulary import Officer, Service
from given import officer, opening
from receiver import Receiver, receiving

HASTY = Patience(timedelta(milliseconds=20), timedelta(milliseconds=50), timedelta(minutes=5))
GIVES_UP = replace(HASTY, whole=timedelta(milliseconds=100))
KEKS = Keks(b"k" * 32)
HERE = Reach(development=True)


@dataclass
class Council:
    """A council with one webhook, and what is kept about it."""

    pool: Pool
    works: Casework
    url: str
    names: tuple[str, ...] = ()
    webhook: UUID = field(default_factory=uuid4)
    secret: bytes = field(default_factory=new_secret)

    @property
    def authority(self) -> str:
        return self.works.register.authority

    @property
    def arrangements(self) -> Arrangements:
        return self.works.arrangements

    @property
    def administrator(self) -> Officer:
        return officer("Adam", ADMINISTRATOR, authority=self.authority)

    def registered(self) -> None:
        head = self.works.register.head()
        asked = RegisterWebhook(
            webhook=self.webhook,
            url=self.url,
            names=self.names,
            secret_sha256=fingerprint(self.secret),
            reason="our case system follows",
        )
        self.arrangements.ask(asked, self.administrator)
        after = self.works.register.head() if not self.names else head
        kept = to_keep(self.secret, KEKS)
        webhooks.begin(self.pool, self.authority, self.webhook, *kept, after)

    def opens(self) -> UUID:
        case, service = uuid4(), Service(id=f"1-{uuid4()}", name="Elm House", type="care home")
        ann = officer("Ann", "cm", "dass", "sprg", authority=self.authority)
        self.works.ask(opening("north-west-routes", service), ann, case)
        return case

    def kept(self) -> Kept:
        return webhooks.kept(self.pool, self.authority)[self.webhook]

    def wait_until(self, holds: Callable[[Kept], bool]) -> Kept:
        until = time.monotonic() + 20
        while not holds(self.kept()):
            assert time.monotonic() < until, self.kept()
            time.sleep(0.02)
        return self.kept()

    @contextmanager
    def delivering(
        self, patience: Patience = HASTY, keks: Keks | None = KEKS, reach: Reach = HERE
    ) -> Generator[None]:
        """A process that tells, as far as it leads."""
        telling = Deliverer(
            self.pool,
            lambda: [self.authority],
            lambda _: self.arrangements.scheme(newest=True).webhooks,
            keks,
            lambda: datetime.now(UTC),
            reach,
            patience,
        )
        telling.start()
        try:
            yield
        finally:
            telling.stop()


@pytest.fixture
def receiver() -> Generator[Receiver]:
    with receiving() as one:
        yield one


@pytest.fixture
def council(
    pool: Pool, database: str, procedures: dict[str, Procedure], receiver: Receiver
) -> Council:
    works = casework(pool, new_authority(database), procedures)
    return Council(pool, works, receiver.url)


def positions(receiver: Receiver, council: Council) -> list[int]:
    return [one["position"] for one in receiver.verified(shown(council.secret))]


def test_a_hint_says_how_far_the_record_came_and_nothing_else(
    council: Council, receiver: Receiver
) -> None:
    """Signed as Standard Webhooks has it; no person, no service, no word of the case."""
    council.registered()
    with council.delivering():
        council.opens()
        receiver.wait_for(1)
    head = council.works.register.head()
    assert receiver.verified(shown(council.secret)) == [
        {
            "type": "concerns.news",
            "authority": council.authority,
            "position": head,
            "facts": ["case-opened/1"],
        }
    ]
    council.wait_until(lambda kept: (kept.told, kept.telling) == (head, None))


def test_after_trouble_the_very_same_hint_is_sent_again(
    council: Council, receiver: Receiver
) -> None:
    """Same id, same body, however much happened meanwhile; then what came since, once."""
    receiver.answers += [500, 503, 302]
    council.registered()
    with council.delivering():
        council.opens()
        receiver.wait_for(1)
        council.opens()
        receiver.wait_for(5)
        council.wait_until(lambda kept: kept.told == council.works.register.head())
    ids, first = receiver.ids(), receiver.verified(shown(council.secret))[0]
    assert (len(set(ids[:4])), len(set(ids))) == (1, 2)
    assert [body for _, body in receiver.got[:4]] == [receiver.got[0][1]] * 4
    assert first["position"] < positions(receiver, council)[4] == council.works.register.head()
    assert len(receiver.got) == 5


def test_given_up_it_is_marked_and_a_replay_begins_anew(
    council: Council, receiver: Receiver
) -> None:
    """Nothing more is sent meanwhile; what was missed is told, under ids of a new round."""
    receiver.answers += [500] * 1_000
    council.registered()
    with council.delivering(GIVES_UP):
        council.opens()
        failing = council.wait_until(lambda kept: kept.failing_since is not None)
        assert (failing.trouble, failing.tries > 1) == ("answered 500", True)
        tried, receiver.answers[:] = len(receiver.got), []
        council.opens()
        time.sleep(0.6)
        assert len(receiver.got) == tried
        assert webhooks.replay(council.pool, council.authority, council.webhook, 0)
        receiver.wait_for(tried + 1)
        council.wait_until(lambda kept: kept.told == council.works.register.head())
    assert receiver.got[tried][0]["webhook-id"] not in receiver.ids()[:tried]
    assert "webhook-registered/1" in receiver.verified(shown(council.secret))[tried]["facts"]
    assert council.kept().failing_since is None


def test_a_restart_goes_on_where_it_stood(council: Council, receiver: Receiver) -> None:
    """What was recorded while nobody told is told; what was under way is finished as it was."""
    receiver.answers += [500] * 1_000
    council.registered()
    with council.delivering(replace(HASTY, first=timedelta(seconds=0.3))):
        council.opens()
        receiver.wait_for(1)
    receiver.answers.clear()
    tried = len(receiver.got)
    council.opens()
    with council.delivering():
        receiver.wait_for(tried + 2)
        council.wait_until(lambda kept: kept.told == council.works.register.head())
    assert len(set(receiver.ids()[: tried + 1])) == 1
    assert positions(receiver, council)[-1] == council.works.register.head()


def test_of_two_processes_one_tells_and_the_other_takes_over(
    council: Council, receiver: Receiver
) -> None:
    """No hint twice while both run; none lost when the first ends."""
    council.registered()
    with ExitStack() as first:
        first.enter_context(council.delivering())
        council.opens()
        receiver.wait_for(1)
        with council.delivering():
            council.opens()
            receiver.wait_for(2)
            time.sleep(0.6)
            assert len(receiver.got) == 2
            first.close()
            council.opens()
            receiver.wait_for(3)
    assert len(set(receiver.ids())) == 3


def test_only_the_facts_wished_for_are_news(council: Council, receiver: Receiver) -> None:
    """Others are passed over, so the next hint need not look at them again."""
    council.names = ("case-closed/1", "webhook-registered/1")
    council.registered()
    with council.delivering():
        receiver.wait_for(1)
        council.opens()
        council.wait_until(lambda kept: kept.told == council.works.register.head())
    assert [one["facts"] for one in receiver.verified(shown(council.secret))] == [
        ["webhook-registered/1"]
    ]


def test_of_a_restricted_case_nothing_is_told(council: Council, receiver: Receiver) -> None:
    """Not even that something happened: a receiver is named in no case."""
    council.registered()
    case = council.opens()
    dora = officer("Ann", "cm", "dass", authority=council.authority)
    asked = RestrictAccess(persons=(dora.person,), reason="a sister works in the team")
    council.works.ask(asked, dora, case)
    with council.delivering():
        time.sleep(0.6)
        assert receiver.got == []
        council.opens()
        receiver.wait_for(1)
    assert receiver.verified(shown(council.secret))[0]["facts"] == ["case-opened/1"]


def test_renewed_both_secrets_sign_for_a_while(council: Council, receiver: Receiver) -> None:
    """So a receiver can change over without losing a hint; then the former one signs no more."""
    council.registered()
    fresh, now = new_secret(), datetime.now(UTC)
    until = [now + timedelta(hours=1), now - timedelta(hours=1)]
    for moment in until:
        kept = to_keep(fresh, KEKS)
        webhooks.renew(council.pool, council.authority, council.webhook, *kept, moment)
        with council.delivering():
            council.opens()
            receiver.wait_for(until.index(moment) + 1)
            council.wait_until(lambda kept: kept.told == council.works.register.head())
    signatures = [headers["webhook-signature"].split() for headers, _ in receiver.got]
    assert [len(one) for one in signatures] == [2, 1]
    assert len(receiver.verified(shown(fresh))) == 2
    assert len(set(signatures[0])) == 2


def test_a_secret_lies_wrapped_and_does_not_open_under_another_key(
    council: Council, receiver: Receiver
) -> None:
    """A copy of the database signs nothing; the wrong key is trouble that is said, not a crash."""
    council.registered()
    kept = council.kept()
    assert council.secret not in kept.secret
    assert kept.kek == KEKS.id
    with council.delivering(GIVES_UP, Keks(b"x" * 32)):
        council.opens()
        failing = council.wait_until(lambda kept: kept.failing_since is not None)
    assert "secret cannot be opened" in failing.trouble
    assert receiver.got == []


def test_an_address_that_leads_inside_by_now_is_not_told(
    council: Council, receiver: Receiver
) -> None:
    """What was judged at registration is judged again before every hint."""
    council.url = receiver.url.replace("http://127.0.0.1", "https://cases.council.example")
    council.registered()
    asked: list[str] = []

    def rebound(host: str, _: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with council.delivering(GIVES_UP, reach=Reach(resolve=rebound)):
        council.opens()
        failing = council.wait_until(lambda kept: kept.failing_since is not None)
    assert failing.trouble == "this address is not on the open internet"
    assert (set(asked), receiver.got) == ({"cases.council.example"}, [])


def test_ended_it_is_told_no_more(council: Council, receiver: Receiver) -> None:
    """By the record alone, also where the row beside it is still there."""
    council.registered()
    ended = EndWebhook(webhook=council.webhook, reason="the case system is replaced")
    council.arrangements.ask(ended, council.administrator)
    with council.delivering():
        council.opens()
        time.sleep(0.8)
    assert receiver.got == []
