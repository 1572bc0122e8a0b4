"""What the program is made of, from the lock: a CycloneDX 1.6 document, the same every time.

Run as `./dev sbom > FILE`. Licences are those that installed packages name; a package of another
platform is not installed here, and none is said for it.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parents[1]
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def bill_of(lock: str, project: dict[str, Any]) -> dict[str, Any]:
    """The document of a lock. Its serial number follows from its content, and it says no time."""
    parts = list(_components(lock))
    name, version = project["name"], project["version"]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, json.dumps([name, version, parts]))}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": name,
                "name": name,
                "version": version,
                "licenses": [{"expression": project["license"]}],
            }
        },
        "components": parts,
    }


def _components(lock: str) -> Iterator[dict[str, Any]]:
    for line in sorted(re.sub(r"\\\n", " ", lock).splitlines()):
        if line.strip() and not line.lstrip().startswith("#"):
            yield _component(Requirement(_HASH.sub("", line).strip()), _HASH.findall(line))


def _component(pin: Requirement, hashes: list[str]) -> dict[str, Any]:
    """A pin. Its files differ by platform, so each hash is one of a distribution of it."""
    name, (choice,) = canonicalize_name(pin.name), pin.specifier
    purl = f"pkg:pypi/{name}@{choice.version}"
    licence = _licence(pin.name)
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": choice.version,
        "purl": purl,
        **({"licenses": [licence]} if licence else {}),
        "externalReferences": [
            {
                "type": "distribution",
                "url": f"{purl}?checksum=sha256:{one}",
                "hashes": [{"alg": "SHA-256", "content": one}],
            }
            for one in sorted(hashes)
        ],
    }


def _licence(name: str) -> dict[str, Any] | None:
    """As the package says it: an SPDX expression where it has one, else its own word."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return None
    if "License-Expression" in told:
        return {"expression": told["License-Expression"]}
    classified = [
        one.rpartition(" :: ")[2]
        for one in told.get_all("Classifier") or []
        if one.startswith("License :: ")
    ]
    own = told.get_all("License") or [""]
    word = (classified or own)[0].partition("\n")[0]
    return {"license": {"name": word}} if word else None


def main() -> None:
    """Write the document to standard output."""
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    json.dump(bill_of(lock, project), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
