"""What is installed elsewhere is whole: no file of the source tree is needed beside it."""

import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
IMPORT_ALL = """
from importlib import import_module
from pkgutil import walk_packages
import api, concerns
for package in (api, concerns):
    print(package.__file__)
    for module in walk_packages(package.__path__, f"{package.__name__}."):
        import_module(module.name)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but what the wheel holds."""
    made = tmp_path_factory.mktemp("made")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", made],
        cwd=PROJECT,
        check=True,
        capture_output=True,
    )
    (wheel,) = made.glob("*.whl")
    with ZipFile(wheel) as file:
        file.extractall(made / "site")
    return made / "site"


def python(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the wheel and its dependencies; -S leaves our own source tree out."""
    path = os.pathsep.join([str(installed), sysconfig.get_path("purelib")])
    return subprocess.run(
        [sys.executable, "-S", *arguments],
        env={**os.environ, "PYTHONPATH": path},
        cwd=installed,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_module_of_the_wheel_can_be_imported(installed: Path) -> None:
    """Design 13: one program, installed anywhere."""
    said = python(installed, "-c", IMPORT_ALL)
    assert said.returncode == 0, said.stderr
    assert [Path(one).parent for one in said.stdout.split()] == [
        installed / "api",
        installed / "concerns",
    ]


@pytest.mark.parametrize("asked", [["--help"], ["procedures", "check"], ["serve", "--help"]])
def test_the_wheel_holds_what_the_commands_read(installed: Path, asked: list[str]) -> None:
    """Procedures, papers, migrations and fonts are data inside the packages."""
    said = python(installed, "-c", "from concerns.cli import app; app()", *asked)
    assert said.returncode == 0, said.stdout + said.stderr


def test_every_file_of_the_packages_is_in_the_wheel(installed: Path) -> None:
    """Also those that no command above reads."""
    for package in ("api", "concerns"):
        ours = {
            one.relative_to(PROJECT / "src")
            for one in (PROJECT / "src" / package).rglob("*")
            if one.is_file() and one.suffix != ".pyc"
        }
        assert ours - {one.relative_to(installed) for one in installed.rglob("*")} == set()


def test_each_service_has_a_login_of_its_own() -> None:
    """Design 13: who answers cannot migrate, and no password is in the file."""
    text = (PROJECT / "compose.yaml").read_text(encoding="utf-8")
    services = yaml.safe_load(text)["services"]
    logins = {
        name: service["environment"]["CONCERNS_DATABASE_URL"]
        for name, service in services.items()
        if "CONCERNS_DATABASE_URL" in service.get("environment", {})
    }
    assert set(logins) == {"api", "projector", "sealer"}
    assert len(set(logins.values())) == 3
    owners = {name for name, one in services.items() if "CONCERNS_OWNER_URL" in str(one)}
    assert owners == {"migrate"}
    passwords = re.findall(r"password(?:: |=)(\S+)", text, re.IGNORECASE)
    assert passwords
    assert all(one.startswith("${CONCERNS_") for one in passwords)
