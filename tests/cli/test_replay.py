"""A case as it stood: as known at an instant, of what had happened by a date."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest
from console import Console

from authorities import casework, new_authority
from concerns.commands.record_history import RecordHistory
from concerns.commands.take_step import TakeStep
from concerns.storage.pool import Pool
from concerns.when import When
from given import ELM_HOUSE, officer, opening

MICROSECOND = timedelta(microseconds=1)


class Recorded(NamedTuple):
    """A case at risk since some day of March 2026, and since when the record knows."""

    authority: str
    case: UUID
    opened_at: datetime
    at_risk_at: datetime


@pytest.fixture
def shell(database: str) -> Console:
    return Console(database)


@pytest.fixture
def at_risk(database: str, pool: Pool) -> Recorded:
    """Opened on 2 March 2026; at risk some day in March, nobody noted which."""
    authority = new_authority(database)
    work, case = casework(pool, authority), uuid4()
    asked = opening("north-west-routes").model_copy(update={"occurred": When("2026-03-02")})
    opened = work.ask(asked, officer("Ann", "cm", authority=authority), case)
    step = TakeStep(step="agree_at_risk", reason="alerts", occurred=When("2026-03"))
    decided = work.ask(step, officer("Bea", "sprg", authority=authority), case)
    return Recorded(authority, case, opened.receipt.recorded_at, decided.receipt.recorded_at)


def test_a_case_as_known_now(shell: Console, at_risk: Recorded) -> None:
    """Stage, colour, open duties; each fact with when it happened and when it was recorded."""
    said = shell.types("replay", str(at_risk.case))
    assert said.code == 0
    assert "Stage Route 1: at risk of suspension" in said.words
    assert "● AMBER (north-west-routes)" in said.words
    assert "At-risk letter" in said.words
    assert "2 Mar 2026: Ann (Commissioning Manager) opened a case" in said.words
    assert f"recorded {at_risk.opened_at.isoformat()[:26]}Z" in said.words


def test_as_known_before_and_after_a_decision(shell: Console, at_risk: Recorded) -> None:
    """The identity of state at T with the facts recorded by T, to the microsecond."""
    just_before = (at_risk.at_risk_at - MICROSECOND).isoformat()
    before = shell.types("replay", str(at_risk.case), "--as-known", just_before)
    after = shell.types("replay", str(at_risk.case), "--as-known", at_risk.at_risk_at.isoformat())
    assert "Routine monitoring" in before.words
    assert "· no colour" in before.words
    assert "What was known (1)" in before.out
    assert "Route 1: at risk" in after.words
    assert "What was known (2)" in after.out


def test_before_anything_was_known(shell: Console, at_risk: Recorded) -> None:
    """A case nobody knew of yet is not an error."""
    known = (at_risk.opened_at - MICROSECOND).isoformat()
    said = shell.types("replay", str(at_risk.case), "--as-known", known)
    assert said.code == 0
    assert "A case that was not known then" in said.out


def test_an_uncertain_date_is_not_resolved_by_guessing(shell: Console, at_risk: Recorded) -> None:
    """By mid-March it cannot be told whether the case was at risk; by the end it can."""
    middle = shell.types("replay", str(at_risk.case), "--as-at", "2026-03-15")
    end = shell.types("replay", str(at_risk.case), "--as-at", "2026-03-31")
    assert "Stage cannot be told" in middle.words
    assert "Colour cannot be told" in middle.words
    assert "What may or may not have happened by then (1)" in middle.out
    assert "cannot be told" not in end.out


def test_a_history_older_than_its_case(shell: Console, database: str, pool: Pool) -> None:
    """The case was opened today, what it tells happened long ago: it says what it is about."""
    authority = new_authority(database)
    ann, case = officer("Ann", "cm", authority=authority), uuid4()
    work = casework(pool, authority)
    work.ask(opening("north-west-routes"), ann, case)
    item = RecordHistory(
        item="a", kind="suspension", who="council", text="An embargo", source="a paper",
        occurred=When("2004-10"),
    )  # fmt: skip
    work.ask(item, ann, case)
    before = shell.types("replay", str(case), "--as-at", "2004-10-01")
    assert before.out.startswith(ELM_HOUSE.name)
    assert "Stage cannot be told" in before.words
    after = shell.types("replay", str(case), "--as-at", "2004-10-31")
    assert "Stage Route 2: placements suspended" in after.words
    assert "October 2004: An embargo (council; source: a paper)" in after.words
    assert "October 2004: October 2004" not in after.words


def test_what_was_learnt_between_two_instants(shell: Console, at_risk: Recorded) -> None:
    """Side by side, and only the facts recorded between."""
    instants = (at_risk.opened_at.isoformat(), at_risk.at_risk_at.isoformat())
    said = shell.types("replay", str(at_risk.case), "--since", instants[0], "--until", instants[1])
    assert said.code == 0
    assert "What was learnt between the two (1)" in said.out
    assert "agreed that the provider is at risk" in said.words
    assert "· no colour ● AMBER" in said.words
    same = shell.types("replay", str(at_risk.case), "--since", instants[1], "--until", instants[1])
    assert "Nothing was learnt between the two." in same.out


def test_a_case_is_found_by_the_beginning_of_its_id(shell: Console, at_risk: Recorded) -> None:
    """Eight letters are enough to find one case among others."""
    said = shell.types("replay", str(at_risk.case)[:8])
    assert str(at_risk.case) in said.out


def test_a_service_with_cases_in_two_records(
    shell: Console, database: str, pool: Pool, at_risk: Recorded
) -> None:
    """Which one is asked, never guessed; the authority decides it."""
    other = new_authority(database)
    casework(pool, other).ask(
        opening("north-west-routes"), officer("Ann", "cm", authority=other), uuid4()
    )
    said = shell.types("replay", ELM_HOUSE.id)
    assert said.code == 1
    assert said.err.startswith(f"'{ELM_HOUSE.id}' fits ")
    assert "--authority" in said.err
    named = shell.types("replay", ELM_HOUSE.id, "--authority", at_risk.authority)
    assert str(at_risk.case) in named.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nosuchcase",), 1, "No case has the id"),
        (("x" * 36,), 1, "No case has the id"),
        (("1-1", "--authority", "nowhere"), 1, "There is no authority 'nowhere'"),
        (("1-1", "--as-known", "2026-04-08T09:00:00"), 2, "does not say in which zone"),
        (("1-1", "--as-known", "yesterday"), 2, "is not an instant"),
        (("1-1", "--as-at", "8 April"), 2, "is not a date"),
        (("1-1", "--until", "2026-04-08T09:00:00Z"), 2, "--until needs --since"),
        (
            ("1-1", "--since", "2026-04-08T09:00:00Z", "--until", "2026-04-07T09:00:00Z"),
            2,
            "--until lies before --since",
        ),
        (
            ("1-1", "--since", "2026-04-08T09:00:00Z", "--as-known", "2026-04-07T09:00:00Z"),
            2,
            "ask either",
        ),
    ],
)
def test_what_cannot_be_asked(shell: Console, words: tuple[str, ...], code: int, said: str) -> None:
    """One plain sentence, the right exit code, nothing on the answer's stream."""
    answer = shell.types("replay", *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in " ".join(answer.err.split())


def test_a_zone_other_than_utc(shell: Console, at_risk: Recorded) -> None:
    """Any offset may be typed; the instant is what counts."""
    far = at_risk.at_risk_at.astimezone(UTC) + timedelta(hours=1)
    typed = far.replace(tzinfo=None).isoformat() + "+01:00"
    assert "What was known (2)" in shell.types("replay", str(at_risk.case), "--as-known", typed).out
