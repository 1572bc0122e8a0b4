"""What docs/explanation/security.md promises is shown by tests that exist."""

import re
from pathlib import Path

PROJECT = Path(__file__).parents[2]
PAGE = PROJECT / "docs" / "explanation" / "security.md"
NAMED = re.compile(r"`([\w/]+\.py)(?:::(test_\w+))?`")


def named() -> list[tuple[str, str]]:
    """Each test that the page names: its file, and its function where it says one."""
    return NAMED.findall(PAGE.read_text(encoding="utf-8"))


def test_every_test_that_the_page_names_exists() -> None:
    """A renamed test takes its line in the page along."""
    missing = [f"{file}::{test}" for file, test in named() if not _exists(file, test)]
    assert missing == []
    assert len(named()) > 40
    assert not _exists("api/test_who_may_reach_what.py", "test_that_nobody_wrote")


def _exists(file: str, test: str) -> bool:
    place = PROJECT / "tests" / file
    return place.is_file() and (not test or f"def {test}(" in place.read_text(encoding="utf-8"))


def test_each_of_the_ten_has_its_line() -> None:
    """OWASP API Security Top 10 (2023)."""
    page = PAGE.read_text(encoding="utf-8")
    rows = {number: f"\n| API{number} " in page for number in range(1, 11)}
    assert rows == dict.fromkeys(range(1, 11), True)
