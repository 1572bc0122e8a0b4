"""The keys of an identity provider that is met over HTTP: found, kept, renewed, never hammered."""

import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc.jwk import ECKey
from provider_at_work import WELL_KNOWN, ProviderAtWork, Reply, new_key, provider_at_work, signed

from api.identity import Identity
from api.problems import ProblemFound
from api.tokens import fetching
from api.tokens.fetching import LARGEST, is_safe
from api.tokens.plain import Plain
from api.tokens.provider import FRESH, PAUSE, USABLE, Provider

MINUTE = timedelta(minutes=1)


@dataclass
class Clock:
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Meeting:
    """A provider, and the program that trusts it."""

    provider: ProviderAtWork
    clock: Clock
    keys: Provider
    identity: Identity

    def who(self, key: ECKey, **header: Any) -> str:
        """Whom the program takes the bearer of a good token for."""
        token = signed(key, self.provider.claims(self.clock()), **header)
        return self.identity.officer(token).person.name

    def refused(self, key: ECKey, **header: Any) -> str | None:
        """The reason, or else the type, of the problem that such a token meets."""
        with pytest.raises(ProblemFound) as found:
            self.who(key, **header)
        return found.value.problem.reason or found.value.problem.type

    def visits(self) -> int:
        return self.provider.asked.count("/jwks")


@pytest.fixture
def meeting() -> Generator[Meeting]:
    with provider_at_work() as provider:
        clock = Clock()
        keys = Provider(provider.issuer, clock, development=True)
        issuers = {provider.issuer: keys}
        identity = Identity(issuers, "provider-concerns", ["ES256"], Plain({}), clock)
        yield Meeting(provider, clock, keys, identity)


def _soon(so: Callable[[], bool]) -> bool:
    """Whether it becomes so within a few seconds, by a thread that works behind."""
    until = time.monotonic() + 5
    while not so() and time.monotonic() < until:
        time.sleep(0.01)
    return so()


def test_keys_are_found_once_and_kept(meeting: Meeting) -> None:
    """OpenID Connect Discovery 4: the description, then the keys; then no network at all."""
    key = new_key("one")
    meeting.provider.publishes(key)
    assert [meeting.who(key) for _ in range(20)] == ["Ann Archer"] * 20
    assert meeting.provider.asked == [WELL_KNOWN, "/jwks"]


def test_a_new_key_is_looked_for_when_a_token_names_it(meeting: Meeting) -> None:
    """Rotation: the first token under the new key is accepted."""
    old, new = new_key("old"), new_key("new")
    meeting.provider.publishes(old)
    meeting.who(old)
    meeting.provider.publishes(old, new)
    meeting.clock.now += PAUSE
    assert meeting.who(new) == "Ann Archer"
    assert meeting.who(old) == "Ann Archer"
    assert meeting.visits() == 2


def test_a_key_that_is_published_no_more_is_not_accepted(meeting: Meeting) -> None:
    """Once the keys are fetched anew: after an hour at the latest, while the provider answers."""
    old, new = new_key("old"), new_key("new")
    meeting.provider.publishes(old)
    meeting.who(old)
    meeting.provider.publishes(new)
    meeting.clock.now += FRESH + MINUTE
    meeting.who(old)
    assert _soon(lambda: meeting.visits() == 2)
    assert _soon(lambda: meeting.keys.known()[0].kid == "new")
    assert meeting.refused(old) == "unknown-key"


def test_a_storm_of_forged_keys_does_not_reach_the_provider(meeting: Meeting) -> None:
    """At most one visit a minute, whatever tokens say; good tokens go through meanwhile."""
    good, forged = new_key("good"), new_key("forged")
    meeting.provider.publishes(good)
    meeting.who(good)
    meeting.clock.now += PAUSE
    with ThreadPoolExecutor(8) as threads:
        reasons = threads.map(lambda n: meeting.refused(forged, kid=f"forged-{n}"), range(200))
    assert set(reasons) == {"unknown-key"}
    assert meeting.visits() == 2
    assert meeting.who(good) == "Ann Archer"
    meeting.clock.now += PAUSE
    meeting.refused(forged)
    assert meeting.visits() == 3


def test_a_forged_signature_under_a_known_key_costs_no_visit(meeting: Meeting) -> None:
    """The key is known, so nothing new could make the signature right."""
    good = new_key("good")
    meeting.provider.publishes(good)
    meeting.who(good)
    meeting.clock.now += PAUSE
    assert meeting.refused(new_key("good")) == "signature"
    assert meeting.visits() == 1


def test_the_provider_is_away_for_an_afternoon(meeting: Meeting) -> None:
    """Design 14: no network at decision time; asked again at most once a minute."""
    key = new_key("one")
    meeting.provider.publishes(key)
    meeting.who(key)
    meeting.provider.fails()
    for _ in range(5):
        meeting.clock.now += FRESH
        assert meeting.who(key) == "Ann Archer"
    assert _soon(lambda: meeting.provider.asked.count(WELL_KNOWN) > 1)
    assert meeting.provider.asked.count(WELL_KNOWN) <= 6


def test_the_provider_is_away_for_longer_than_a_day(meeting: Meeting) -> None:
    """Not for ever: a key that was withdrawn meanwhile could not be known."""
    key = new_key("one")
    meeting.provider.publishes(key)
    meeting.who(key)
    meeting.provider.fails()
    meeting.clock.now += USABLE - MINUTE
    assert meeting.who(key) == "Ann Archer"
    meeting.clock.now += 2 * MINUTE
    assert meeting.refused(key) == "/problems/try-again"
    meeting.provider.instead = {}
    meeting.clock.now += PAUSE
    assert meeting.who(key) == "Ann Archer"


def test_the_provider_is_away_from_the_beginning(meeting: Meeting) -> None:
    """503 and not 401: the token may be good, and the caller asks again."""
    key = new_key("one")
    meeting.provider.publishes(key)
    meeting.provider.fails()
    assert meeting.refused(key) == "/problems/try-again"
    meeting.provider.instead = {}
    assert meeting.refused(key) == "/problems/try-again"
    meeting.clock.now += PAUSE
    assert meeting.who(key) == "Ann Archer"


def test_keys_without_names(meeting: Meeting) -> None:
    """RFC 7517, 4.5: `kid` is optional, in keys as in tokens; each key that fits is tried."""
    one, other = new_key("one"), new_key("other")
    meeting.provider.publishes(one, other, kid=False)
    assert meeting.who(other) == "Ann Archer"
    assert meeting.who(other, kid=None) == "Ann Archer"
    assert meeting.refused(new_key("third"), kid=None) == "signature"


def test_a_token_without_a_name_for_its_key(meeting: Meeting) -> None:
    """RFC 7515, 4.1.4: the keys have names, the token gives none."""
    one, other = new_key("one"), new_key("other")
    meeting.provider.publishes(one, other)
    assert meeting.who(other, kid=None) == "Ann Archer"


def test_a_key_without_a_name_is_exchanged(meeting: Meeting) -> None:
    """Nothing says that the key is new, so a signature that does not fit is reason to look."""
    old, new = new_key(), new_key()
    meeting.provider.publishes(old, kid=False)
    meeting.who(old, kid=None)
    meeting.provider.publishes(new, kid=False)
    meeting.clock.now += PAUSE
    assert meeting.who(new, kid=None) == "Ann Archer"


def test_keys_of_no_use_are_passed_over(meeting: Meeting) -> None:
    """RFC 7517, 5: unknown kinds, secrets, keys for encryption, RSA keys that are too short."""
    key = new_key("one")
    meeting.provider.publishes(key)
    meeting.provider.keys += [
        {"kty": "AKP", "alg": "ML-DSA-65", "pub": "AA", "kid": "pq"},
        {"kty": "oct", "k": "c2VjcmV0", "kid": "secret"},
        {**new_key("enc").as_dict(private=False), "use": "enc"},
        {"kty": "RSA", "n": "AQAB", "e": "AQAB", "kid": "short"},
        {"kty": "EC", "crv": "P-256", "x": "!", "kid": "broken"},
        {"kid": "nothing"},
    ]
    assert meeting.who(key) == "Ann Archer"
    assert [one.kid for one in meeting.keys.known()] == ["one"]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(302, location="/elsewhere"),
        Reply(404),
        Reply(body=b"not JSON"),
        Reply(body=b'{"keys": []}'),
        Reply(body=b'{"keys": "none"}'),
        Reply(body=b"[]"),
        Reply(body=b" " * (LARGEST + 1)),
    ],
)
@pytest.mark.parametrize("place", [WELL_KNOWN, "/jwks"])
def test_an_answer_that_is_not_what_was_asked_for(
    meeting: Meeting, place: str, reply: Reply
) -> None:
    """No redirect is followed, and keys held before are kept."""
    key = new_key("one")
    meeting.provider.publishes(key)
    meeting.provider.instead = {place: reply}
    assert meeting.refused(key) == "/problems/try-again"
    assert "/elsewhere" not in meeting.provider.asked
    meeting.provider.instead = {}
    meeting.clock.now += PAUSE
    meeting.who(key)
    meeting.provider.instead = {place: reply}
    meeting.clock.now += PAUSE
    assert meeting.refused(new_key("forged")) == "unknown-key"
    assert meeting.who(key) == "Ann Archer"


def test_a_description_that_names_another_issuer(meeting: Meeting) -> None:
    """OpenID Connect Discovery 4.3: the issuer must be the one that was asked, to the letter."""
    key = new_key("one")
    meeting.provider.publishes(key)
    meeting.provider.says_issuer = f"{meeting.provider.issuer}/"
    assert meeting.refused(key) == "/problems/try-again"
    assert meeting.visits() == 0


@pytest.mark.parametrize("place", ["http://keys.example/jwks", "file:///keys.json", "jwks", ""])
def test_keys_at_an_address_that_is_not_safe(meeting: Meeting, place: str) -> None:
    """Whoever sits between could exchange the keys."""
    meeting.provider.says_jwks = place
    assert meeting.refused(new_key("one")) == "/problems/try-again"


@pytest.mark.parametrize(
    ("url", "in_development", "in_production"),
    [
        ("https://login.example/x", True, True),
        ("http://localhost:80/x", True, False),
        ("http://[::1]/x", True, False),
        ("http://login.example/x", False, False),
        ("http://localhost.example/x", False, False),
        ("ftp://localhost/x", False, False),
        ("https:///x", False, False),
        ("https://[", False, False),
    ],
)
def test_addresses_that_are_safe(url: str, *, in_development: bool, in_production: bool) -> None:
    """https; in development also this machine itself."""
    assert is_safe(url, development=True) is in_development
    assert is_safe(url, development=False) is in_production


def test_an_answer_that_drips(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time, and the whole does not: the request that waits is let go."""
    monkeypatch.setattr(fetching, "LONGEST", 0.3)
    with provider_at_work() as provider:
        provider.instead = {"/slow": Reply(body=b" " * 60, pause=0.05)}
        with pytest.raises(fetching.NotFetched, match="longer"):
            fetching.fetch(f"{provider.issuer}/slow")


def test_a_provider_that_nobody_reaches() -> None:
    """A refused connection is an outage like any other."""
    with provider_at_work() as gone:
        issuer = gone.issuer
    keys = Provider(issuer, Clock(), development=True)
    with pytest.raises(ProblemFound, match="keys cannot be had"):
        keys.known()
