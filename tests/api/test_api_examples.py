"""The examples of the API's description, sent in order: what it shows is what is answered."""

from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from telling import Teller

from api.app import create_app
from api.development import DevelopmentIssuer
from api.examples import Act, story
from api.settings import Settings

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def teller(fresh_database: str, tmp_path: Path) -> Generator[Teller]:
    settings = Settings(database_url=fresh_database, data=tmp_path, pool_size=2)
    with TestClient(create_app(settings, clock=lambda: NOW)) as client:
        yield Teller(client, DevelopmentIssuer(tmp_path, settings.token_audience), NOW)


def test_the_examples_tell_one_story_and_each_is_answered_as_described(teller: Teller) -> None:
    """Each act of the story succeeds after those before it, with the status and the shape told."""
    for act in story():
        said = teller.send(act)
        assert said.status_code == act.answers, f"{act.title}: {said.text}"
        assert teller.undescribed(act, said) == [], act.title
        teller.learn(act, said)


def test_an_answer_that_is_not_as_described_is_seen(teller: Teller) -> None:
    """The check above can fail: an answer of another operation does not fit."""
    act = Act(operation="live", title="Alive", name="Cara Moss", answers=200)
    said = teller.send(act)

    assert teller.undescribed(act, said) == []
    assert teller.undescribed(act.model_copy(update={"operation": "case"}), said) != []


def test_every_request_has_an_example(teller: Teller) -> None:
    """Whoever adds a command tells its part of the story, in src/api/examples/story.json."""
    shown = {act.operation for act in story()}
    for methods in teller.told["paths"].values():
        if "post" in methods:
            assert methods["post"]["operationId"] in shown


def test_the_examples_are_in_the_description(teller: Teller) -> None:
    """A reader of the description sees them where they are needed."""
    for act in story():
        _, _, described = teller.where(act.operation)
        if act.body is not None:
            shown = described["requestBody"]["content"].values()
            values = [one["value"] for media in shown for one in media.get("examples", {}).values()]
            assert act.body in values
