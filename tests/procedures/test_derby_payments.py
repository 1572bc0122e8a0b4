"""Derby: money that keeps care going is agreed in writing first, and may be withheld."""

from typing import Any

import pytest
from derby_case import (
    DIRECTOR,
    FINANCE,
    HEAD_INTEGRATED,
    LEAD,
    QMO,
    on_paper,
    red,
)

from concerns.commands.take_step import TakeStep
from concerns.events import PaymentAgreed, PaymentMade
from given import Story

OPTIONS = {
    "spot_purchase": "Buy places or hours from other providers as needed",
    "reserve_elsewhere": "Reserve services somewhere else suitable",
    "temporary_staffing": "Temporary staff, from agencies for instance",
    "temporary_management": "Temporary management, from a consultancy for instance",
    "contracted_team": "Another contracted management or nursing team",
    "extra_funding": "Extra funding for a short time",
    "fee_variation": "A fee above the rate expected",
    "other": "Whatever else this case needs",
}


def agreement(option: str = "extra_funding", **more: Any) -> TakeStep:
    """The step by which 1,250.00 pounds are agreed for one home."""
    details: dict[str, Any] = {
        "option": option,
        "amount": 125000,
        "agreement": "for Elm House alone",
        **more,
    }
    return on_paper("agree_payment", **details)


def agreed() -> Story:
    """A payment is agreed in writing."""
    return red().asks(HEAD_INTEGRATED, agreement())


@pytest.mark.parametrize("option", OPTIONS)
def test_a_payment_is_agreed_in_writing_for_one_option(option: str) -> None:
    """DER-SR-04, DER-OP-1 to DER-OP-8: the agreement says which service the money reaches."""
    (found,) = red().asks(HEAD_INTEGRATED, agreement(option)).last
    assert isinstance(found, PaymentAgreed)
    assert (found.option, found.amount) == (OPTIONS[option], 125000)


def test_money_is_not_paid_before_it_is_agreed() -> None:
    """DER-SR-04: an officer of Finance pays, and cannot agree."""
    paid: dict[str, Any] = {"option": "extra_funding", "amount": 125000}
    early = red().refuses(FINANCE, "make_payment", **paid)
    assert (early.clause, early.departure) == (("DER-SR-04", "DER-SR-05"), True)
    assert red().refused(FINANCE, agreement()).kind == "not your role"
    assert agreed().refuses(QMO, "make_payment", **paid).kind == "not your role"
    (found,) = agreed().takes(FINANCE, "make_payment", **paid).last
    assert isinstance(found, PaymentMade)


def test_each_payment_has_an_agreement_of_its_own() -> None:
    """DER-SR-04: a second one is not covered by the first."""
    paid: dict[str, Any] = {"option": "extra_funding", "amount": 125000}
    case = agreed().takes(FINANCE, "make_payment", **paid)
    assert "must come first" in case.refuses(FINANCE, "make_payment", **paid).why
    case.asks(HEAD_INTEGRATED, agreement()).takes(FINANCE, "make_payment", **paid)


def test_an_agreement_is_a_paper() -> None:
    """DER-SR-04: the word of the provider or the Insolvency Practitioner is none."""
    details: dict[str, Any] = {
        "option": "extra_funding",
        "amount": 125000,
        "agreement": "for Elm House",
    }
    unproven = red().refuses(HEAD_INTEGRATED, "agree_payment", **details)
    assert (unproven.where, unproven.clause) == ("evidence", ("DER-SR-04",))


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"amount": -1}, "amount"),
        ({"amount": 12.5}, "amount"),
        ({"agreement": " "}, "agreement"),
        ({"option": "a bonus"}, "option"),
        ({"option": "Extra funding for a short time"}, "option"),
    ],
)
def test_what_is_no_payment_is_refused(more: dict[str, Any], where: str) -> None:
    """DER-SR-04: pence are whole, and options are those of the document."""
    assert red().refused(HEAD_INTEGRATED, agreement(**more)).where == where


def test_payments_may_be_withheld_until_the_situation_is_resolved() -> None:
    """DER-SR-05: an agreement from before does not release them, a new one does."""
    until = "an administrator answers for the home"
    assert agreed().refuses(FINANCE, "withhold_payments", until=until).kind == "not your role"
    case = agreed().takes(LEAD, "withhold_payments", until=until)
    paid: dict[str, Any] = {"option": "extra_funding", "amount": 125000}
    assert "DER-SR-05" in case.refuses(FINANCE, "make_payment", **paid).clause
    case.asks(DIRECTOR, agreement()).takes(FINANCE, "make_payment", **paid)
