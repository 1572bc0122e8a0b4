"""A case moved to another procedure, or to another version of its own: a decision of its own."""

from concerns.aggregates.consequences import colour
from concerns.aggregates.situation import Situation, clause, fact, in_role
from concerns.commands.move_case import MoveCase
from concerns.events import CaseMoved, Consequence, Duty, Fact
from concerns.vocabulary import Refusal

SUSPENDED = "suspended"
"""A suspension is a record of its own and never ends by a move."""


def move_case(asked: MoveCase, situation: Situation) -> list[Fact]:
    """The case under the procedure moved to: its stage there, its overlays, its open duties.

    What the procedure moved to does not know ends here and is named in the fact.

    Raises:
        Refusal: not your role there, the same version already, or no such stage.
    """
    procedure, case = situation.procedure, situation.case
    left = case.under
    if left is None or left.digest == procedure.digest:
        raise Refusal(f"the case runs under this version of “{procedure.title}” already")
    if case.closed:
        raise Refusal("the case is closed: what is decided stays under its own procedure")
    stage = _stage(asked, situation)
    overlays = case.overlays & procedure.overlays.keys()
    if SUSPENDED in case.overlays - overlays:
        raise Refusal(
            f"placements are suspended, and “{procedure.title}” knows no suspension: lift it first"
        )
    ended = [duty for duty in case.duties.values() if not _known(duty, situation)]
    acts = procedure.acts
    return [
        fact(
            CaseMoved,
            asked,
            situation,
            by=in_role(situation, acts.move_cases or acts.authorise_departures, asked, "moving"),
            clause=clause(situation, "move_case", acts.requirement),
            consequence=Consequence(
                stage=stage,
                stage_label=procedure.stages[stage].label,
                rag=colour(procedure, stage, overlays),
                turns_off=tuple(sorted(case.overlays - overlays)),
                ends=tuple(duty.id for duty in ended),
                closes=procedure.stages[stage].final,
            ),
            from_procedure=left.procedure,
            from_version=left.version,
            from_digest=left.digest,
            from_title=situation.case.title,
            to_title=procedure.title,
            ended=[duty.what for duty in ended],
        )
    ]


def _stage(asked: MoveCase, situation: Situation) -> str:
    stages = situation.procedure.stages
    wanted = asked.stage or situation.case.stage
    if wanted not in stages:
        raise Refusal(
            f"“{situation.procedure.title}” has no stage {wanted!r}: say where the case stands "
            f"there; it has: {', '.join(stages)}",
            kind="not understood",
            where="stage",
        )
    if stages[wanted].final:
        raise Refusal(
            "a case is moved to go on: close it where it is", kind="not understood", where="stage"
        )
    return wanted


def _known(duty: Duty, situation: Situation) -> bool:
    """Whether the duty can still be done and ended under the procedure moved to."""
    procedure = situation.procedure
    return duty.key in procedure.duties or duty.key in procedure.clocks
