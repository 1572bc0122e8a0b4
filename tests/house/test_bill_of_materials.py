"""What the program is made of, for whoever must know it (CycloneDX 1.6)."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


@pytest.fixture(scope="module")
def written() -> bytes:
    return _written()


def _written() -> bytes:
    program = PROJECT / "maintenance" / "bill_of_materials.py"
    return subprocess.run([sys.executable, program], check=True, capture_output=True).stdout


@pytest.fixture(scope="module")
def told(written: bytes) -> dict[str, Any]:
    return json.loads(written)


def test_it_is_the_same_every_time(written: bytes) -> None:
    """Two people who make it compare their files."""
    assert _written() == written


def test_it_has_the_form_that_programs_read(told: dict[str, Any]) -> None:
    """CycloneDX 1.6: what is required is there, references are unique, hashes are SHA-256."""
    assert (told["bomFormat"], told["specVersion"], told["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", told["serialNumber"])
    assert told["metadata"]["component"]["name"] == "provider-concerns"
    references = [one["bom-ref"] for one in told["components"]]
    assert len(set(references)) == len(references)
    for one in told["components"]:
        assert one["type"] == "library"
        assert one["purl"] == f"pkg:pypi/{one['name']}@{one['version']}"
        for licence in one.get("licenses", []):
            assert ("expression" in licence) != ("license" in licence)
        for file in one["externalReferences"]:
            (digest,) = file["hashes"]
            assert (file["type"], digest["alg"]) == ("distribution", "SHA-256")
            assert re.fullmatch("[0-9a-f]{64}", digest["content"])


def test_it_names_every_pin_with_every_hash(told: dict[str, Any]) -> None:
    """Nothing that is installed is left out."""
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    assert {(one["name"], one["version"]) for one in told["components"]} == set(PIN.findall(lock))
    hashes = [
        f["hashes"][0]["content"] for c in told["components"] for f in c["externalReferences"]
    ]
    assert sorted(hashes) == sorted(re.findall("sha256:([0-9a-f]{64})", lock))


def test_nearly_all_name_their_licence(told: dict[str, Any]) -> None:
    """Those of another platform are not installed here, so theirs is not known here."""
    without = [one["name"] for one in told["components"] if "licenses" not in one]
    assert len(without) < len(told["components"]) / 5
