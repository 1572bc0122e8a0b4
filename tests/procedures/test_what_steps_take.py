from pathlib import Path

import pytest
from openapi_schema_validator import OAS31Validator
from test_stories import FILES, asking, procedure

from concerns.aggregates.taking import described
from concerns.cli.demo.keeping import Answered, Ask, Clock
from concerns.cli.demo.play import Play
from concerns.cli.demo.script import read
from concerns.commands.command import Command
from concerns.commands.take_step import TakeStep
from concerns.procedures import reader
from concerns.vocabulary import Officer
from given import Story


def taken(file: Path) -> list[tuple[str, TakeStep]]:
    """Every step of a story that was not refused, with the procedure that it was taken under."""
    script, clock = read(file), Clock()
    kept, found = Story(procedure(script.story.procedure)), list[tuple[str, TakeStep]]()
    ask = asking(kept, clock)

    def noting(asked: Command, who: Officer) -> Answered:
        answered = ask(asked, who)
        if isinstance(asked, TakeStep):
            found.append((kept.procedure.procedure, asked))
        return answered

    noted: Ask = noting
    Play(script, noted, clock, kept.case.id, "demo", {}).run(lambda: None)
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_what_was_given_with_a_step_is_what_its_description_asks_for(file: Path) -> None:
    """A client that fills in what `takes` describes is understood, step by step."""
    steps = taken(file)
    assert steps
    for under, asked in steps:
        document = procedure(under)
        schema = described(document.steps[asked.step], document)
        given = TakeStep.model_dump(asked, mode="json")["details"]
        if given:  # a further signature leaves out what the first one signed
            faults = [fault.message for fault in OAS31Validator(schema).iter_errors(given)]
            assert faults == [], asked.step


@pytest.mark.parametrize("folder", reader.folders(), ids=lambda folder: folder.name)
def test_every_step_says_what_it_takes(folder: Path) -> None:
    """Each is a schema that takes nothing else, and asks for nothing it does not describe."""
    document = reader.read(folder)[0]
    for key, step in document.steps.items():
        schema = described(step, document)
        assert schema["additionalProperties"] is False, key
        assert {*schema["required"]} <= schema.get("properties", {}).keys(), key
