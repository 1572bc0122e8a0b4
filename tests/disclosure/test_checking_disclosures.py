"""The shipped checker accepts a disclosure, and names what was done to one."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from disclosure_given import Council, listed, lists, relist

from concerns.events import DisclosureMade

Told = dict[str, Any]


def _wrong(checker: ModuleType, council: Council, folder: Path) -> list[str]:
    return checker.check(folder, [checker.read_key(str(council.record.signer.key))])


def _python(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "verify.py"), *words],
        capture_output=True,
        text=True,
        check=False,
    )


def test_plain_python_and_openssl_accept_it(northtown: Council) -> None:
    """With the key that came another way; Python without any package, the shell with openssl."""
    digest = northtown.discloses().sha256
    folder, key = northtown.folder / "given", str(northtown.record.signer.key)
    done = _python(folder, "--key", key)
    assert (done.returncode, done.stderr) == (0, "")
    assert "All holds: signature, list, every entry disclosed" in done.stdout
    assert digest in done.stdout
    by_shell = subprocess.run(["sh", str(folder / "verify.sh"), key], check=False)
    assert by_shell.returncode == 0
    assert _python(folder).returncode == 2  # by its own key it only agrees with itself


def test_all_withheld_and_nothing_withheld(northtown: Council, checker: ModuleType) -> None:
    """Both ends verify."""
    head = "audience: a\npurpose: p\nbasis: b\nreason: r\nup_to: 5\n"
    northtown.discloses("all", said=head)
    everything = "withhold: [{versions: [1, 2, 3, 4, 5], ground: under appeal}]\n"
    northtown.discloses("none", said=head + everything)
    for name in ("all", "none"):
        assert _wrong(checker, northtown, northtown.folder / name) == []
    assert not (northtown.folder / "none" / "entries").exists()


def test_a_changed_entry(northtown: Council, given: Path, checker: ModuleType) -> None:
    """By the list of files; and where that was made anew, by its hash."""
    file = given / "entries" / "7"
    file.write_bytes(file.read_bytes().replace(b"a fall unseen", b"a fall, seen!"))
    assert "entries/7: not as listed" in _wrong(checker, northtown, given)
    relist(given)
    assert _wrong(checker, northtown, given) == [
        "entries/7: not what was recorded as fact 4 at position 7"
    ]


def test_a_changed_entry_with_its_hash(
    northtown: Council, given: Path, checker: ModuleType
) -> None:
    """Where its hash in the list was changed too, the proof does not hold."""
    file, told = given / "entries" / "7", listed(given)
    file.write_bytes(file.read_bytes().replace(b"a fall unseen", b"a fall, seen!"))
    told["facts"][3]["leaf_hash"] = checker.leaf_hash(file.read_bytes()).hex()
    lists(given, told)
    assert _wrong(checker, northtown, given) == ["proofs/7.tlog-proof: does not lead to the root"]


def test_a_changed_ground(northtown: Council, given: Path, checker: ModuleType) -> None:
    """By the list of files; made anew, only the digest in the record tells, and it is printed."""
    file = given / "DISCLOSURE.json"
    file.write_bytes(file.read_bytes().replace(b"legal professional", b"commercial"))
    assert _wrong(checker, northtown, given) == ["DISCLOSURE.json: not as listed"]
    relist(given)
    said = _python(given, "--key", str(northtown.record.signer.key)).stdout
    recorded = northtown.office.work.register.of_case(northtown.office.case)[-1].fact
    assert isinstance(recorded, DisclosureMade)
    assert "All holds" in said
    assert recorded.sha256 not in said


def _drop_withheld(told: Told) -> None:
    del told["facts"][2]


def _drop_and_renumber(told: Told) -> None:
    del told["facts"][2]
    told["up_to"] = 4
    for version, one in enumerate(told["facts"], 1):
        one["version"] = version


def _another_leaf(told: Told) -> None:
    told["facts"][2]["leaf_hash"] = told["facts"][3]["leaf_hash"]


def _wrong_key(told: Told) -> None:
    told["fields"][0]["key"] = "ab" * 32


def _key_of_another(told: Told) -> None:
    told["fields"][0]["key"] = next(
        one["key"] for one in told["fields"][1:] if one["state"] == "opened"
    )


def _another_value(told: Told) -> None:
    told["fields"][0]["value"] = "Somebody Else"


def _number_for_no(told: Told) -> None:
    one = next(one for one in told["fields"] if one.get("value") is False)
    one["value"] = 0


def _drop_shut(told: Told) -> None:
    told["fields"] = [one for one in told["fields"] if one["state"] == "opened"]


def _no_ground(told: Told) -> None:
    told["facts"][2]["ground"] = " "


def _no_ground_for_a_field(told: Told) -> None:
    next(one for one in told["fields"] if one["state"] == "shut")["ground"] = ""


def _another_checkpoint(told: Told) -> None:
    told["checkpoint"]["size"] = 8


def _said_withheld(told: Told) -> None:
    del told["facts"][3]["entry"]
    told["facts"][3].update(kind="log-entry-made/1", ground="because")


def _not_a_list(told: Told) -> None:
    del told["facts"][0]["position"]


def _nothing(told: Told) -> None:
    told.update(facts=[], fields=[], up_to=0)


def _no_end(told: Told) -> None:
    told["up_to"] = 10**18


def _one_fact_twice(told: Told) -> None:
    told["facts"].append(told["facts"][-1])


def _field_twice(told: Told) -> None:
    told["fields"].append({**told["fields"][0], "state": "shut", "ground": "never mind"})


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (_nothing, "DISCLOSURE.json: not a list of form disclosure/1"),
        (_no_end, "DISCLOSURE.json: fact 6 of the case is not accounted for"),
        (_one_fact_twice, "DISCLOSURE.json: it does not account for facts 1 to 5, each once"),
        (_field_twice, "DISCLOSURE.json: a field is listed twice"),
        (_drop_withheld, "DISCLOSURE.json: fact 3 of the case is not accounted for"),
        (_drop_and_renumber, "entries/7: it does not say itself that it is fact 3 at position 7"),
        (_another_leaf, "proofs/6.tlog-proof: does not lead to the root"),
        (_wrong_key, "field surname of fact 2: this is not the key that it was sealed with"),
        (_key_of_another, "field surname of fact 2: this is not the key that it was sealed with"),
        (_another_value, "field surname of fact 2: it says something else than the list"),
        (_number_for_no, "field has_capacity of fact 2: it says something else than the list"),
        (_drop_shut, "DISCLOSURE.json: field date_of_birth of fact 2 is not accounted for"),
        (_no_ground, "DISCLOSURE.json: fact 3 is withheld without a ground"),
        (_no_ground_for_a_field, "field date_of_birth of fact 2 is shut, without why"),
        (_another_checkpoint, "DISCLOSURE.json: it speaks of another checkpoint"),
        (_said_withheld, "entries/7: of no fact that the list says is disclosed"),
        (_not_a_list, "DISCLOSURE.json: not a list of form disclosure/1"),
    ],
)
def test_a_changed_list(
    northtown: Council,
    given: Path,
    checker: ModuleType,
    change: Callable[[Told], None],
    named: str,
) -> None:
    """Named, also where the list of files was made anew."""
    told = listed(given)
    change(told)
    lists(given, told)
    assert any(named in one for one in _wrong(checker, northtown, given))


def test_a_missing_proof_and_one_under_another_checkpoint(
    northtown: Council, given: Path, checker: ModuleType
) -> None:
    """Every fact has its proof, and all are under one checkpoint."""
    northtown.record.seals()
    northtown.discloses("newer")
    proof = "proofs/6.tlog-proof"
    shutil.copy(northtown.folder / "newer" / proof, given / proof)
    relist(given)
    assert _wrong(checker, northtown, given) == [f"{proof}: under another checkpoint"]
    (given / proof).unlink()
    relist(given)
    assert _wrong(checker, northtown, given) == [f"{proof}: missing"]


def test_a_name_written_twice_in_the_list(
    northtown: Council, given: Path, checker: ModuleType
) -> None:
    """A list that readers would read differently is no list."""
    file = given / "DISCLOSURE.json"
    file.write_bytes(file.read_bytes().replace(b'"basis":', b'"basis":"none","basis":', 1))
    relist(given)
    assert "not written as RFC 8785 has it" in _wrong(checker, northtown, given)[0]


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 64, 128, 193])
def test_aes_gcm_in_plain_python(checker: ModuleType, length: int) -> None:
    """FIPS 197 and SP 800-38D in plain Python say what OpenSSL says; a turned bit is refused."""
    key, nonce = bytes(range(length, length + 32)), bytes(range(12))
    text, place = bytes(range(length)), b"place %d" % length
    sealed = AESGCM(key).encrypt(nonce, text, place)
    assert checker.unsealed(key, nonce, sealed, place) == text
    for at in range(len(sealed)):
        turned = bytearray(sealed)
        turned[at] ^= 1
        assert checker.unsealed(key, nonce, bytes(turned), place) is None
    assert checker.unsealed(key, nonce, sealed, b"elsewhere") is None
    assert checker.unsealed(bytes(32), nonce, sealed, place) is None
