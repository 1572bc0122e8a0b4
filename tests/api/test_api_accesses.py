"""Who read what, over HTTP."""

from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from councils_at_work import Council, a_case
from httpx2 import Response

from api.routes.views import NOUNS
from concerns.custody.access import Access, AccessLog
from concerns.projections import VIEWS
from concerns.storage.pool import Pool
from concerns.vocabulary import By, Person

CASE = UUID(int=1)
KIT = By(person=Person(issuer="i", subject="kit", name="Kit"), role="cm", title="Care management")


@pytest.fixture
def read(council: Council, pool: Pool) -> Council:
    """A council in which the data of R1 to R3 was read, in two cases."""
    log = AccessLog(pool, lambda: datetime.now(UTC), uuid4)
    for nth, subject in enumerate(["R1", "R2", "R3"]):
        log.record(
            Access(
                authority=council.authority,
                case=CASE if nth < 2 else UUID(int=2),
                fact=uuid4(),
                fields=("surname",),
                subjects=(subject,),
                by=KIT,
                purpose="to plan the move",
            )
        )
    return council


def asked(council: Council, *roles: str, **said: str | int) -> Response:
    """What is wanted in the body; which page in the address."""
    page = {key: said.pop(key) for key in ("limit", "cursor") if key in said}
    path = "/v1/access-readings?" + urlencode(page)
    return council.post(path, said, *roles)


def test_who_read_what(read: Council) -> None:
    """For the auditor; by person within a case; never kept by anything in between."""
    said = asked(read, "auditor", purpose="audit", case=str(CASE), subject="R2")
    assert said.headers["cache-control"] == "no-store"
    (row,) = said.json()["rows"]
    assert row["told"] == (
        "Kit (Care management) was about to be shown 1 sealed field of R2: to plan the move"
    )
    assert (row["case"], row["fields"], row["subjects"]) == (str(CASE), ["surname"], ["R2"])
    everything = asked(read, "information_governance", purpose="audit").json()
    assert [one["by"]["role"] for one in everything["rows"]] == ["cm", "cm", "cm", "auditor"]


def test_pages_come_to_an_end(read: Council) -> None:
    """Each page is recorded, and the list keeps the length it had at the first."""
    said = asked(read, "auditor", purpose="audit", limit=1)
    seen = [said.json()["rows"]]
    while cursor := said.json()["next"]:
        said = asked(read, "auditor", purpose="audit", limit=1, cursor=cursor)
        seen.append(said.json()["rows"])
    assert [one["subjects"] for (one,) in seen] == [["R1"], ["R2"], ["R3"]]
    wrong = asked(read, "auditor", purpose="audit", cursor="MA")
    assert (wrong.status_code, wrong.json()["where"]) == (400, "query.cursor")


def test_for_nobody_else(read: Council) -> None:
    """Not for those who work on cases, whatever they may do there; nor is their asking recorded."""
    said = asked(read, "dass", "cm", purpose="curious")
    assert (said.status_code, said.json()["type"]) == (403, "/problems/not-your-role")
    assert len(asked(read, "auditor", purpose="audit").json()["rows"]) == 3


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        ({}, "body.purpose"),
        ({"purpose": " "}, "body.purpose"),
        ({"purpose": "p" * 501}, "body.purpose"),
        ({"purpose": "p", "subject": "Wilhelmina"}, "body.subject"),
        ({"purpose": "p", "subject": "R1"}, "case"),
    ],
)
def test_what_must_be_said(read: Council, wanted: dict[str, str], where: str) -> None:
    """No purpose, no reading; a person by reference, within a case."""
    said = asked(read, "auditor", **wanted)
    assert (said.status_code, said.json()["where"]) == (422, where)
    assert "Wilhelmina" not in said.text


def test_a_token_for_the_log_itself_opens_nothing(read: Council) -> None:
    """It is no council: nobody acts in it, opens cases in it or sees views of it."""
    read.authority += "/access"
    views = [NOUNS.get(name, name) for name, one in VIEWS.items() if one.kept]
    found = [read.get(f"/v1/{noun}", "auditor") for noun in [*views, "feed", "exports/parquet"]]
    found.append(asked(read, "auditor", purpose="audit"))
    found.append(read.post("/v1/cases", a_case(), "cm"))
    assert {one.json()["type"] for one in found} == {"/problems/unknown-authority"}
