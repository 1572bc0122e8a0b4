"""Promises that hold along every way through a procedure, whoever tries whatever."""

from collections.abc import Callable, Iterable
from copy import deepcopy
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from random_walk import NORTH_WEST, Move, beginnings, command, go_on, moves

from concerns.aggregates.decide import decide
from concerns.aggregates.provider_case import ProviderCase
from concerns.events import Fact, SignatureGiven
from concerns.projections import VIEWS, Doc, fold
from concerns.projector import WITH_THE_FACT, rows_beside
from concerns.register import decode, encode
from concerns.vocabulary import Person, Refusal
from given import Story

Beginning = Callable[[], Story]
walks = given(beginnings, st.lists(moves, max_size=12))
often = settings(max_examples=60, derandomize=True)


@often
@walks
def test_one_human_never_signs_twice_for_one_decision(begin: Beginning, tries: list[Move]) -> None:
    """NWR-RO-12, NWR-SR-02: not in two roles, not for another, not as a departure.

    Told from the facts alone. A new stage asks a new question, so it begins a new round.
    """
    stage, rounds = "", dict[str, list[Person]]()
    for fact in go_on(begin(), tries).facts:
        signed = rounds.setdefault(fact.clause.step, [])
        assert not any(one.is_same(other) for one in signed for other in fact.by.humans())
        if isinstance(fact, SignatureGiven):
            signed += fact.by.humans()
        else:
            rounds.pop(fact.clause.step)
        if fact.consequence.stage not in {None, stage}:
            stage = str(fact.consequence.stage)
            rounds.clear()


@often
@walks
def test_a_decision_of_two_has_both_signatures(begin: Beginning, tries: list[Move]) -> None:
    """NWR-RO-12: unless it is marked as a departure, which says whose is missing."""
    stage, given_by = "", dict[str, set[str]]()
    for fact in go_on(begin(), tries).facts:
        signed = given_by.setdefault(fact.clause.step, set())
        signed.add(fact.by.role)
        step = NORTH_WEST.steps.get(fact.clause.step)
        if isinstance(fact, SignatureGiven) or step is None:
            continue
        others = [x.role for x in step.together_with if x.when is None or fact.choices[x.when]]
        missing = {role for role in others if role not in signed}
        assert not missing or fact.departure, str(fact)
        given_by.pop(fact.clause.step)
        if fact.consequence.stage not in {None, stage}:
            stage = str(fact.consequence.stage)
            given_by.clear()


@often
@walks
def test_deciding_changes_nothing(begin: Beginning, tries: list[Move]) -> None:
    """Design: a decision, allowed or refused, leaves the case as it was until remembered."""
    case = begin()
    for move in tries:
        before, asked = deepcopy(case.case), command(case, move)
        try:
            facts = decide(asked, case.situation(move.officer))
        except Refusal:
            facts = []
        assert case.case == before
        _remember(case, facts)


@often
@walks
def test_stored_facts_remembered_again_give_the_same_case(
    begin: Beginning, tries: list[Move]
) -> None:
    """Design: remembering never refuses, and the bytes in the record hold all that counts."""
    told = go_on(begin(), tries)
    again = ProviderCase(told.case.id)
    for fact in told.facts:
        again.remember(decode(fact.name, encode(fact)))
    assert again == told.case


@often
@walks
def test_versions_run_without_a_gap(begin: Beginning, tries: list[Move]) -> None:
    """Design: version n is the n-th fact, so that no fact can be taken out unnoticed."""
    facts = go_on(begin(), tries).facts
    assert [fact.version for fact in facts] == list(range(1, len(facts) + 1))


@often
@walks
def test_the_status_view_agrees_with_the_case(begin: Beginning, tries: list[Move]) -> None:
    """Design: what officers see and what decides must never disagree."""
    told = go_on(begin(), tries)
    row = fold(VIEWS["rag-status"], told.facts)[str(told.case.id)]
    colour = told.case.rag.colour if told.case.rag else None
    assert (row["stage"], row["colour"]) == (told.case.stage, colour)
    assert (row["open"], set(row["beside"])) == (not told.case.closed, told.case.overlays)


@often
@given(beginnings, st.lists(moves, max_size=12), st.integers(1, 5))
def test_rows_written_with_each_append_are_those_of_a_fold(
    begin: Beginning, tries: list[Move], size: int
) -> None:
    """Design: written fact by fact or worked out anew, a view says the same."""
    told = go_on(begin(), tries)
    rows = _appended([told.facts[n : n + size] for n in range(0, len(told.facts), size)])
    for view in WITH_THE_FACT:
        found = {key: doc for (name, key), doc in rows.items() if name == view.name}
        assert found == fold(view, told.facts)


def _remember(case: Story, facts: list[Fact]) -> None:
    case.facts += facts
    for fact in facts:
        case.case.remember(fact)


def _appended(appends: Iterable[list[Fact]]) -> dict[tuple[str, str], Doc]:
    rows: dict[tuple[str, str], Doc] = {}
    for facts in appends:
        cases: set[UUID] = {fact.case for fact in facts}
        for row in rows_beside(rows, facts):
            assert row.case in cases
            rows.pop((row.view, row.key), None)
            if row.doc is not None:
                rows[row.view, row.key] = row.doc
    return rows
