"""No detector is there in vain: whichever is removed, a test of an attack fails."""

import os
import shutil
import subprocess
import sys
from collections.abc import Generator, Sequence
from pathlib import Path

import pytest
from detectors import NEEDED_BY, PROJECT, SOURCE, Detector, detectors

EVERY = list(detectors())


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Generator[Path]:
    """A copy of the source, in which statements can be removed."""
    made = tmp_path_factory.mktemp("copy") / "src"
    shutil.copytree(SOURCE, made, ignore=shutil.ignore_patterns("__pycache__"))
    yield made
    shutil.rmtree(made)


def _run(copy: Path, cluster: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    settings = {
        "PYTHONPATH": str(copy),
        "PYTHONDONTWRITEBYTECODE": "1",
        "CONCERNS_TEST_DATABASE_URL": cluster,
    }
    return subprocess.run(
        [sys.executable, *arguments],
        check=False,
        capture_output=True,
        text=True,
        cwd=PROJECT,
        env=os.environ | settings,
        timeout=300,
    )


def _tested(copy: Path, cluster: str, tests: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return _run(copy, cluster, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests)


def test_it_is_the_copy_that_is_tested(copy: Path, cluster: str) -> None:
    """Otherwise nothing below would mean anything."""
    done = _run(copy, cluster, "-c", "import concerns; print(concerns.__file__)")
    assert done.stdout.strip() == str(copy / "concerns" / "__init__.py"), done.stderr


def test_with_every_detector_the_tests_pass(copy: Path, cluster: str) -> None:
    """So what fails below fails for want of its detector."""
    done = _tested(copy, cluster, sorted({one for some in NEEDED_BY.values() for one in some}))
    assert done.returncode == pytest.ExitCode.OK, done.stdout


def test_every_file_that_detects_has_its_tests() -> None:
    """And none is named that detects nothing."""
    assert {one.file for one in EVERY} == NEEDED_BY.keys()


@pytest.mark.parametrize("detector", EVERY, ids=str)
def test_without_it_a_test_fails(copy: Path, cluster: str, detector: Detector) -> None:
    """Each finding and each refusal is missed by a test when it is gone."""
    file = copy / "concerns" / detector.file
    whole = file.read_text(encoding="utf-8")
    file.write_text(detector.without(), encoding="utf-8")
    try:
        done = _tested(copy, cluster, NEEDED_BY[detector.file])
    finally:
        file.write_text(whole, encoding="utf-8")
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout
