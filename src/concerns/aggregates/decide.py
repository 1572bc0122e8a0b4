"""Which decision answers which command, and what an officer may do now."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from concerns.aggregates import (
    checklists,
    destroying,
    disclosures,
    documents,
    dossiers,
    duties,
    forms,
    guests,
    history,
    legal_holds,
    moving,
    opening,
    people,
    plans,
    records,
    restricting,
    sharing,
    steps,
)
from concerns.aggregates.delegated import stay_within_delegation
from concerns.aggregates.objections import awaiting, objections
from concerns.aggregates.situation import Situation
from concerns.commands.acknowledge import Acknowledge
from concerns.commands.acknowledge_item import AcknowledgeItem
from concerns.commands.annul_decision import AnnulDecision
from concerns.commands.answer_checklist_item import AnswerChecklistItem
from concerns.commands.answer_reply import AnswerReply
from concerns.commands.break_glass import BreakGlass
from concerns.commands.command import Command
from concerns.commands.confirm_departure import ConfirmDeparture
from concerns.commands.correct_record import CorrectRecord
from concerns.commands.declare_interest import DeclareInterest
from concerns.commands.destroy_keys import DestroyKeys
from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.end_plan import EndPlan
from concerns.commands.end_sharing import EndSharing
from concerns.commands.excuse_duty import ExcuseDuty
from concerns.commands.fill_in_form import FillInForm
from concerns.commands.issue import Issue
from concerns.commands.lift_legal_hold import LiftLegalHold
from concerns.commands.list_people import ListPeople
from concerns.commands.lodge_document import LodgeDocument
from concerns.commands.make_disclosure import MakeDisclosure
from concerns.commands.make_log_entry import MakeLogEntry
from concerns.commands.move_case import MoveCase
from concerns.commands.move_item_on import MoveItemOn
from concerns.commands.note_on_item import NoteOnItem
from concerns.commands.open_access import OpenAccess
from concerns.commands.open_case import OpenCase
from concerns.commands.place_legal_hold import PlaceLegalHold
from concerns.commands.propose_key_destruction import ProposeKeyDestruction
from concerns.commands.record_delivery import RecordDelivery
from concerns.commands.record_departure import RecordDeparture
from concerns.commands.record_history import RecordHistory
from concerns.commands.record_move import RecordMove
from concerns.commands.record_notice import RecordNotice
from concerns.commands.record_outcome import RecordOutcome
from concerns.commands.reply_to_item import ReplyToItem
from concerns.commands.report_item_done import ReportItemDone
from concerns.commands.request_dossier import RequestDossier
from concerns.commands.restrict_access import RestrictAccess
from concerns.commands.review_glass import ReviewGlass
from concerns.commands.share_item import ShareItem
from concerns.commands.take_step import TakeStep
from concerns.commands.verify_item import VerifyItem
from concerns.events import Fact
from concerns.vocabulary import Refusal

DECISIONS: Mapping[type[Command], Callable[[Any, Situation], list[Fact]]] = {
    OpenCase: opening.open_case,
    TakeStep: steps.take_step,
    Issue: duties.issue,
    RecordDelivery: duties.record_delivery,
    Acknowledge: duties.acknowledge,
    DischargeDuty: duties.discharge,
    ExcuseDuty: duties.excuse,
    ReportItemDone: plans.report_item_done,
    VerifyItem: plans.verify_item,
    MakeLogEntry: records.make_log_entry,
    CorrectRecord: records.correct_record,
    AnnulDecision: records.annul_decision,
    RecordDeparture: records.record_departure,
    ConfirmDeparture: records.confirm_departure,
    DeclareInterest: records.declare_interest,
    AnswerChecklistItem: checklists.answer_checklist_item,
    FillInForm: forms.fill_in_form,
    PlaceLegalHold: legal_holds.place_legal_hold,
    LiftLegalHold: legal_holds.lift_legal_hold,
    ProposeKeyDestruction: destroying.propose_key_destruction,
    DestroyKeys: destroying.destroy_keys,
    ListPeople: people.list_people,
    RecordMove: people.record_move,
    RecordOutcome: people.record_outcome,
    NoteOnItem: plans.note_on_item,
    MoveItemOn: plans.move_item_on,
    EndPlan: plans.end_plan,
    MoveCase: moving.move_case,
    RecordNotice: records.record_notice,
    RecordHistory: history.record_history,
    RequestDossier: dossiers.request_dossier,
    MakeDisclosure: disclosures.make_disclosure,
    LodgeDocument: documents.lodge_document,
    RestrictAccess: restricting.restrict_access,
    OpenAccess: restricting.open_access,
    BreakGlass: restricting.break_glass,
    ReviewGlass: restricting.review_glass,
    ShareItem: sharing.share_item,
    EndSharing: sharing.end_sharing,
    ReplyToItem: guests.reply_to_item,
    AcknowledgeItem: guests.acknowledge_item,
    AnswerReply: sharing.answer_reply,
}


def decide(asked: Command, situation: Situation) -> list[Fact]:
    """The facts that a command leaves. Changes nothing.

    Raises:
        Refusal: the procedure's "no", by clause, or what is wrong with the request and where.
    """
    if situation.case.opened is None and not isinstance(asked, OpenCase):
        raise Refusal("there is no such case", kind="not found")
    stay_within_delegation(asked, situation)
    return DECISIONS[type(asked)](asked, situation)


class Permitted(NamedTuple):
    """A step, and what stands against this officer's taking it now (nothing: it is permitted)."""

    step: str
    title: str
    against: tuple[Refusal, ...]
    choices: tuple[str, ...] = ()
    """Yes-or-no questions that must be answered with it."""
    signed_by: tuple[str, ...] = ()
    """Who must sign it yet, as the document calls them; more may, where a choice asks for it."""


def permitted(situation: Situation) -> list[Permitted]:
    """Every step of the procedure, as it stands for this officer now."""
    return [
        Permitted(
            key,
            step.title,
            tuple(objections(key, situation, {})),
            tuple(step.choices),
            tuple(situation.titles(tuple(one.split("|"))) for one in awaiting(key, situation, {})),
        )
        for key, step in situation.procedure.steps.items()
        if key != opening.OPENING
    ]
