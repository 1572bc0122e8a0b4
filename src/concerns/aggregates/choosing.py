"""Choices from the document's own lists: anything else is refused, naming what there is."""

from typing import Any, cast

from concerns.procedures.parts import Choices
from concerns.procedures.procedure import Procedure
from concerns.procedures.steps import Step
from concerns.vocabulary import Refusal


def chosen(step: Step, given: dict[str, Any], procedure: Procedure) -> dict[str, Any]:
    """The fields chosen from lists, in the list's words.

    A fact that is itself a choice (OptionsChosen) keeps the keys and has the words beside them.

    Raises:
        Refusal: something that is not on the list.
    """
    found = dict[str, Any]()
    for field, key in step.chooses.items():
        if given.get(field) is None:
            continue
        offered = procedure.lists[key]
        words = _words(given[field], offered, field, step)
        if field == "chosen":
            found |= {"list": key, "list_title": offered.title, "labels": words}
        else:
            found[field] = words if isinstance(given[field], list | tuple) else words[0]
    return found


def _words(given: object, offered: Choices, field: str, step: Step) -> list[str]:
    named = cast("list[object]", given if isinstance(given, list | tuple) else [given])
    for one in named:
        if one not in offered.items:
            raise Refusal(
                f"{one!r} is not on the list “{offered.title}”; it has: {', '.join(offered.items)}",
                clause=step.requirement,
                kind="not understood",
                where=field,
            )
    return [offered.items[str(one)].label for one in named]
