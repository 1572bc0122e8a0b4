"""What is said about the record itself: log entries, corrections, annulments, departures."""

from concerns import events
from concerns.aggregates.acts import act
from concerns.aggregates.provider_case import Remembered
from concerns.aggregates.situation import Situation, by, clause, fact
from concerns.commands.annul_decision import AnnulDecision
from concerns.commands.command import AboutFact
from concerns.commands.confirm_departure import ConfirmDeparture
from concerns.commands.correct_record import CorrectRecord
from concerns.commands.declare_interest import DeclareInterest
from concerns.commands.make_log_entry import MakeLogEntry
from concerns.commands.record_departure import RecordDeparture
from concerns.commands.record_notice import RecordNotice
from concerns.events import FACTS, Fact
from concerns.vocabulary import Refusal


def make_log_entry(asked: MakeLogEntry, situation: Situation) -> list[Fact]:
    """An entry in the log of whoever keeps it at this stage."""
    return act(
        events.LogEntryMade,
        asked,
        situation,
        roles=situation.procedure.acts.keep_logs,
        doing="keeping the logs",
        step="make_log_entry",
        log=asked.log,
        entry=asked.entry,
        owner=asked.owner,
        due=asked.due,
    )


def correct_record(asked: CorrectRecord, situation: Situation) -> list[Fact]:
    """An earlier fact is wrong: both stay, and anyone can see which was believed when."""
    _known(asked, situation)
    return act(
        events.FactCorrected,
        asked,
        situation,
        roles=situation.procedure.acts.correct,
        doing="correcting the record",
        step="correct_record",
        fact=asked.fact,
        wrong=asked.wrong,
        right=asked.right,
    )


def annul_decision(asked: AnnulDecision, situation: Situation) -> list[Fact]:
    """A decision was overturned. What follows from that is decided by people, step by step."""
    if not FACTS[_known(asked, situation).name].decision:
        raise Refusal("only a decision can be annulled; correct a fact instead", where="fact")
    return act(
        events.DecisionAnnulled,
        asked,
        situation,
        roles=situation.procedure.acts.annul,
        doing="recording an annulment",
        step="annul_decision",
        fact=asked.fact,
        annulled_by=asked.annulled_by,
    )


def record_departure(asked: RecordDeparture, situation: Situation) -> list[Fact]:
    """Something the procedure asks for was not done."""
    duty = situation.case.duties.get(asked.duty) if asked.duty else None
    if asked.duty and duty is None:
        raise Refusal(f"no duty {asked.duty!r} is open", kind="not found", where="duty")
    if duty and duty.firmness == "absolute":
        raise Refusal(f"“{duty.what}” is absolute: it cannot be left", clause=duty.requirements)
    return act(
        events.DepartureRecorded,
        asked,
        situation,
        roles=situation.procedure.acts.authorise_departures,
        doing="authorising a departure",
        step="record_departure",
        ends=(asked.duty,) if asked.duty else (),
        omitted=asked.omitted,
        ends_duty=asked.duty,
    )


def confirm_departure(asked: ConfirmDeparture, situation: Situation) -> list[Fact]:
    """Emergency first, sign-off after, by another person than the one who acted."""
    taken = _known(asked, situation)
    if any(one.is_same(other) for one in taken.humans for other in situation.officer.humans()):
        raise Refusal("whoever took a departure may not confirm it: another must")
    duty = f"confirm_departure#{taken.version}"
    if duty not in situation.case.duties:
        raise Refusal("no departure of this kind waits to be confirmed", where="fact")
    return act(
        events.DepartureConfirmed,
        asked,
        situation,
        roles=situation.procedure.acts.authorise_departures,
        doing="confirming a departure",
        step="confirm_departure",
        ends=(duty,),
        fact=asked.fact,
    )


def record_notice(asked: RecordNotice, situation: Situation) -> list[Fact]:
    """A notice between councils: each keeps its own case, the references link them (AMB-X-04)."""
    return act(
        events.NoticeExchanged,
        asked,
        situation,
        roles=situation.procedure.acts.keep_logs,
        doing="recording notices",
        step="record_notice",
        direction=asked.direction,
        council=asked.council,
        notice=asked.notice,
        their_reference=asked.their_reference,
    )


def declare_interest(asked: DeclareInterest, situation: Situation) -> list[Fact]:
    """Anyone who acts in a case may say what ties them to the provider."""
    role = situation.held(tuple(situation.procedure.roles), asked.role)
    if role is None:
        raise Refusal("you hold no role in this procedure", kind="not your role")
    return [
        fact(
            events.InterestDeclared,
            asked,
            situation,
            by=by(situation, role),
            clause=clause(situation, "declare_interest"),
            interest=asked.interest,
            conflict=asked.conflict,
        )
    ]


def _known(asked: AboutFact, situation: Situation) -> Remembered:
    known = situation.case.facts.get(asked.fact)
    if known is None:
        raise Refusal(f"the case holds no fact {asked.fact}", kind="not found", where="fact")
    return known
