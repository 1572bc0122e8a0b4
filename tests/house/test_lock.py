"""`requirements.lock` is what a newcomer installs; `pyproject.toml` is what we say we need."""

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parents[2]
HASH = re.compile(r"\s--hash=sha256:[0-9a-f]{64}(?=\s|$)")


class Pin(NamedTuple):
    """One line of the lock: what it pins, and how many files it vouches for."""

    requirement: Requirement
    hashes: int

    @property
    def version(self) -> str:
        """The one version, refusing a line that leaves a choice."""
        (choice,) = self.requirement.specifier
        assert choice.operator == "==", f"{self.requirement} is not pinned"
        return choice.version


def pins(lock: str) -> dict[str, Pin]:
    """Read a lock: its pins by normalised name (PEP 503)."""
    found: dict[str, Pin] = {}
    for line in re.sub(r"\\\n", " ", lock).splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            requirement = Requirement(HASH.sub("", line).strip())
            found[canonicalize_name(requirement.name)] = Pin(requirement, len(HASH.findall(line)))
    return found


def declared(pyproject: dict[str, Any]) -> list[Requirement]:
    """Everything the project asks for: to be built, to run, and for each of its extras."""
    project = pyproject["project"]
    asked = [*pyproject["build-system"]["requires"], *project["dependencies"]]
    for extra in project.get("optional-dependencies", {}).values():
        asked += extra
    return [Requirement(text) for text in asked]


def with_what_they_need(asked: list[Requirement]) -> list[Requirement]:
    """Add what the installed packages themselves ask for on this machine, to the last one."""
    seen: dict[str, Requirement] = {}
    waiting = list(asked)
    while waiting:
        requirement = waiting.pop()
        if str(requirement) in seen or not _applies(requirement.marker):
            continue
        seen[str(requirement)] = requirement
        waiting += _needs(requirement)
    return list(seen.values())


def _needs(requirement: Requirement) -> list[Requirement]:
    texts = distribution(requirement.name).requires or []
    return [
        needed
        for needed in map(Requirement, texts)
        if any(_applies(needed.marker, extra) for extra in ("", *requirement.extras))
    ]


def _applies(marker: Marker | None, extra: str = "") -> bool:
    return marker is None or marker.evaluate({"extra": extra})


def out_of_step(asked: list[Requirement], lock: dict[str, Pin]) -> list[str]:
    """Name each requirement that no pin satisfies."""
    return [
        str(requirement)
        for requirement in asked
        if (pin := lock.get(canonicalize_name(requirement.name))) is None
        or not requirement.specifier.contains(pin.version, prereleases=True)
    ]


@pytest.fixture(scope="module")
def lock_text() -> str:
    return (PROJECT / "requirements.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def asked() -> list[Requirement]:
    return declared(tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8")))


def test_every_requirement_of_the_project_has_a_pin(
    asked: list[Requirement], lock_text: str
) -> None:
    """Whoever adds a dependency renews the lock in the same commit."""
    assert out_of_step(asked, pins(lock_text)) == []


def test_what_the_requirements_need_has_a_pin_too(asked: list[Requirement], lock_text: str) -> None:
    """An installation from the lock is complete, extras such as psycopg's driver included."""
    needed = with_what_they_need(asked)

    assert len(needed) > len(asked)
    assert out_of_step(needed, pins(lock_text)) == []


def test_the_environment_holds_the_pinned_versions(lock_text: str) -> None:
    """What the tests ran with is what a newcomer gets."""
    here = [pin for pin in pins(lock_text).values() if _applies(pin.requirement.marker)]

    assert {pin.requirement.name: pin.version for pin in here} == {
        pin.requirement.name: distribution(pin.requirement.name).version for pin in here
    }


def test_every_pin_has_a_hash_and_no_line_names_a_registry(lock_text: str) -> None:
    """A tampered file is refused wherever it was downloaded from."""
    assert [str(pin.requirement) for pin in pins(lock_text).values() if not pin.hashes] == []
    assert "://" not in lock_text


LOCK_OF_ONE = (
    f"Psycopg_Pool==3.3.3 ; python_version > '3' \\\n    --hash=sha256:{'0' * 64}\n    # via x"
)


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        ("psycopg-pool>=3.3,<4", []),
        ("psycopg-pool>=3.4", ["psycopg-pool>=3.4"]),
        ("psycopg>=3", ["psycopg>=3"]),
    ],
    ids=["pinned", "pinned too low", "not pinned"],
)
def test_a_lock_that_lags_behind_is_named(requirement: str, expected: list[str]) -> None:
    """The check above can fail: it names the requirement the lock does not meet."""
    assert out_of_step([Requirement(requirement)], pins(LOCK_OF_ONE)) == expected


def test_a_pin_without_its_hash_is_seen() -> None:
    """A hash cut short does not count as one."""
    assert pins(LOCK_OF_ONE)["psycopg-pool"].hashes == 1
    assert pins("orjson==3.13.0\n")["orjson"].hashes == 0


def test_a_line_that_leaves_a_choice_is_refused() -> None:
    """A range in the lock would install another version next year."""
    with pytest.raises(AssertionError, match="not pinned"):
        _ = pins("orjson>=3.13")["orjson"].version
