"""What an administrator copies from docs/how-to/connect-entra.md is so."""

import re
from pathlib import Path
from typing import get_args

from api.problems import KINDS
from api.settings import Settings
from api.tokens.refused import Reason
from concerns.procedures.reader import library

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "connect-entra.md").read_text()


def test_every_role_of_every_procedure_is_listed() -> None:
    """An app role's value must be a key of the procedure, to the letter."""
    listed = dict(re.findall(r"^- \*\*([a-z-]+)\*\*: (.*)$", PAGE, re.MULTILINE))
    found = {name: re.findall(r"`([a-z_]+)`", line) for name, line in listed.items()}
    assert found == {name: list(one.roles) for name, one in library().items()}


def test_every_setting_is_one() -> None:
    """A misspelt variable would be ignored in silence."""
    named = set(re.findall(r"CONCERNS_([A-Z_]+)", PAGE))
    assert named
    assert {one.lower() for one in named} <= set(Settings.model_fields)


def test_every_reason_is_one() -> None:
    """A reason's word is stable, and so is a problem's."""
    rows = re.findall(r"^\| (`[a-z-]+`(?:, `[a-z-]+`)*) \|", PAGE, re.MULTILINE)
    reasons = {word for row in rows for word in re.findall(r"`([a-z-]+)`", row)} - {"reason"}
    assert reasons == set(get_args(Reason)) - {"no-token", "malformed", "header"}
    assert set(re.findall(r"403 `([a-z-]+)`", PAGE)) <= set(KINDS)
