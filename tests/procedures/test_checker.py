"""A council's folder is proved sound, or each fault is said with file and line."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from concerns.procedures.checking.checker import check

PROCEDURE = dedent("""\
    procedure: smallshire
    title: Worried about a provider
    version: "1"
    in_force_from: unknown
    calendar: england-and-wales
    source: Smallshire's own small document
    roles:
      officer: {title: Quality Officer}
      director: {title: Director}
      lead: {title: Lead Manager, appointed: true}
      provider: {title: The provider, outside: true}
    stages:
      watched: {label: Watched, rag: green, start: true, log_of: officer}
      suspended: {label: Suspended, rag: red}
      closed: {label: Closed, final: true}
    overlays:
      at_risk: {label: At risk, rag: amber}
    settings:
      visit_weeks: {what: Weeks between visits, value: 6}
    history:
      "1": {step: suspend, stage: suspended}
    acts:
      keep_logs: [officer]
      excuse_duties: [director]
      authorise_departures: [director]
      correct: [officer]
      annul: [director]
      verify_plan_items: [officer]
    """)

STEPS = dedent("""\
    steps:
      warn:
        title: Warn the provider
        fact: AtRiskStatusAgreed
        from: [watched]
        by: [officer]
        turns_on: [at_risk]
        choices: [nursing]
        requirement: [SML-ST-01]
      appoint:
        title: Appoint a lead
        fact: ManagerAppointed
        from: any
        by: [director]
        sets: {role: lead}
        requirement: [SML-RO-01]
      suspend:
        title: Suspend placements
        fact: SuspensionSignedOff
        from: [watched]
        to: suspended
        by: [director]
        together_with:
          - {role: lead, when: nursing}
        not_the_same_person_as: [warn]
        needs: [warn]
        turns_off: [at_risk]
        asks: [review_on]
        sets: {scope: all placements}
        starts: [review]
        duties: [letter]
        requirement: [SML-ST-02]
      visit:
        title: Visit the service
        fact: VisitRecorded
        from: [suspended]
        by: [officer]
        only_if: {nursing: true}
        requirement: [SML-ST-03]
      lift:
        title: Lift the suspension
        fact: SuspensionLifted
        from: [suspended]
        to: watched
        by: [director]
        ends: [review, visiting]
        requirement: [SML-ST-04]
      close:
        title: Close the case
        fact: CaseClosed
        from: [watched]
        to: closed
        by: [director]
        needs_done: [letter]
        closes: true
        requirement: [SML-ST-05]
    clocks:
      review:
        {what: Review it all, owner: officer, set_by: review_on, requirement: [SML-TL-01]}
      letter_week:
        {what: The letter, owner: officer, length: 5, unit: working days, requirement: [SML-TL-02]}
      visiting:
        {what: Visits, owner: officer, setting: visit_weeks, unit: weeks, requirement: [SML-TL-03]}
    duties:
      letter:
        kind: letter
        what: Tell the provider of the suspension
        owner: [officer]
        done_when: delivered
        within: letter_week
        on_delivery: [visiting]
        requirement: [SML-NT-01]
      lifting_condition:
        {kind: condition, what: Keep it, owner: [lead], done_when: done, requirement: [SML-NT-02]}
    scoring:
      tool:
        title: The tool
        measures:
          vacancies: {what: Vacancies, kind: percent}
        indicators:
          "1": {label: Many vacancies, colour: amber, requirement: [SML-SC-01],
                measured: {measure: vacancies, above: 20}}
          "2": {label: Few vacancies, colour: green, requirement: [SML-SC-02]}
          "3": {label: Many posts empty, colour: amber, alias_of: "1", requirement: [SML-SC-03]}
        contradictions: [["1", "2"]]
    """)

Change = Callable[[str, str, str], list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small council's folder with nothing wrong in it."""
    council = tmp_path / "smallshire"
    council.mkdir()
    (council / "procedure.yaml").write_text(PROCEDURE, encoding="utf-8")
    (council / "steps.yaml").write_text(STEPS, encoding="utf-8")
    return council


@pytest.fixture
def faults_after(folder: Path) -> Change:
    """The faults, in words, once something in one file was replaced."""

    def change(file: str, sound: str, broken: str) -> list[str]:
        text = (folder / file).read_text(encoding="utf-8")
        assert text.count(sound) == 1, f"{sound!r} should stand once in {file}"
        (folder / file).write_text(text.replace(sound, broken), encoding="utf-8")
        return [str(fault) for fault in check(folder)]

    return change


def line(file: str, words: str) -> str:
    """The place of the line that holds these words while the file is sound."""
    text = {"procedure.yaml": PROCEDURE, "steps.yaml": STEPS}[file]
    return f"{file}:{text[: text.index(words)].count(chr(10)) + 1}"


def test_a_sound_procedure(folder: Path) -> None:
    """Nothing is said of a procedure in which everything is defined, reached and ended."""
    assert check(folder) == []


BROKEN = {
    "a stage that no step leads to": (
        ("steps.yaml", "from: [watched]\n    to: closed", "from: [watched]"),
        ("procedure.yaml", "closed: {label", "no step leads to stage 'closed'"),
    ),
    "a stage that no step leaves": (
        ("procedure.yaml", "label: Closed, final: true", "label: Closed"),
        ("procedure.yaml", "closed: {label", "no step leaves stage 'closed'"),
    ),
    "two starts": (
        ("procedure.yaml", "label: Suspended,", "label: Suspended, start: true,"),
        ("procedure.yaml", "suspended: {label", "'suspended' is a second start, beside 'watched'"),
    ),
    "no start": (
        ("procedure.yaml", "start: true, ", ""),
        ("procedure.yaml", "stages:", "no stage has start: true"),
    ),
    "a step that nobody decides": (
        ("steps.yaml", "by: [officer]\n    turns_on", "by: []\n    turns_on"),
        ("steps.yaml", "by: [officer]\n    turns_on", "at least one entry"),
    ),
    "a role that is not defined": (
        ("steps.yaml", "owner: [officer]", "owner: [offiser]"),
        ("steps.yaml", "owner: [officer]", "role 'offiser' is not defined under roles"),
    ),
    "a signature by a role that is not defined": (
        ("steps.yaml", "role: lead, when", "role: leed, when"),
        ("steps.yaml", "role: lead, when", "role 'leed' is not defined under roles"),
    ),
    "a role outside the council that decides": (
        ("steps.yaml", "by: [officer]\n    turns_on", "by: [provider]\n    turns_on"),
        ("steps.yaml", "by: [officer]\n    turns_on", "role 'provider' is outside the council"),
    ),
    "a role outside the council that annuls": (
        ("procedure.yaml", "annul: [director]", "annul: [provider]"),
        ("procedure.yaml", "annul: [director]", "role 'provider' is outside the council"),
    ),
    "a role outside the council that signs": (
        ("steps.yaml", "role: lead, when", "role: provider, when"),
        ("steps.yaml", "role: lead, when", "role 'provider' is outside the council"),
    ),
    "an appointed role that nobody appoints": (
        ("steps.yaml", "sets: {role: lead}", "sets: {role: manager}"),
        (
            "procedure.yaml",
            "lead: {title",
            "no step with fact ManagerAppointed appoints role 'lead'",
        ),
    ),
    "a step needed that is not defined": (
        ("steps.yaml", "needs: [warn]", "needs: [wern]"),
        ("steps.yaml", "needs: [warn]", "step 'wern' is not defined under steps"),
    ),
    "a choice that no step asks": (
        ("steps.yaml", "only_if: {nursing: true}", "only_if: {nursery: true}"),
        ("steps.yaml", "only_if: {nursing", "no step asks the choice 'nursery'"),
    ),
    "a fact that the record does not know": (
        ("steps.yaml", "fact: VisitRecorded", "fact: VisitImagined"),
        ("steps.yaml", "fact: VisitRecorded", "no fact called 'VisitImagined'"),
    ),
    "a field that the fact does not have": (
        ("steps.yaml", "asks: [review_on]", "asks: [review_at]"),
        ("steps.yaml", "asks: [review_on]", "SuspensionSignedOff has no field 'review_at'"),
    ),
    "a value that the field cannot hold": (
        ("steps.yaml", "sets: {scope: all placements}", "sets: {scope: ''}"),
        ("steps.yaml", "sets: {scope", "'scope' of SuspensionSignedOff cannot be ''"),
    ),
    "a duty that nothing creates": (
        ("steps.yaml", "duties: [letter]\n", "duties: []\n"),
        ("steps.yaml", "letter:\n    kind", "no step creates duty 'letter'"),
    ),
    "a duty that cannot be discharged": (
        ("steps.yaml", "    done_when: delivered\n", ""),
        ("steps.yaml", "letter:\n    kind", "duty 'letter' cannot be discharged"),
    ),
    "a clock that nothing starts": (
        ("steps.yaml", "starts: [review]", "starts: []"),
        ("steps.yaml", "review:\n    {what", "nothing starts clock 'review'"),
    ),
    "a clock that nothing ends": (
        ("steps.yaml", "ends: [review, visiting]", "ends: [review]"),
        ("steps.yaml", "visiting:\n    {what", "nothing ends clock 'visiting'"),
    ),
    "a clock with a length and no unit": (
        ("steps.yaml", "length: 5, unit: working days", "length: 5"),
        ("steps.yaml", "letter_week:\n    {what", "has a length but no unit"),
    ),
    "a clock with a setting and no unit": (
        ("steps.yaml", "setting: visit_weeks, unit: weeks", "setting: visit_weeks"),
        ("steps.yaml", "visiting:\n    {what", "has a setting but no unit"),
    ),
    "a clock without any length": (
        ("steps.yaml", "set_by: review_on, ", ""),
        ("steps.yaml", "review:\n    {what", "has no length, set_by or setting"),
    ),
    "a clock with a setting that is not there": (
        ("procedure.yaml", "visit_weeks: {", "visit_days: {"),
        ("steps.yaml", "owner: officer, setting", "setting 'visit_weeks' is not defined"),
    ),
    "a clock whose date no starting fact holds": (
        ("steps.yaml", "set_by: review_on", "set_by: looked_at_on"),
        ("steps.yaml", "owner: officer, set_by", "has no field 'looked_at_on'"),
    ),
    "an overlay that is never turned off": (
        ("steps.yaml", "turns_off: [at_risk]", "turns_off: []"),
        ("procedure.yaml", "at_risk: {label", "no step turns overlay 'at_risk' off"),
    ),
    "a band of a measure that is not there": (
        ("steps.yaml", "measure: vacancies, above", "measure: absences, above"),
        ("steps.yaml", "measured: {measure", "measure 'absences' is not defined"),
    ),
    "a band without bounds": (
        ("steps.yaml", "measure: vacancies, above: 20", "measure: vacancies"),
        ("steps.yaml", "measured: {measure", "says above, at_most or both"),
    ),
    "an alias of nothing": (
        ("steps.yaml", 'alias_of: "1"', 'alias_of: "9"'),
        ("steps.yaml", 'alias_of: "1"', "'9' is not another indicator"),
    ),
    "a contradiction with nothing": (
        ("steps.yaml", '[["1", "2"]]', '[["1", "9"]]'),
        ("steps.yaml", "contradictions:", "indicator '9' is not defined"),
    ),
    "a colour that does not exist": (
        ("steps.yaml", "colour: green", "colour: blue"),
        ("steps.yaml", "colour: green", "'green', 'amber' or 'red'"),
    ),
    "a history of a step that is not there": (
        ("procedure.yaml", "step: suspend, stage", "step: suspended, stage"),
        ("procedure.yaml", '"1": {step', "step 'suspended' is not defined under steps"),
    ),
    "a step that cites nothing": (
        ("steps.yaml", "    requirement: [SML-ST-03]\n", ""),
        ("steps.yaml", "visit:\n    title", "'visit' cites no requirement"),
    ),
    "a tab where YAML wants spaces": (
        ("steps.yaml", "    title: Visit the service", "\ttitle: Visit the service"),
        ("steps.yaml", "    title: Visit the service", "not readable as YAML"),
    ),
    "a line that is indented wrongly": (
        ("steps.yaml", "    title: Visit the service", "      title: Visit the service"),
        ("steps.yaml", "    fact: VisitRecorded", "not readable as YAML"),
    ),
}


@pytest.mark.parametrize(("change", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_a_procedure_with(
    faults_after: Change, change: tuple[str, str, str], said: tuple[str, str, str]
) -> None:
    """One fault in a folder is said in words, once, with its file and line (design section 4)."""
    [fault] = faults_after(*change)
    file, at, words = said
    assert fault.startswith(line(file, at) + ": ")
    assert words in fault


def test_several_faults_at_once(faults_after: Change) -> None:
    """All faults are said together, in the order of files and lines."""
    faults = faults_after(
        "steps.yaml", "to: suspended\n    by: [director]", "to: suspend\n    by: [dean]"
    )
    places = [fault.split(": ")[0] for fault in faults]
    assert places == [
        line("procedure.yaml", "suspended: {label"),
        line("steps.yaml", "to: suspended"),
        line("steps.yaml", "by: [director]\n    together"),
    ]
