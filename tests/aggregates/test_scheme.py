"""Who may act for whom: the council's scheme of delegation says no where it must."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from north_west import SUSPEND, awaiting_sign_off

from concerns.aggregates.delegated import stay_within_delegation
from concerns.aggregates.delegating import ADMINISTRATOR, ARRANGEMENTS, Arranging
from concerns.aggregates.scheme import Scheme
from concerns.commands.command import CouncilCommand
from concerns.commands.end_absence import EndAbsence
from concerns.commands.make_delegation import MakeDelegation
from concerns.commands.map_app_roles import MapAppRoles
from concerns.commands.record_absence import RecordAbsence
from concerns.commands.revoke_delegation import RevokeDelegation
from concerns.commands.take_step import TakeStep
from concerns.events import DelegationMade, Fact
from concerns.vocabulary import Officer, Refusal
from given import MONDAY, officer

TODAY = date(2026, 3, 2)
DORA, EVE, FAY = (
    officer(name, role) for name, role in (("Dora", "dass"), ("Eve", ""), ("Fay", ""))
)
ADMIN = officer("Adam", ADMINISTRATOR)


@dataclass
class Council:
    """A council's scheme as it grows in memory."""

    scheme: Scheme = field(default_factory=Scheme)
    now: datetime = MONDAY

    def asks(self, who: Officer, asked: CouncilCommand) -> Fact:
        here = Arranging(self.scheme, uuid4(), who, self.now, uuid4, {"crm"})
        fact = ARRANGEMENTS[type(asked)](asked, here)
        self.scheme.remember(fact)
        return fact

    def delegates(self, who: Officer, to: Officer, **more: Any) -> UUID:
        return self.asks(who, delegation(to, **more)).id

    def refused(self, who: Officer, asked: CouncilCommand) -> Refusal:
        with pytest.raises(Refusal) as caught:
            self.asks(who, asked)
        return caught.value

    def acting(self, who: Officer, under: UUID, on: date = TODAY) -> Officer:
        return self.scheme.acting(who, under, on)


def delegation(to: Officer, **more: Any) -> MakeDelegation:
    said = {
        "delegate": to.person,
        "roles": ("dass",),
        "starts": TODAY,
        "ends": TODAY + timedelta(days=10),
        "reason": "annual leave",
    }
    return MakeDelegation.model_validate(said | more)


def test_a_delegate_acts_with_both_names_and_only_in_what_was_delegated() -> None:
    """NWR-RO-16: configured, never assumed; the delegate's own roles do not come with it."""
    council = Council()
    under = council.delegates(DORA, EVE)
    acting = council.acting(officer("Eve", "cm"), under)
    assert (acting.on_behalf_of, acting.roles) == (DORA.person, frozenset({"dass"}))
    case = awaiting_sign_off().takes(
        acting, "sign_off_suspension", choices={"nursing_relevant": False}, **SUSPEND
    )
    assert str(case.last[0].by).startswith("Eve (")
    assert "for Dora" in str(case.last[0])
    assert case.last[0].by.delegation == str(under)


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"roles": ("nursing_director",)}, "roles"),
        ({"delegate": DORA.person}, "delegate"),
        ({"starts": TODAY - timedelta(days=1)}, "ends"),
        ({"ends": TODAY - timedelta(days=1)}, "ends"),
        ({"under": uuid4()}, "under"),
        ({"reason": " "}, "reason"),
    ],
)
def test_what_is_not_theirs_to_give_or_makes_no_sense_is_refused(
    more: dict[str, Any], where: str
) -> None:
    """Another's role, to oneself, back-dated, without end, without reason."""
    council = Council()
    assert council.refused(DORA, delegation(EVE, **more)).where == where
    assert council.scheme.version == 0


def test_it_holds_from_its_first_day_to_its_last_for_its_delegate_alone() -> None:
    """Days in London; and not one minute after it was revoked."""
    council = Council()
    under = council.delegates(DORA, EVE, starts=TODAY + timedelta(days=1))
    for day, holds in ((0, False), (1, True), (10, True), (11, False)):
        on = TODAY + timedelta(days=day)
        assert (council.scheme.against(under, on) == "") is holds
    with pytest.raises(Refusal, match="nothing is delegated to you"):
        council.acting(FAY, under, TODAY + timedelta(days=1))
    assert council.refused(FAY, revoke(under)).kind == "not your role"
    council.asks(DORA, revoke(under))
    with pytest.raises(Refusal, match="revoked"):
        council.acting(EVE, under, TODAY + timedelta(days=1))
    assert council.refused(DORA, revoke(under)).kind == "not found"


def revoke(under: UUID) -> RevokeDelegation:
    return RevokeDelegation(delegation=under, reason="back early")


def test_only_what_may_be_passed_on_is_and_never_more_than_one_has() -> None:
    """Roles, steps, money and days narrow along the chain; it does not lead back."""
    council = Council()
    plain = council.delegates(DORA, EVE)
    assert council.refused(EVE, delegation(FAY, under=plain)).where == "under"
    given_on = council.delegates(
        DORA, EVE, may_pass_on=True, steps=("sign_off_suspension",), limit=100
    )
    same = {"under": given_on, "steps": ("sign_off_suspension",), "limit": 100}
    for more, where in (
        ({"roles": ("cm",)}, "roles"),
        ({"steps": ()}, "steps"),
        ({"limit": None}, "limit"),
        ({"limit": 101}, "limit"),
        ({"ends": TODAY + timedelta(days=11)}, "ends"),
        ({"delegate": DORA.person}, "delegate"),
    ):
        assert council.refused(EVE, delegation(FAY, **{**same, **more})).where == where
    under = council.delegates(EVE, FAY, **same)
    acting = council.acting(FAY, under)
    assert acting.humans() == (FAY.person, DORA.person, EVE.person)
    council.asks(DORA, revoke(given_on))
    assert council.scheme.against(under, TODAY) == "it was revoked"


def test_a_nominated_deputy_acts_only_while_the_principal_is_away() -> None:
    """DER-RO-34: the deputy stands in when the lead is unavailable, and on no other day."""
    council = Council()
    under = council.delegates(DORA, EVE, when_absent=True)
    with pytest.raises(Refusal, match="not recorded as absent"):
        council.acting(EVE, under)
    away = RecordAbsence(person=DORA.person, starts=TODAY, ends=TODAY, reason="ill")
    assert council.refused(FAY, away).kind == "not your role"
    absence = council.asks(EVE, away).id  # the deputy herself: the director may be past asking
    assert council.acting(EVE, under).on_behalf_of == DORA.person
    council.asks(DORA, EndAbsence(absence=absence, reason="better"))
    assert council.scheme.against(under, TODAY) == "Dora is not recorded as absent"


def test_the_delegate_goes_no_further_than_the_limits() -> None:
    """Another procedure, another step, another command: each refused, naming the limit."""
    council = Council()
    under = council.delegates(DORA, EVE, steps=("consider_suspension",))
    acting = council.acting(EVE, under)
    no = awaiting_sign_off().refuses(acting, "sign_off_suspension")
    assert (no.kind, no.where, "consider_suspension" in no.why) == (
        "not your role",
        "delegation",
        True,
    )
    elsewhere = council.acting(EVE, council.delegates(DORA, EVE, procedures=("derby",)))
    assert "derby" in awaiting_sign_off().refuses(elsewhere, "sign_off_suspension").why


def test_money_beyond_the_limit_is_refused() -> None:
    """In pence, inclusive."""
    council = Council()
    acting = council.acting(EVE, council.delegates(DORA, EVE, limit=500_00))
    situation = awaiting_sign_off().situation(acting)
    pay = TakeStep(step="agree_payment", details={"amount": 500_00})
    stay_within_delegation(pay, situation)
    with pytest.raises(Refusal, match="limit is 50000 pence"):
        stay_within_delegation(pay.model_copy(update={"details": {"amount": 500_01}}), situation)


def test_an_app_role_stands_for_what_the_council_says_and_else_for_nothing() -> None:
    """As given until roles are mapped; only the administrator maps, and stays one."""
    council = Council()
    assert council.scheme.roles({"dass"}) == {"dass"}
    mapping = {"Concerns.Director": ("dass",), "Concerns.Admin": (ADMINISTRATOR,)}
    asked = MapAppRoles(roles=mapping, reason="the directory's names")
    assert council.refused(DORA, asked).kind == "not your role"
    alone = MapAppRoles(roles={"Concerns.Director": ("dass",)}, reason="all we need")
    assert council.refused(ADMIN, alone).where == "roles"
    council.asks(ADMIN, asked)
    assert council.scheme.roles({"Concerns.Director", "dass"}) == {"dass"}


PEOPLE = ("Ann", "Bob", "Cat", "Dan")
KEYS = {"Ann": ("dass",), "Bob": ("nursing_director",), "Cat": ("dass",), "Dan": ()}


@st.composite
def graphs(draw: st.DrawFn) -> list[tuple[int, int, int | None]]:
    """Attempts to delegate: from whom, to whom, under which earlier attempt."""
    pairs = st.tuples(st.integers(0, 3), st.integers(0, 3), st.one_of(st.none(), st.integers(0, 8)))
    return draw(st.lists(pairs, max_size=9))


@settings(max_examples=150)
@given(graphs())
def test_no_graph_of_delegations_lets_one_human_hold_both_keys(
    attempts: Sequence[tuple[int, int, int | None]],
) -> None:
    """Whoever signs, for whomever, through whomever: two signatures are of different people."""
    council, made = Council(), list[DelegationMade]()
    staff = [officer(name, *KEYS[name]) for name in PEOPLE]
    for giver, taker, under in attempts:
        held = made[under] if under is not None and under < len(made) else None
        roles = held.roles if held else KEYS[PEOPLE[giver]] or ("dass",)
        more = {"roles": roles, "under": held.id if held else None, "may_pass_on": True}
        try:
            fact = council.asks(staff[giver], delegation(staff[taker], **more))
        except Refusal:
            continue
        assert isinstance(fact, DelegationMade)
        made.append(fact)
    able = [*staff]
    able += [
        council.acting(one, each.id)
        for each in made
        for one in staff
        if each.delegate.is_same(one.person)
    ]
    for first in able:
        for second in able:
            _never_one_human(first, second)


def _never_one_human(first: Officer, second: Officer) -> None:
    case = awaiting_sign_off()
    asked = TakeStep(
        step="sign_off_suspension",
        reason="as the panel found",
        choices={"nursing_relevant": True},
        details=SUSPEND,
    )
    try:
        case.asks(first, asked).asks(second, asked)
    except Refusal:
        return
    humans = [one for each in (first, second) for one in each.humans()]
    assert len({one.subject for one in humans}) == len(humans)


def test_chains_in_the_property_reach_both_keys() -> None:
    """The property is not empty: without the rule, Bob would hold both keys here."""
    council = Council()
    bob, ann = officer("Bob", "nursing_director"), officer("Ann", "dass")
    under = council.delegates(ann, bob)
    case = awaiting_sign_off()
    choices = {"nursing_relevant": True}
    case.takes(bob, "sign_off_suspension", choices=choices, **SUSPEND)
    no = case.refuses(council.acting(bob, under), "sign_off_suspension", choices=choices, **SUSPEND)
    assert "the same person cannot sign twice" in no.why


def test_the_future_of_an_absence_is_not_today() -> None:
    """An absence that begins tomorrow lets no deputy act today."""
    council = Council(now=datetime(2026, 3, 2, 12, tzinfo=UTC))
    under = council.delegates(DORA, EVE, when_absent=True)
    tomorrow = TODAY + timedelta(days=1)
    council.asks(
        DORA, RecordAbsence(person=DORA.person, starts=tomorrow, ends=tomorrow, reason="leave")
    )
    assert council.scheme.against(under, TODAY)
    assert council.scheme.against(under, tomorrow) == ""
