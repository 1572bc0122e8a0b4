"""What is said about the record itself: log entries, corrections, annulments, departures."""

from concerns import events
from concerns.aggregates.duties import keepers
from concerns.aggregates.situation import Situation, by, clause, fact, in_role
from concerns.commands.annul_decision import AnnulDecision
from concerns.commands.command import AboutFact
from concerns.commands.confirm_departure import ConfirmDeparture
from concerns.commands.correct_record import CorrectRecord
from concerns.commands.declare_interest import DeclareInterest
from concerns.commands.make_log_entry import MakeLogEntry
from concerns.commands.record_departure import RecordDeparture
from concerns.events import FACTS, Consequence, Fact
from concerns.vocabulary import Refusal


def make_log_entry(asked: MakeLogEntry, situation: Situation) -> list[Fact]:
    """An entry in the log of whoever keeps it at this stage."""
    acts = situation.procedure.acts
    who = in_role(situation, acts.keep_logs, asked, "keeping the logs")
    return [
        fact(
            events.LogEntryMade,
            asked,
            situation,
            by=who,
            clause=clause(situation, "make_log_entry", acts.requirement),
            consequence=Consequence(log_of=keepers(situation)),
            log=asked.log,
            entry=asked.entry,
            owner=asked.owner,
            due=asked.due,
        )
    ]


def correct_record(asked: CorrectRecord, situation: Situation) -> list[Fact]:
    """An earlier fact is wrong: both stay, and anyone can see which was believed when."""
    _known(asked, situation)
    acts = situation.procedure.acts
    return [
        fact(
            events.FactCorrected,
            asked,
            situation,
            by=in_role(situation, acts.correct, asked, "correcting the record"),
            clause=clause(situation, "correct_record", acts.requirement),
            consequence=Consequence(log_of=keepers(situation)),
            fact=asked.fact,
            wrong=asked.wrong,
            right=asked.right,
        )
    ]


def annul_decision(asked: AnnulDecision, situation: Situation) -> list[Fact]:
    """A decision was overturned. What follows from that is decided by people, step by step."""
    name = _known(asked, situation)
    if not FACTS[name].decision:
        raise Refusal("only a decision can be annulled; correct a fact instead", where="fact")
    acts = situation.procedure.acts
    return [
        fact(
            events.DecisionAnnulled,
            asked,
            situation,
            by=in_role(situation, acts.annul, asked, "recording an annulment"),
            clause=clause(situation, "annul_decision", acts.requirement),
            consequence=Consequence(log_of=keepers(situation)),
            fact=asked.fact,
            annulled_by=asked.annulled_by,
        )
    ]


def record_departure(asked: RecordDeparture, situation: Situation) -> list[Fact]:
    """Something the procedure asks for was not done."""
    if asked.duty and asked.duty not in situation.case.duties:
        raise Refusal(f"no duty {asked.duty!r} is open", kind="not found", where="duty")
    acts = situation.procedure.acts
    return [
        fact(
            events.DepartureRecorded,
            asked,
            situation,
            by=in_role(situation, acts.authorise_departures, asked, "authorising a departure"),
            clause=clause(situation, "record_departure", acts.requirement),
            consequence=Consequence(
                log_of=keepers(situation), ends=(asked.duty,) if asked.duty else ()
            ),
            omitted=asked.omitted,
            ends_duty=asked.duty,
        )
    ]


def confirm_departure(asked: ConfirmDeparture, situation: Situation) -> list[Fact]:
    """Emergency first, sign-off after, by another person than the one who acted."""
    _known(asked, situation)
    taken = situation.case.facts[asked.fact]
    if any(one.is_same(other) for one in taken.humans for other in situation.officer.humans()):
        raise Refusal("whoever took a departure may not confirm it: another must")
    duty = f"confirm_departure#{taken.version}"
    if duty not in situation.case.duties:
        raise Refusal("no departure of this kind waits to be confirmed", where="fact")
    acts = situation.procedure.acts
    return [
        fact(
            events.DepartureConfirmed,
            asked,
            situation,
            by=in_role(situation, acts.authorise_departures, asked, "confirming a departure"),
            clause=clause(situation, "confirm_departure", acts.requirement),
            consequence=Consequence(log_of=keepers(situation), ends=(duty,)),
            fact=asked.fact,
        )
    ]


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


def _known(asked: AboutFact, situation: Situation) -> str:
    known = situation.case.facts.get(asked.fact)
    if known is None:
        raise Refusal(f"the case holds no fact {asked.fact}", kind="not found", where="fact")
    return known.name
