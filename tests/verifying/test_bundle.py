"""A bundle is checked by openssl and by a file of plain Python; what was damaged is named."""

import importlib.util
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import psycopg
import pytest
from judges import FOREIGN, openssl, plain_python, relist
from sealed import Record, signed, signer_of

from authorities import entries, new_authority
from concerns.evidence.keys import Key, Kind
from concerns.evidence.leaf import leaf_hash
from concerns.evidence.proof import TlogProof
from concerns.storage import door
from concerns.storage import entries as stored_entries
from concerns.storage.pool import Pool, open_pool
from concerns.verifying.bundle import Wanted, write_bundle
from concerns.verifying.finding import CannotCheck


def _record(database: str, pool: Pool, owner: psycopg.Connection, sizes: list[int]) -> Record:
    authority = new_authority(database)
    origin = stored_entries.origin(pool, authority)
    made = Record(pool, owner, authority, origin, signer_of(origin))
    for before, size in zip([0, *sizes], sizes, strict=False):
        door.append(pool, authority, entries(size - before))
        made.seals()
    return made


@pytest.fixture
def owner(database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def big(database: str) -> Iterator[Record]:
    """300 facts: whole tiles and partial ones at two levels."""
    with (
        open_pool(database, size=2) as pool,
        psycopg.connect(database, autocommit=True) as connection,
    ):
        yield _record(database, pool, connection, [5, 300])


@pytest.fixture(scope="module")
def bundle(big: Record, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its bundle, with an anchor, keys and two proofs."""
    anchors = tmp_path_factory.mktemp("anchors")
    (anchors / "5.note").write_bytes(big.notes[0])
    (anchors / "time.tsr").write_bytes(b"not for us to read")
    folder = tmp_path_factory.mktemp("bundles") / "whole"
    write_bundle(big.pool, big.authority, folder, Wanted([1, 300], anchors, big.policy()))
    return folder


@pytest.fixture
def damaged(bundle: Path, tmp_path: Path) -> Path:
    """A copy of the bundle to damage."""
    shutil.copytree(bundle, tmp_path / "copy")
    return tmp_path / "copy"


@pytest.fixture(scope="module")
def verifier() -> ModuleType:
    """The file that is shipped, as a module."""
    spec = importlib.util.spec_from_file_location("shipped", FOREIGN / "verify.py")
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    sys.modules["shipped"] = made
    spec.loader.exec_module(made)
    return made


def test_what_is_in_it(bundle: Path) -> None:
    """Every file has the place that tlog-tiles gives it."""
    found = {file.relative_to(bundle).as_posix() for file in bundle.rglob("*") if file.is_file()}
    assert found == {
        "MANIFEST.sha256",
        "VERIFY.md",
        "anchors/5.note",
        "anchors/time.tsr",
        "checkpoint",
        "keys/log-1.vkey",
        "proofs/1.tlog-proof",
        "proofs/300.tlog-proof",
        "tile/0/000",
        "tile/0/001.p/44",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/44",
        "verify.py",
        "verify.sh",
    }


def test_openssl_and_plain_python_accept_it(bundle: Path, big: Record) -> None:
    """Both with the key that came another way; Python without any package but its own."""
    by_openssl = openssl(bundle, str(big.signer.key))
    assert (by_openssl.returncode, by_openssl.stderr) == (0, "")
    by_python = plain_python(bundle, "--key", str(big.signer.key))
    assert (by_python.returncode, by_python.stdout.startswith("All holds")) == (0, True)


def test_a_proof_by_itself(bundle: Path, big: Record) -> None:
    """A fact, its proof and the key are enough (tlog-proof)."""
    proof = TlogProof.parse((bundle / "proofs" / "300.tlog-proof").read_bytes())
    assert proof.index == 299
    proof.verify(leaf_hash(big.entries()[299]), big.origin, [big.signer.key])


def test_41_the_bundles_own_key_proves_nothing(bundle: Path, damaged: Path, big: Record) -> None:
    """Attack 41: a key in the folder shows that it agrees with itself, and never more."""
    assert plain_python(bundle).returncode == 2
    assert "Whose it is was not checked" in plain_python(bundle).stdout
    assert openssl(bundle).returncode == 2
    attacker = signer_of(big.origin, first=77)
    (damaged / "keys" / "log-1.vkey").write_text(f"{attacker.key}\n")
    relist(damaged)
    assert plain_python(damaged, "--key", str(attacker.key)).returncode == 1
    assert "has not signed" in openssl(damaged, str(attacker.key)).stderr
    assert plain_python(damaged, "--key", "log.example+00000000+AQAA").returncode == 2


_DAMAGES = {
    "checkpoint": "checkpoint",
    "tile/0/000": "tile/0/000",
    "tile/0/001.p/44": "tile/0/001.p/44, tile/1/000.p/1: these partial tiles do not lead",
    "tile/1/000.p/1": "tile/0/000: does not match tile/1/000.p/1, the tile above it",
    "tile/entries/000": "tile/entries/000: position 1 ",
    "tile/entries/001.p/44": "tile/entries/001.p/44: position 257 ",
    "proofs/1.tlog-proof": "proofs/1.tlog-proof",
    "proofs/300.tlog-proof": "proofs/300.tlog-proof",
    "anchors/5.note": "anchors/5.note",
}


@pytest.mark.parametrize("path", _DAMAGES)
@pytest.mark.parametrize("relisted", [False, True], ids=["as listed before", "listed anew"])
def test_37_a_damaged_part_is_named(
    damaged: Path, verifier: ModuleType, big: Record, path: str, *, relisted: bool
) -> None:
    """Attack 37: by the list of files; and where that was made anew, by hashes and signatures."""
    raw = bytearray((damaged / path).read_bytes())
    at = raw.index(b"\n", 30) + 4 if path.startswith(("check", "proofs", "anchors")) else 20
    raw[at] ^= 1
    (damaged / path).write_bytes(raw)
    if relisted:
        relist(damaged)
    keys = [verifier.read_key(str(big.signer.key))]
    wrong = verifier.check(damaged, keys)
    assert any(one.startswith(f"{path}: not as listed") for one in wrong) is not relisted
    assert any(_DAMAGES[path] in one for one in wrong)
    done = openssl(damaged, str(big.signer.key))
    assert (done.returncode == 0) is (relisted and path != "checkpoint")


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("tile/entries/000", "tile/entries/000"),
        ("tile/0/000", "tile/0/000: missing"),
        ("checkpoint", "checkpoint: missing"),
    ],
)
def test_37_a_missing_part_is_named(
    damaged: Path, verifier: ModuleType, big: Record, path: str, named: str
) -> None:
    """Attack 37: also where the list was made anew."""
    (damaged / path).unlink()
    relist(damaged)
    wrong = verifier.check(damaged, [verifier.read_key(str(big.signer.key))])
    assert any(one.startswith(named) for one in wrong)


def test_37_something_was_added(damaged: Path, verifier: ModuleType, big: Record) -> None:
    """Attack 37: a file that the list does not know."""
    (damaged / "exports.csv").write_text("all is well\n")
    wrong = verifier.check(damaged, [verifier.read_key(str(big.signer.key))])
    assert wrong == ["exports.csv: not listed"]


def test_37_an_anchor_of_another_history(damaged: Path, verifier: ModuleType, big: Record) -> None:
    """Attacks 12 and 37: a rebuilt log, signed by the stolen key, does not lead to the anchor."""
    (damaged / "anchors" / "5.note").write_bytes(signed([b"x"] * 5, big.signer)[0])
    relist(damaged)
    wrong = verifier.check(damaged, [verifier.read_key(str(big.signer.key))])
    assert wrong == ["anchors/5.note: these entries do not lead to its root"]


def test_27_a_bit_of_every_byte_of_a_small_bundle(
    owner: psycopg.Connection,
    pool: Pool,
    verifier: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Attack 27: no byte of the evidence changes by a bit, and none is cut off, without notice,
    even with the list of files made anew (each bit of proofs, notes, tiles: tests/evidence).
    """
    record = _record(owner.info.dsn, pool, owner, [2])
    folder = tmp_path / "small"
    write_bundle(pool, record.authority, folder, Wanted([2]))
    keys = [verifier.read_key(str(record.signer.key))]
    monkeypatch.setattr(verifier.Bundle, "manifest", lambda _: None)
    monkeypatch.setattr(verifier, "holds", _holds)  # as the next test shows, and quicker
    assert verifier.check(folder, keys) == []
    for path in ("checkpoint", "tile/0/000.p/2", "tile/entries/000.p/2", "proofs/2.tlog-proof"):
        raw = (folder / path).read_bytes()
        every = 8 if path == "checkpoint" else 1  # of what is hashed, any bit will do
        for bit in [at * 8 + (at + nth) % 8 for at in range(len(raw)) for nth in range(every)]:
            turned = bytearray(raw)
            turned[bit // 8] ^= 1 << bit % 8
            (folder / path).write_bytes(turned)
            assert verifier.check(folder, keys), (path, bit)
        for end in range(len(raw)):
            (folder / path).write_bytes(raw[:end])
            assert verifier.check(folder, keys), (path, end)
        (folder / path).write_bytes(raw)


def _holds(public: bytes, text: bytes, signature: bytes) -> bool:
    return Key("x", Kind.ED25519, public).holds(text, signature)


def test_27_signatures_in_plain_python(verifier: ModuleType) -> None:
    """RFC 8032 in plain Python says what OpenSSL says, of good signatures and of turned bits."""
    signer = signer_of("log.example/x", first=9)
    good = signer.sign(b"text", 0)
    for bit in [None, *range(0, 512, 7), 511]:
        turned = bytearray(good)
        if bit is not None:
            turned[bit // 8] ^= 1 << bit % 8
        expected = _holds(signer.key.public, b"text", bytes(turned))
        assert expected is (bit is None)
        assert verifier.holds(signer.key.public, b"text", bytes(turned)) is expected
    assert not verifier.holds(bytes(32), b"text", good)
    low_order = (1).to_bytes(32, "little")
    assert not verifier.holds(low_order, b"text", low_order + bytes(32))


@pytest.mark.parametrize("size", [1, 2, 3, 255, 256, 257, 511, 512, 513])
def test_42_sizes_at_the_edges(
    owner: psycopg.Connection, pool: Pool, verifier: ModuleType, tmp_path: Path, size: int
) -> None:
    """Attack 42: powers of two and of 256, and their neighbours, in the record and as a bundle."""
    record = _record(owner.info.dsn, pool, owner, [1, size] if size > 1 else [1])
    assert record.found(anchors=record.anchors()) == set()
    write_bundle(pool, record.authority, tmp_path / "b", Wanted(sorted({1, size})))
    assert verifier.check(tmp_path / "b", [verifier.read_key(str(record.signer.key))]) == []


def test_42_65537_facts(
    owner: psycopg.Connection, pool: Pool, verifier: ModuleType, tmp_path: Path
) -> None:
    """Attack 42: one more than 256 times 256: three levels of tiles."""
    sizes = [1, *range(5_000, 65_001, 5_000), 65_536, 65_537]
    authority = new_authority(owner.info.dsn)
    origin = stored_entries.origin(pool, authority)
    record = Record(pool, owner, authority, origin, signer_of(origin))
    for before, size in zip([0, *sizes], sizes, strict=False):
        door.append(pool, authority, entries(size - before))
        if size > 65_000:
            record.seals()
    assert record.found() == set()
    write_bundle(pool, authority, tmp_path / "b", Wanted([65_537]))
    assert (tmp_path / "b" / "tile" / "2" / "000.p" / "1").is_file()
    assert verifier.check(tmp_path / "b", [verifier.read_key(str(record.signer.key))]) == []


def test_42_an_empty_log(owner: psycopg.Connection, pool: Pool, tmp_path: Path) -> None:
    """Attack 42: nothing to find, nothing to bundle, and it says that nothing was signed."""
    authority = new_authority(owner.info.dsn)
    origin = stored_entries.origin(pool, authority)
    record = Record(pool, owner, authority, origin, signer_of(origin))
    assert record.found() == set()
    with pytest.raises(CannotCheck, match="seal it first"):
        write_bundle(pool, authority, tmp_path / "b")


def test_what_cannot_be_bundled(big: Record, bundle: Path, tmp_path: Path) -> None:
    """A folder in use, a fact not yet sealed, a record that is not what was sealed."""
    with pytest.raises(CannotCheck, match="not empty"):
        write_bundle(big.pool, big.authority, bundle)
    with pytest.raises(CannotCheck, match="Position 301 is not under"):
        write_bundle(big.pool, big.authority, tmp_path / "b", Wanted([301]))
