"""Lambeth: what the provider is told, what is kept from it, and why."""

import pytest
from lambeth_case import (
    CARE,
    CHAIR,
    COORDINATOR,
    LEAD,
    MEETING,
    SAFEGUARDING,
    enquiring,
    owed,
    risk_known,
    step_1,
    tell,
)

from given import Story

HARMLESS = {"harms_a_line_of_enquiry": False}
SAFE, UNSAFE = ({"puts_adults_at_further_risk": unsafe} for unsafe in (False, True))
TOLD = {"harms_a_line_of_enquiry": False, "provisional_timescales_told": False}
ON_ADVICE = {"as_the_police_advise": True}


def provider_met() -> Story:
    """The chair met the provider and has not told it yet."""
    case = step_1().takes(CHAIR, "arrange_meeting_with_provider", on="2026-03-05")
    return case.takes(CHAIR, "meet_provider", **MEETING)


def investigated() -> Story:
    """The police investigate; their advice has not been asked yet."""
    case = risk_known(provider_met())
    return case.takes(SAFEGUARDING, "record_criminal_investigation", text="the police investigate")


def test_the_chair_tells_the_provider_at_a_meeting() -> None:
    """LAM-NT-05, LAM-RO-02, LAM-MT-03, LAM-S1-08: arranged, held, told."""
    case = step_1()
    assert "must come first" in case.refuses(CHAIR, "meet_provider", **MEETING).why
    assert (
        "follows only on"
        in case.refuses(CHAIR, "tell_provider_of_process", choices=TOLD, what="how it runs").why
    )
    case = provider_met()
    refusal = case.refuses(LEAD, "tell_provider_of_process", choices=TOLD, what="how it runs")
    assert refusal.kind == "not your role"
    case.takes(CHAIR, "tell_provider_of_process", choices=TOLD, what="how it runs")
    assert "tell_provider_of_process" not in owed(case)


def test_whether_timescales_were_told_is_recorded_either_way() -> None:
    """LAM-TL-08: provisional, and only where they are known."""
    refusal = provider_met().refuses(
        CHAIR, "tell_provider_of_process", choices=HARMLESS, what="how it runs"
    )
    assert refusal.where == "choices.provisional_timescales_told"
    case = provider_met().takes(CHAIR, "tell_provider_of_process", choices=TOLD, what="how it runs")
    assert case.last[0].choices["provisional_timescales_told"] is False


def test_telling_stops_where_it_would_harm_a_line_of_enquiry() -> None:
    """LAM-SR-01, LAM-RC-06: and what is withheld is recorded with its ground."""
    harm = {"harms_a_line_of_enquiry": True}
    harmful = harm | {"provisional_timescales_told": True}
    first = provider_met().refuses(
        CHAIR, "tell_provider_of_process", choices=harmful, what="who complained"
    )
    assert "harms a line of enquiry" in first.why
    case = enquiring()
    refusal = case.refuses(CHAIR, "share_with_provider", choices=harm, what="who complained")
    assert "harms a line of enquiry" in refusal.why
    case.takes(CHAIR, "withhold_from_provider", what="who complained", ground="line_of_enquiry")
    assert "(it would harm a line of enquiry)" in str(case.last[0])
    case.takes(CHAIR, "share_with_provider", choices=HARMLESS, what="what the rotas show")


@pytest.mark.parametrize("ground", ["line_of_enquiry", "police_advice", "risk_to_adults"])
def test_there_are_three_grounds_for_withholding(ground: str) -> None:
    """LAM-RC-06, LAM-SR-01 to LAM-SR-03."""
    case = enquiring().takes(CHAIR, "withhold_from_provider", what="a name", ground=ground)
    assert case.last[0].decision
    refusal = case.refuses(CHAIR, "withhold_from_provider", what="a name", ground="embarrassment")
    assert refusal.where == "ground"
    assert case.refuses(CHAIR, "withhold_from_provider", " ", what="a name", ground=ground)


def test_the_level_of_risk_is_shared_unless_that_endangers_adults() -> None:
    """LAM-S1-15, LAM-NT-06, LAM-SR-03: one or the other, never neither."""
    case = risk_known(step_1())
    assert "share_risk_level" in owed(case)
    refusal = case.refuses(CHAIR, "share_risk_with_provider", choices=UNSAFE, what="high risk")
    assert "puts adults at further risk" in refusal.why
    case.takes(CHAIR, "share_risk_with_provider", choices=SAFE, what="moderate risk, two visits")
    assert "share_risk_level" not in owed(case)
    other = risk_known(step_1())
    assert other.refuses(CHAIR, "withhold_risk_from_provider", choices=SAFE)
    other.takes(CHAIR, "withhold_risk_from_provider", "threats were made", choices=UNSAFE)
    assert "it would put adults at further risk" in str(other.last[0])
    assert "share_risk_level" not in owed(other)


def test_a_risk_that_nobody_has_judged_is_not_shared() -> None:
    """LAM-S1-15: there is nothing to tell yet."""
    refusal = step_1().refuses(CHAIR, "share_risk_with_provider", choices=SAFE, what="some")
    assert "Map the risks" in refusal.why


def test_in_a_criminal_investigation_the_police_are_asked_first() -> None:
    """LAM-SR-02, LAM-RO-14: nothing is told without their advice, the level of risk included."""
    case = investigated()
    for step, choices in (
        ("tell_provider_of_process", TOLD),
        ("share_with_provider", HARMLESS),
        ("share_risk_with_provider", SAFE),
    ):
        refusal = case.refuses(CHAIR, step, choices=choices, what="how it runs")
        assert "not possible while “Criminal investigation”" in refusal.why
    early = case.refuses(
        CHAIR, "tell_provider_on_police_advice", choices=ON_ADVICE, what="that it is in the process"
    )
    assert "Ask the police what the provider may be told" in early.why
    case.takes(SAFEGUARDING, "consult_police", advice="tell it of the process, of nothing else")
    case.takes(
        CHAIR, "tell_provider_on_police_advice", choices=ON_ADVICE, what="that it is in the process"
    )
    told = {"tell_provider_of_process", "take_police_advice", "share_risk_level"}
    assert told.isdisjoint(owed(case))


def test_what_the_police_did_not_advise_is_not_told() -> None:
    """LAM-SR-02: the chair says whether it is in line with the advice."""
    case = investigated()
    unasked = case.refuses(CHAIR, "keep_from_provider_on_police_advice", what="the level of risk")
    assert "Ask the police what the provider may be told" in unasked.why
    case.takes(SAFEGUARDING, "consult_police", advice="tell it nothing")
    against = {"as_the_police_advise": False}
    assert case.refuses(
        CHAIR, "tell_provider_on_police_advice", choices=against, what="everything"
    ).departure
    case.takes(CHAIR, "keep_from_provider_on_police_advice", what="the level of risk")
    assert "share_risk_level" not in owed(case)
    assert "tell_provider_of_process" in owed(case)


def test_advice_given_before_the_investigation_is_asked_anew() -> None:
    """LAM-RO-14: what held before need not hold now."""
    case = risk_known(provider_met()).takes(SAFEGUARDING, "consult_police", advice="no objection")
    case.takes(SAFEGUARDING, "record_criminal_investigation", text="the police investigate")
    assert {"take_police_advice", "preserve_police_information"} <= owed(case)
    known = step_1().takes(SAFEGUARDING, "record_criminal_investigation", text="they investigate")
    assert "consider_police" not in owed(known)
    assert case.refuses(
        CHAIR, "tell_provider_on_police_advice", choices=ON_ADVICE, what="that it is in the process"
    )


def test_when_the_investigation_ends_the_ordinary_limits_hold_again() -> None:
    """LAM-SR-02, LAM-SR-01."""
    case = investigated()
    assert case.refuses(SAFEGUARDING, "record_criminal_investigation", text="again").departure
    case.takes(SAFEGUARDING, "end_criminal_investigation", text="no charge")
    assert "take_police_advice" not in owed(case)
    assert case.refuses(SAFEGUARDING, "end_criminal_investigation", text="again").departure
    assert case.refuses(CHAIR, "keep_from_provider_on_police_advice", what="a name").departure
    assert case.refuses(
        CHAIR, "tell_provider_on_police_advice", choices=ON_ADVICE, what="that it is in the process"
    )
    case.takes(CHAIR, "tell_provider_of_process", choices=TOLD, what="how it runs")


def test_the_provider_hears_when_action_takes_longer() -> None:
    """LAM-TL-05, LAM-NT-07, AMB-LAM-13: a large or complex matter may, and the provider is told."""
    case = enquiring()
    small, large = ({"large_or_complex": one} for one in (False, True))
    assert case.refuses(CHAIR, "take_longer", choices=small).departure
    assert case.refuses(CARE, "take_longer", choices=large).kind == "not your role"
    case.takes(COORDINATOR, "take_longer", "forty homes", choices=large)
    tell(case, COORDINATOR, "tell_provider_of_longer_action")
    assert owed(case) == set()
