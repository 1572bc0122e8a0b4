"""Cases under the JQMM chart, told up to a stage, for other tests to go on from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from concerns.aggregates.situation import Situation
from concerns.events import LevelsAssessed
from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import folders, read
from concerns.vocabulary import Officer
from given import Story, officer, opening, plan

INTAKE = officer("Ida", "intake")
SAFEGUARDING = officer("Sal", "safeguarding")
CONTRACTS = officer("Con", "contract_management")
JQMM = officer("Jan", "jqmm")
QAM = officer("Quin", "qam")
PPM = officer("Pat", "ppm")
JIMP = officer("Jim", "jimp")
SOSG = officer("Sue", "sosg")
CHAIRS = {"jqmm": JQMM, "qam": QAM, "ppm": PPM, "jimp": JIMP, "sosg": SOSG}

MET: dict[str, Any] = {"chair": "the chair", "present": [{"group": "Contracts", "who": "Con"}]}
YES, NO = {"improvement_satisfactory": True}, {"improvement_satisfactory": False}

N, Q, P, J, S = "normal_contract_monitoring", "qam", "ppm", "jimp", "sosg"
MATRIX = {
    0: {0: N, 1: N, 2: Q, 3: Q, 4: P, 5: J},
    1: {0: N, 1: Q, 2: Q, 3: P, 4: P, 5: J},
    2: {0: Q, 1: Q, 2: P, 3: P, 4: J, 5: J},
    3: {0: Q, 1: P, 2: P, 3: J, 4: J, 5: S},
    4: {0: P, 1: P, 2: J, 3: J, 4: S, 5: S},
}
"""One made-up council's 30 cells, Engagement by Impact; three of them do not give SOSG at 5."""


@dataclass
class Council(Story):
    """A case at a council that has set what the chart leaves to it."""

    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def situation(self, who: Officer) -> Situation:
        """What a decision may look at, with the council's settings."""
        return replace(super().situation(who), settings=self.settings)


@cache
def procedure() -> Procedure:
    """The chart as data, whatever the state of other councils'."""
    return read(next(folder for folder in folders() if folder.name == "jqmm"))[0]


def opened(**settings: Any) -> Council:
    """Opened on Monday 2 March 2026, a complaint recorded."""
    case = Council(procedure(), settings=settings)
    case.asks(INTAKE, opening("jqmm"))
    case.takes(INTAKE, "record_issue", route="complaints", summary="cold meals, few staff")
    return case


def at_further_action(**settings: Any) -> Council:
    """Considered at the JQMM."""
    case = opened(**settings)
    case.takes(JQMM, "consider_at_jqmm", **MET)
    return case


def impact_judged(case: Council, level: int = 2, outcome: str = "qam") -> Council:
    """Impact alone scored, and one of the five outcomes chosen."""
    case.takes(JQMM, "assess_impact", levels={"impact": level})
    case.takes(JQMM, "choose_outcome_on_impact", outcome=outcome)
    return case


def risk_judged(case: Council, engagement: int = 2, impact: int = 3, outcome: str = "ppm") -> None:
    """Both scored, and one of the five outcomes chosen by the chair of the stage."""
    chair = CHAIRS[case.case.stage]
    levels = {"engagement": engagement, "impact": impact}
    case.takes(chair, "assess_risk", levels=levels)
    case.takes(chair, "choose_outcome", outcome=outcome)


def at_qam(**settings: Any) -> Council:
    """Further action decided."""
    case = impact_judged(at_further_action(**settings))
    no = {"risk_calls_for_same_day_monitoring": False}
    case.takes(JQMM, "decide_further_action", choices=no)
    return case


def met_at_qam(*, resolved: bool, **settings: Any) -> Council:
    """The provider met at the QAM."""
    case = at_qam(**settings)
    case.takes(QAM, "hold_qam", choices={"issues_resolved": resolved}, **MET)
    return case


def at_ppm(deadline: str = "2026-03-30", **settings: Any) -> Council:
    """Not resolved at the QAM, so before the PPM with a DAP."""
    case = met_at_qam(resolved=False, **settings)
    case.takes(QAM, "agree_dap_after_qam", **plan(deadline)).takes(QAM, "go_on_to_ppm")
    return case


def reviewed_at_ppm(answer: Mapping[str, bool], **settings: Any) -> Council:
    """Scored anew and reviewed at the PPM on Monday 30 March 2026."""
    case = at_ppm(**settings)
    case.at(2026, 3, 30)
    risk_judged(case)
    case.takes(PPM, "review_performance_at_ppm", choices=answer, **MET)
    return case


def at_jimp(**settings: Any) -> Council:
    """Improvement not satisfactory at the PPM, so before the JIMP; the DAP runs on."""
    case = reviewed_at_ppm(NO, **settings)
    case.takes(PPM, "escalate_to_jimp")
    return case


def at_sosg(**settings: Any) -> Council:
    """Impact 5 at the JIMP, so before the SOSG."""
    case = at_jimp(**settings)
    risk_judged(case, 3, 5, "sosg")
    case.takes(JIMP, "escalate_to_sosg", to="impact_5")
    return case


def reviewed_at_step_4(case: Council, answer: Mapping[str, bool]) -> Council:
    """Scored anew and reviewed at step 4."""
    risk_judged(case)
    chair = CHAIRS[case.case.stage]
    case.takes(chair, "review_performance_at_step_4", choices=answer, **MET)
    return case


def told(**settings: Any) -> Council:
    """The provider told on Monday 2 March 2026, before any meeting."""
    return opened(**settings).takes(JQMM, "notify_provider", what="the concern, by letter")


def assessed(case: Council, engagement: int, impact: int, **more: Any) -> LevelsAssessed:
    """Both scored by the chair of the JQMM."""
    levels = {"engagement": engagement, "impact": impact}
    (fact,) = case.takes(JQMM, "assess_risk", levels=levels, **more).last
    assert isinstance(fact, LevelsAssessed)
    return fact


def due(case: Story, key: str) -> str | None:
    """When a running time limit or duty ends."""
    return next(one.due for one in case.case.duties.values() if one.key == key)
