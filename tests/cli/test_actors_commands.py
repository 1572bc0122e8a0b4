"""Who acts, and whose access has ended, on the command line."""

from uuid import uuid4

import pytest
from console import Console

from authorities import casework, new_authority
from concerns.storage.pool import Pool
from given import officer, opening


@pytest.fixture
def shell(database: str) -> Console:
    return Console(database)


def _acts(pool: Pool, authority: str) -> tuple[str, str]:
    """Ann opens a case; gives her issuer and subject."""
    ann = officer("Ann", "cm", authority=authority)
    casework(pool, authority).ask(opening("north-west-routes"), ann, uuid4())
    return ann.person.issuer, ann.person.subject


def test_somebody_leaves_and_comes_back(shell: Console, pool: Pool, database: str) -> None:
    """Listed before, listed after, with the reason while it stands."""
    authority = new_authority(database)
    assert "Nobody has acted here yet" in shell.types("actors", "list", authority).out
    who = _acts(pool, authority)
    assert "Ann" in shell.types("actors", "list", authority).out
    reason = ("--reason", "left", "--as", "Olu")
    gone = shell.types("actors", "deactivate", authority, *who, *reason)
    assert gone.words == "The access of Ann has ended; the record says so."
    listed = shell.types("actors", "list", authority).words
    assert ": left" in listed
    assert "Olu" in listed
    again = shell.types("actors", "deactivate", authority, *who, *reason)
    assert (again.code, again.err) == (1, "The access of Ann has ended already.\n")
    back = shell.types("actors", "reactivate", authority, *who, "--reason", "came back")
    assert back.words == "Ann has access again; the record says so."
    assert ": left" not in shell.types("actors", "list", authority).words


def test_somebody_whom_nobody_knows(shell: Console, database: str) -> None:
    """Done, because a reader leaves no trace in the facts; and said, because it may be a slip."""
    authority = new_authority(database)
    said = shell.types("actors", "deactivate", authority, "https://id", "nob", "--reason", "left")
    assert said.code == 0
    assert "They never acted here: check issuer and subject." in said.words


def test_without_a_reason(shell: Console, database: str) -> None:
    """The record must say why."""
    authority = new_authority(database)
    assert shell.types("actors", "deactivate", authority, "i", "s").code == 2
    blank = shell.types("actors", "deactivate", authority, "i", "s", "--reason", " ")
    assert (blank.code, blank.err.count("\n")) == (1, 1)


def test_a_council_that_is_not_here(shell: Console) -> None:
    """One sentence, exit code 1."""
    said = shell.types("actors", "list", "nowhere")
    assert said.code == 1
    assert "There is no authority 'nowhere'" in said.err
