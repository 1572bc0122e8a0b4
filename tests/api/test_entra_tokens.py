"""Tokens as Microsoft Entra ID writes them (access tokens, version 2.0)."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from joserfc.jwk import RSAKey
from provider_at_work import signed
from pydantic import ValidationError

from api.identity import Identity
from api.problems import ProblemFound
from api.settings import DEVELOPMENT, Settings
from api.tokens.opening import open_identity
from concerns.vocabulary import Officer

TENANT = "0f0e0d0c-1111-4222-8333-444455556666"
OTHER = "9f9e9d9c-1111-4222-8333-444455556666"
APP = "aaaabbbb-0000-4ccc-8ddd-eeeeffff0000"
CRM = "12341234-0000-4ccc-8ddd-eeeeffff0000"
KEY = RSAKey.generate_key(2048, {"kid": "entra"})


def _issuer(tenant: str) -> str:
    return f"https://login.microsoftonline.com/{tenant}/v2.0"


@pytest.fixture
def entra(tmp_path: Path) -> dict[str, Any]:
    """Settings as docs/how-to/connect-entra.md has them, with the keys in a file."""
    keys = tmp_path / "keys.json"
    keys.write_bytes(orjson.dumps({"keys": [KEY.as_dict(private=False)]}))
    return {
        "token_shape": "entra",
        "token_issuer": _issuer("{tid}"),
        "token_audience": APP,
        "token_algorithms": ("RS256",),
        "token_authorities": {TENANT: "northtown", OTHER: "westshire"},
        "service_accounts": {CRM: "Northtown CRM"},
        "token_keys": keys,
        "data": tmp_path,
    }


@pytest.fixture
def identity(entra: dict[str, Any]) -> Identity:
    return open_identity(Settings(**entra), lambda: datetime.now(UTC))


def _person(**other: Any) -> dict[str, Any]:
    """What Entra says of a person in a delegated token; None leaves a claim out."""
    now = int(datetime.now(UTC).timestamp())
    claims = {
        "aud": APP,
        "iss": _issuer(TENANT),
        "iat": now,
        "nbf": now,
        "exp": now + 4_000,
        "azp": "99990000-0000-4ccc-8ddd-eeeeffff0000",
        "azpacr": "0",
        "name": "Ann Archer",
        "oid": "ann-in-the-directory",
        "preferred_username": "ann.archer@northtown.example",
        "roles": ["cm"],
        "scp": "access_as_user",
        "sub": "ann-in-this-program-only",
        "tid": TENANT,
        "ver": "2.0",
    }
    return {name: said for name, said in (claims | other).items() if said is not None}


def _program(**other: Any) -> dict[str, Any]:
    """What Entra says of a program that acts for itself."""
    own = {"azp": CRM, "oid": "the-programs-own", "sub": "the-programs-own", "idtyp": "app"}
    return _person(scp=None, name=None, preferred_username=None, **(own | other))


def _read(identity: Identity, claims: dict[str, Any]) -> Officer:
    return identity.officer(signed(KEY, claims, typ="JWT"))


def _reason(identity: Identity, claims: dict[str, Any]) -> str | None:
    with pytest.raises(ProblemFound) as found:
        _read(identity, claims)
    assert found.value.problem.status == 401
    return found.value.problem.reason


def test_a_person(identity: Identity) -> None:
    """Identified by issuer and object id, never by name or address; the tenant is the council."""
    officer = _read(identity, _person())
    assert officer.person.issuer == _issuer(TENANT)
    assert officer.person.subject == "ann-in-the-directory"
    assert officer.person.name == "Ann Archer"
    assert (officer.authority, officer.roles) == ("northtown", {"cm"})


def test_a_person_who_married(identity: Identity) -> None:
    """Another name and address, the same person."""
    before = _read(identity, _person())
    after = _read(identity, _person(name="Ann Baker", preferred_username="ann.baker@x.example"))
    assert after.person.is_same(before.person)


def test_each_tenant_is_its_own_council(identity: Identity) -> None:
    """The issuer holds the tenant, and each tenant stands for one authority."""
    officer = _read(identity, _person(iss=_issuer(OTHER), tid=OTHER))
    assert officer.authority == "westshire"


def test_groups_are_not_read(identity: Identity) -> None:
    """Whether all are named or, over two hundred, only where to ask: nothing is asked."""
    overage = {
        "_claim_names": {"groups": "src1"},
        "_claim_sources": {"src1": {"endpoint": "https://graph.example/getMemberObjects"}},
    }
    assert _read(identity, _person(**overage)).roles == {"cm"}
    assert _read(identity, _person(groups=["dass"], roles=None)).roles == frozenset()


def test_no_claim_but_the_tenant_names_the_council(identity: Identity) -> None:
    """A claim that a tenant's administrator could add of their own gives nothing."""
    assert _read(identity, _person(authority="westshire")).authority == "northtown"


def test_a_program_that_is_named_in_the_settings(identity: Identity) -> None:
    """Client credentials: a service account is an actor like a person."""
    officer = _read(identity, _program())
    assert officer.person.name == "Northtown CRM"
    assert officer.person.subject == "the-programs-own"
    assert officer.roles == {"cm"}


def test_a_program_that_nobody_named(identity: Identity) -> None:
    """It is called by its id: that is what an auditor can look up."""
    assert _read(identity, _program(azp="some-app")).person.name == "some-app"
    assert _read(identity, _program(azp=None, appid="some-app")).person.name == "some-app"
    assert _read(identity, _program(idtyp=None)).person.name == "Northtown CRM"


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"scp": None, "azp": None, "azpacr": None, "nonce": "n"}, "not-an-access-token"),
        ({"scp": None, "idtyp": "user"}, "not-an-access-token"),
        ({"aud": "another-app"}, "audience"),
        ({"ver": "1.0"}, "claims"),
        ({"ver": None}, "claims"),
        ({"oid": None}, "claims"),
        ({"name": None}, "claims"),
        ({"roles": "cm"}, "claims"),
        ({"tid": None}, "claims"),
        ({"tid": OTHER}, "tenant"),
        ({"tid": "a-third"}, "tenant"),
        ({"iss": _issuer("a-third"), "tid": "a-third"}, "issuer"),
        ({"iss": _issuer("{tid}")}, "issuer"),
        ({"iss": f"https://sts.windows.net/{TENANT}/", "ver": "1.0"}, "issuer"),
    ],
)
def test_what_is_not_a_token_for_this_program(
    identity: Identity, other: dict[str, Any], reason: str
) -> None:
    """ID tokens, version 1.0, other programs, and tenants that stand for nobody."""
    assert _reason(identity, _person(**other)) == reason


def test_the_issuer_of_one_tenant_may_be_written_out(entra: dict[str, Any]) -> None:
    """Then no other tenant is known, whatever the list says."""
    settings = Settings(**{**entra, "token_issuer": _issuer(TENANT)})
    identity = open_identity(settings, lambda: datetime.now(UTC))
    assert _read(identity, _person()).authority == "northtown"
    assert _reason(identity, _person(iss=_issuer(OTHER), tid=OTHER)) == "issuer"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"token_authorities": {}}, "CONCERNS_TOKEN_AUTHORITIES"),
        ({"token_algorithms": ("ES256",)}, "CONCERNS_TOKEN_ALGORITHMS"),
        ({"token_keys": None, "token_issuer": DEVELOPMENT}, "TOKEN_ISSUER"),
        ({"token_keys": None, "token_issuer": "http://login.example/{tid}"}, "TOKEN_ISSUER"),
    ],
)
def test_settings_that_could_not_work(
    entra: dict[str, Any], wrong: dict[str, Any], named: str
) -> None:
    """Said when the program starts, and not by refusing everybody."""
    with pytest.raises(ValidationError, match=named):
        Settings(**{**entra, **wrong})
