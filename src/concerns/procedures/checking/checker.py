"""Prove that a council's folder is a sound procedure, or say what is wrong and on which line."""

from pathlib import Path

from concerns.procedures.checking import (
    rules_of_duties,
    rules_of_facts,
    rules_of_names,
    rules_of_stages,
    rules_of_tools,
)
from concerns.procedures.reader import Fault, ProcedureFaulty, read

RULES = (
    rules_of_stages.one_stage_starts,
    rules_of_stages.every_stage_is_reachable,
    rules_of_stages.no_stage_is_a_dead_end,
    rules_of_names.every_name_is_defined,
    rules_of_names.nobody_outside_decides,
    rules_of_names.every_choice_is_asked,
    rules_of_names.every_appointed_role_is_appointed,
    rules_of_names.what_is_required_is_cited,
    rules_of_names.scoring_speaks_of_its_own_parts,
    rules_of_tools.every_matrix_is_whole,
    rules_of_tools.every_measure_is_defined,
    rules_of_tools.papers_speak_of_their_own_parts,
    rules_of_tools.every_tool_has_its_step,
    rules_of_facts.every_fact_exists,
    rules_of_facts.every_field_exists,
    rules_of_facts.every_fixed_value_fits,
    rules_of_duties.every_duty_is_created,
    rules_of_duties.every_duty_can_be_discharged,
    rules_of_duties.every_clock_is_started,
    rules_of_duties.every_clock_is_ended,
    rules_of_duties.every_clock_has_a_length,
    rules_of_duties.every_clock_finds_its_date,
    rules_of_duties.every_overlay_comes_and_goes,
)


def check(folder: Path) -> list[Fault]:
    """Every fault of a council's folder, in the order of its files; none means it is sound.

    Sound: every stage can be reached and left, each step has a decider, each duty can be
    discharged, each clock starts and ends, and every name used is defined. A folder that cannot
    be read at all answers with the faults that prevent it; nothing is raised for them.
    """
    try:
        procedure, document = read(folder)
    except ProcedureFaulty as unreadable:
        return unreadable.faults
    return sorted(fault for rule in RULES for fault in rule(procedure, document))
