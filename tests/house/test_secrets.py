"""Secrets come from the environment or from a file, and come out nowhere."""

import re
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from api.settings import Settings
from concerns.cli.plainly import said

SOURCE = Path(__file__).parents[2] / "src"
WORD = "swordfish"
ADDRESS = f"postgresql://app:{WORD}@db.example/concerns"
NAMES = ("database_url", "owner_url", "keys_url", "keys_owner_url")
SECRET = re.compile(
    r"""(password|passwd|secret|api_?key|access_?key)\w*\s*(:\s*\w+\s*)?=\s*["'][^"'{%]+["']"""
    r"""|-----BEGIN .*PRIVATE|://[^/\s"'{]+:[^/\s"'{@]+@""",
    re.IGNORECASE,
)


def lines() -> Iterator[tuple[str, str]]:
    """Every line of the program, with its place; a page that explains addresses shows none."""
    for file in sorted(SOURCE.rglob("*")):
        if file.suffix in {".py", ".sql", ".yaml", ".toml", ".json"}:
            for nth, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                yield f"{file.relative_to(SOURCE)}:{nth}", line


def test_the_program_holds_no_secret() -> None:
    """No default password, key or login: nothing that works until somebody changes it."""
    assert SECRET.search(f'password = "{WORD}"')
    assert SECRET.search(ADDRESS)
    explained = "postgresql://login:password@host"
    found = [place for place, line in lines() if SECRET.search(line.replace(explained, ""))]
    assert found == []


def test_settings_are_shown_without_addresses() -> None:
    """Whoever prints or logs them shows no password."""
    settings = Settings(**dict.fromkeys(NAMES, ADDRESS))
    assert settings.app_conninfo() == ADDRESS
    shown = f"{settings} {settings!r} {settings.__repr_args__()}"
    assert WORD not in shown
    assert "env='development'" in shown


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "address",
    [
        f"postgres//app:{WORD}@db.example/concerns",
        f"password='{WORD}",
        f"host=db.example {WORD}",
        f"postgresql://app:p@{WORD}@db.example/concerns",
        f"postgresql://app:p@db:{WORD}@db.example/concerns",
        f"postgresql://app@db.example:{WORD}/concerns",
        f"postgresql://app@db.example/concerns?{WORD}=1",
        f"postgresql://app:{WORD}%zz@db.example/concerns",
    ],
)
def test_an_address_that_cannot_be_read_is_not_quoted(name: str, address: str) -> None:
    """Neither in words, nor in a trace, nor in the error itself."""
    with pytest.raises(ValidationError) as wrong:
        Settings(**{name: address})
    told = "".join(traceback.format_exception(wrong.value))
    assert "PostgreSQL cannot read this address" in said(wrong.value)
    assert WORD not in said(wrong.value) + told


@pytest.mark.parametrize("more", [{"env": "production"}, {"token_issuer": "none"}])
def test_settings_that_do_not_fit_are_not_quoted(more: dict[str, Any]) -> None:
    """Another setting is wrong: the addresses beside it stay unsaid."""
    with pytest.raises(ValidationError) as wrong:
        Settings(**dict.fromkeys(NAMES, ADDRESS), **more)
    assert WORD not in f"{wrong.value} {wrong.value!r} {said(wrong.value)}"
