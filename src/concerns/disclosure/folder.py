"""The folder that is handed over: the list, the page, bytes, proofs, and what checks them."""

from pathlib import Path

from concerns.disclosure.listing import entry_path
from concerns.disclosure.material import Material
from concerns.disclosure.request import Request
from concerns.evidence.note import Note
from concerns.evidence.proof import TlogProof
from concerns.verifying.bundle import put, put_keys, shipped, write_manifest
from concerns.verifying.policy import Policy

LIST = "DISCLOSURE.json"


def write(
    folder: Path,
    material: Material,
    request: Request,
    made: tuple[bytes, bytes],
    policy: Policy | None,
) -> None:
    """Everything but what is withheld. `made` is the list and the page. Raises OSError."""
    note = Note.parse(material.sealed.note)
    for one in material.facts:
        proof = TlogProof(one.entry.index, one.proof, note)
        put(folder / "proofs" / f"{one.position}.tlog-proof", bytes(proof))
        if request.ground(one.version) is None:
            put(folder / entry_path(one), one.raw)
    put(folder / LIST, made[0])
    put(folder / "disclosure.html", made[1])
    put(folder / "checkpoint", material.sealed.note)
    put(folder / "VERIFY.md", shipped("VERIFY-DISCLOSURE.md"))
    for name in ("verify.py", "verify.sh"):
        put(folder / name, shipped(name))
    if policy:
        put_keys(folder, policy)
    write_manifest(folder)
