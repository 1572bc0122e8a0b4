"""The page that walks from nothing to a suspension says only what happens."""

from functools import reduce
from hashlib import sha256
from pathlib import Path
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient
from walking import Command, commands, request

from api.app import create_app
from api.settings import Settings
from concerns.procedures.procedure import Procedure
from receiver import receiving

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "from-nothing-to-a-suspension.md"
HERE = "http://127.0.0.1:8000"


def sent(client: TestClient, command: Command, variables: str, kept: dict[str, str]) -> Response:
    """What is answered; the page's promises hold, and what it keeps is kept."""
    asked = request(command, variables, kept)
    said = client.request(
        asked.method,
        asked.url.removeprefix(HERE),
        headers=dict(one.split(": ", 1) for one in asked.headers),
        content=asked.body,
    )
    assert said.status_code == command.status, f"{command.text}\n{said.text}"
    for words in command.contains:
        assert words in said.text, f"{command.text}\n{said.text}"
    kept |= {name: str(_at(said.json(), place)) for name, place in command.keeps.items()}
    return said


def _at(answer: Any, place: str) -> Any:
    return reduce(
        lambda told, part: told[int(part) if part.isdecimal() else part], place.split("."), answer
    )


def test_every_command_of_the_walk_is_answered_as_the_page_says(
    fresh_database: str, tmp_path: Path, procedures: dict[str, Procedure]
) -> None:
    """Whoever copies the page, block by block, gets a suspension signed by two, and its proof."""
    settings = Settings(database_url=fresh_database, data=tmp_path, pool_size=4)
    variables, steps = commands(PAGE)
    kept, answers = dict[str, str](), dict[str, Response]()
    with (
        receiving() as case_system,
        TestClient(create_app(settings, known=procedures)) as client,
    ):
        variables += f"hook={case_system.url}\n"
        for command in steps:
            answers[command.text] = sent(client, command, variables, kept)
        case_system.wait_for(1)
        hints = case_system.verified(kept["secret"])
    entry = next(said for text, said in answers.items() if "-o entry" in text)
    assert sha256(b"\0" + entry.content).hexdigest() == kept["leaf"]
    assert int(kept["sealed"]) >= 1
    assert hints[0]["facts"] == ["case-opened/1"]
