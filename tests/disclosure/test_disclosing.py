"""What leaves the council: what was asked for, after it is on record, and nothing else."""

import hashlib
from pathlib import Path

import pytest
from blackpool_case import DASS, OFFICER, WORKER
from disclosure_given import ADVICE, REQUEST, Council, everything, listed
from sealed_case import BIRTHDAY, CANARY, RESIDENT

from concerns.commands.correct_record import CorrectRecord
from concerns.events import DisclosureMade
from concerns.evidence.leaf import leaf_hash
from concerns.procedures.reader import ProcedureFaulty
from concerns.projections import VIEWS, fold
from concerns.vocabulary import Officer, Refusal

NOTHING_OPENED = REQUEST[: REQUEST.index("open:")]


def _recorded(council: Council) -> DisclosureMade:
    fact = council.office.work.register.of_case(council.office.case)[-1].fact
    assert isinstance(fact, DisclosureMade)
    return fact


def test_what_is_in_it(given: Path) -> None:
    """U18: bytes of what is shown, a proof for every fact, and what checks them."""
    found = {file.relative_to(given).as_posix() for file in given.rglob("*") if file.is_file()}
    places = [one["position"] for one in listed(given)["facts"]]
    assert places == [3, 4, 6, 7, 8]
    assert found == {
        "DISCLOSURE.json",
        "MANIFEST.sha256",
        "VERIFY.md",
        "checkpoint",
        "disclosure.html",
        "keys/log-1.vkey",
        "verify.py",
        "verify.sh",
        *(f"proofs/{one}.tlog-proof" for one in places),
        *(f"entries/{one}" for one in places if one != 6),
    }


def test_what_is_withheld_is_nowhere_in_it(northtown: Council, given: Path) -> None:
    """U18: no byte of a withheld fact, no value that stays shut; the ground is there."""
    said = everything(given)
    withheld = northtown.office.work.register.of_case(northtown.office.case)[2].fact
    for secret in (ADVICE, "Fotheringay", BIRTHDAY, str(withheld.id)):
        assert secret.encode() not in said
    assert b"legal professional privilege" in (given / "disclosure.html").read_bytes()
    assert CANARY.encode() in (given / "disclosure.html").read_bytes()
    assert RESIDENT.entries["date_of_birth"] == BIRTHDAY


def test_nothing_opened_holds_no_personal_data(northtown: Council) -> None:
    """Everything sealed stays shut unless somebody asks for it, and nobody's access is recorded."""
    northtown.discloses(said=NOTHING_OPENED)
    folder = northtown.folder / "given"
    assert CANARY.encode() not in everything(folder)
    assert {one["state"] for one in listed(folder)["fields"]} == {"shut"}
    assert all(one["ground"].startswith("personal data") for one in listed(folder)["fields"])
    assert northtown.access.seen == []


def test_the_list_accounts_for_every_fact_and_every_sealed_field(
    northtown: Council, given: Path
) -> None:
    """U18: what was withheld, by place, kind and ground; opened fields with key and value."""
    told = listed(given)
    assert [one["version"] for one in told["facts"]] == [1, 2, 3, 4, 5]
    withheld = told["facts"][2]
    assert (withheld["kind"], withheld["ground"]) == (
        "log-entry-made/1",
        "legal professional privilege",
    )
    assert "entry" not in withheld
    assert withheld["leaf_hash"] == leaf_hash(northtown.record.entries()[5]).hex()
    fields = {one["field"]: one for one in told["fields"]}
    assert {name for name, one in fields.items() if one["state"] == "opened"} == {
        "surname",
        "has_capacity",
    }
    assert (fields["surname"]["value"], fields["has_capacity"]["value"]) == (CANARY, False)
    assert {len(fields[one]["key"]) for one in ("surname", "has_capacity")} == {64}
    assert fields["date_of_birth"]["state"] == "shut"


def test_the_decision_is_in_the_record(northtown: Council) -> None:
    """U18: who, to whom, on which basis, what was withheld, and the digest of the list."""
    made = northtown.discloses()
    fact = _recorded(northtown)
    raw = (northtown.folder / "given" / "DISCLOSURE.json").read_bytes()
    assert made.sha256 == fact.sha256 == hashlib.sha256(raw).hexdigest()
    assert (fact.audience, fact.up_to, fact.size) == ("Northtown Coroner", 5, 9)
    assert fact.withheld[0].ground == "legal professional privilege"
    assert "and withheld 1 of its facts" in str(fact)
    assert CANARY not in str(fact)


def test_the_register_of_disclosures(northtown: Council) -> None:
    """U18: a row for each, with the counts and the grounds."""
    northtown.discloses()
    (row,) = fold(VIEWS["disclosures"], [_recorded(northtown)]).values()
    assert (row["audience"], row["disclosed"], row["withheld"], row["opened"]) == (
        "Northtown Coroner",
        4,
        1,
        2,
    )
    assert row["grounds"] == ["legal professional privilege"]
    assert row["by"]["name"] == "Kit"


def test_the_same_again(northtown: Council) -> None:
    """The same request under the same checkpoint: every byte the same, whatever came after."""
    northtown.discloses()
    northtown.logs("something later")
    northtown.record.seals()
    northtown.discloses("again", size=9)
    first, second = (northtown.folder / one for one in ("given", "again"))
    names = sorted(one.relative_to(first) for one in first.rglob("*") if one.is_file())
    assert names == sorted(one.relative_to(second) for one in second.rglob("*") if one.is_file())
    assert [(second / one).read_bytes() for one in names] == [
        (first / one).read_bytes() for one in names
    ]


def test_an_access_is_recorded_before_anything_is_opened(northtown: Council) -> None:
    """ADR 0022: first the access, then the value; the decision and the folder come after both."""
    states = list[tuple[bool, bool]]()

    def look() -> None:
        states.append(
            ("disclosure-made/1" in northtown.names, (northtown.folder / "given").exists())
        )

    northtown.access.meanwhile = look
    northtown.discloses()
    (access,) = northtown.access.seen
    assert states == [(False, False)]
    assert (access.fields, access.purpose) == (
        ("surname", "has_capacity"),
        "disclosure to Northtown Coroner",
    )


def test_what_cannot_be_recorded_is_not_opened(northtown: Council) -> None:
    """Where the access log fails, nothing is written and nothing is decided."""

    def fail() -> None:
        raise ConnectionError("no access log")

    northtown.access.meanwhile = fail
    with pytest.raises(ConnectionError):
        northtown.discloses()
    assert "disclosure-made/1" not in northtown.names
    assert not (northtown.folder / "given").exists()


@pytest.mark.parametrize("who", [DASS, WORKER])
def test_who_keeps_no_log_discloses_nothing(northtown: Council, who: Officer) -> None:
    """Refused before anything is opened."""
    with pytest.raises(Refusal, match="disclosing a case is for"):
        northtown.discloses(who=who)
    assert northtown.access.seen == []
    assert "disclosure-made/1" not in northtown.names
    assert not (northtown.folder / "given").exists()


def test_who_may_disclose_may_not_therefore_read(northtown: Council) -> None:
    """ADR 0022: a sealed field is opened only by whoever may read it; the rest may be disclosed."""
    with pytest.raises(Refusal, match="reading “List of residents, one line” is for"):
        northtown.discloses(who=OFFICER)
    assert northtown.access.seen == []
    assert "disclosure-made/1" not in northtown.names
    northtown.discloses(said=NOTHING_OPENED, who=OFFICER)
    assert northtown.names[-1] == "disclosure-made/1"


def test_a_destroyed_key_is_said(northtown: Council) -> None:
    """What nobody can read is listed as destroyed, with the day; asked for or not."""
    northtown.office.destroys()
    northtown.record.seals()
    last = len(northtown.names)
    northtown.discloses(said=REQUEST.replace("up_to: 5", f"up_to: {last}"))
    folder = northtown.folder / "given"
    told = {one["field"]: one for one in listed(folder)["fields"]}
    assert told["surname"]["state"] == told["date_of_birth"]["state"] == "destroyed"
    assert told["surname"]["destroyed_on"] == "2034-03-10"
    assert CANARY.encode() not in everything(folder)
    assert northtown.access.seen == []


def test_a_fact_that_speaks_of_a_withheld_one_is_named(northtown: Council) -> None:
    """A correction holds what it corrects: whoever prepares the disclosure must look at it."""
    third = northtown.office.work.register.of_case(northtown.office.case)[2].fact
    corrected = CorrectRecord(fact=third.id, wrong=ADVICE, right="nothing", reason="a slip")
    northtown.office.asks(DASS, corrected)
    northtown.record.seals()
    made = northtown.discloses(said=REQUEST.replace("up_to: 5", "up_to: 6"))
    assert [(one.disclosed, one.withheld) for one in made.mentions] == [(6, 3)]


def test_what_was_not_looked_at_is_not_disclosed(northtown: Council) -> None:
    """Facts that came after the request was written stay out of it."""
    northtown.logs("came in this morning")
    northtown.record.seals()
    northtown.discloses()
    folder = northtown.folder / "given"
    assert len(listed(folder)["facts"]) == 5
    assert b"came in this morning" not in everything(folder)


def test_what_is_not_sealed_is_not_disclosed(northtown: Council) -> None:
    """A fact that no checkpoint covers cannot be proved."""
    northtown.logs("just now")
    with pytest.raises(Refusal, match="holds 5 of this case, not 6: seal the record"):
        northtown.discloses(said=REQUEST.replace("up_to: 5", "up_to: 6"))
    with pytest.raises(Refusal, match="no checkpoint of 4 facts"):
        northtown.discloses(size=4)
    (northtown.folder / "given").mkdir()
    (northtown.folder / "given" / "old.txt").write_text("in use")
    with pytest.raises(Refusal, match="is in use"):
        northtown.discloses()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("ground: legal professional privilege", "ground: ' '", "8: withhold → 0 → ground: must"),
        ("    ground: legal professional privilege\n", "", "7: withhold → 0 → ground: Field req"),
        ("versions: [3]", "versions: [3, 3]", "7: withhold → 0 → versions → 1: fact 3 is with"),
        ("versions: [3]", "versions: [6]", "7: withhold → 0 → versions → 0: fact 6 comes after"),
        ("version: 2", "version: 3", "10: open → 0 → version: fact 3 is not disclosed"),
        ("version: 2", "version: 1", "'surname' is not sealed in fact 1; sealed there: nothing"),
        ("surname, has", "surname, surname, has", "11: open → 0 → fields → 1: 'surname' is opened"),
        ("surname, has_", "nickname, has_", "'nickname' is not sealed in fact 2; sealed there: "),
        ("audience: Northtown Coroner", "audience:", "1: audience: "),
        ("basis: Coroners", "bases: Coroners", "3: bases: Extra inputs"),
        ("up_to: 5", "up_to: five", "5: up_to: "),
    ],
)
def test_a_faulty_request_is_refused_by_line(
    northtown: Council, before: str, after: str, said: str
) -> None:
    """Every ground is said; what contradicts itself or the case is refused where it stands."""
    assert before in REQUEST
    with pytest.raises(ProcedureFaulty) as refused:
        northtown.discloses(said=REQUEST.replace(before, after))
    assert said in str(refused.value)
    assert str(refused.value).startswith("request.yaml:")
    assert northtown.access.seen == []
    assert "disclosure-made/1" not in northtown.names
