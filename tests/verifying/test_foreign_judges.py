"""The demonstration's bundles before three foreign judges: accepted whole, refused damaged."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import pytest
from console import Console
from judges import GoJudge, openssl, plain_python, relist
from sealed import signer_of

from concerns.cli.demo import director
from concerns.cli.demo.script import Script, scripts
from concerns.cli.demo.story import Council
from concerns.cli.office import Office
from concerns.storage import tree
from concerns.storage.pool import open_pool
from concerns.verifying.bundle import Wanted, write_bundle
from demonstration import Demonstration, asked

RECORD = "everywhere-1"
HALFWAY = 400  # acts


@dataclass(frozen=True)
class Bundle:
    """A bundle, and the public key of its log as it came another way."""

    folder: Path
    key: str


@pytest.fixture(scope="module")
def year(database: str, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """All the demonstration's stories in one record, so that it has whole tiles and two levels:
    sealed halfway and at the end, with an anchor and three proofs.
    """
    place = tmp_path_factory.mktemp("year")
    shell = Console(database, CONCERNS_SEALS=str(place / "seals"))
    acts, keys = count(1), list[str]()

    def told() -> None:
        if next(acts) == HALFWAY:
            asked(shell, "seal", "--approve")
            keys.append(asked(shell, "seal", "--new-key", RECORD).strip())
            asked(shell, "seal", "--once", RECORD)

    with open_pool(database, size=2) as pool:
        director.put_on(Office(pool), database, map(_in_one_record, scripts()), told)
        first = tree.last_checkpoint(pool, RECORD)
        assert first
        (place / "anchors").mkdir()
        (place / "anchors" / "halfway.note").write_bytes(first.note)
        asked(shell, "seal", "--once", RECORD)
        wanted = Wanted([1, 300, first.size], place / "anchors")
        write_bundle(pool, RECORD, place / "bundle", wanted)
    return Bundle(place / "bundle", keys[0])


def _in_one_record(script: Script) -> Script:
    council = Council(slug="everywhere", name="Everywhere")
    return replace(script, story=script.story.model_copy(update={"council": council}))


@pytest.fixture
def damaged(year: Bundle, tmp_path: Path) -> Path:
    """A copy of the year's bundle, to damage."""
    return Path(shutil.copytree(year.folder, tmp_path / "copy"))


def test_every_record_of_the_demonstration(
    demonstration: Demonstration, go_judge: GoJudge, tmp_path: Path
) -> None:
    """Five councils and three published histories: each judge accepts each bundle, by its key."""
    assert len(demonstration.keys) >= 8
    for authority, key in demonstration.keys.items():
        folder = tmp_path / "bundles" / authority
        asked(demonstration.shell, "bundle", authority, "-o", str(folder))
        _accepted(Bundle(folder, key), go_judge)


def test_a_whole_year_in_one_record(year: Bundle, go_judge: GoJudge) -> None:
    """Whole tiles, partial ones, two levels, proofs and an anchor."""
    assert (year.folder / "tile" / "0" / "002").is_file()
    assert len(list(year.folder.glob("tile/1/000.p/*"))) == 1
    assert len(list(year.folder.glob("proofs/*"))) == 3
    _accepted(year, go_judge)


def _accepted(bundle: Bundle, go_judge: GoJudge) -> None:
    by_openssl = openssl(bundle.folder, bundle.key)
    by_python = plain_python(bundle.folder, "--key", bundle.key)
    by_go = go_judge(bundle.folder, bundle.key)
    assert (by_openssl.returncode, by_openssl.stderr) == (0, "")
    assert (by_python.returncode, by_python.stdout.startswith("All holds")) == (0, True)
    assert (by_go.returncode, by_go.stdout) == (0, "All holds.\n")


Damage = Callable[[Path], str]
"""Damages a bundle; gives the path that a judge must name."""


def _bit(path: str, at: int = 99) -> Damage:
    """One bit of a file; a partial tile may be named by a pattern."""

    def damage(folder: Path) -> str:
        (file,) = folder.glob(path)
        raw = bytearray(file.read_bytes())
        raw[at] ^= 1
        file.write_bytes(raw)
        return file.relative_to(folder).as_posix()

    return damage


def _cut(path: str) -> Damage:
    def damage(folder: Path) -> str:
        (folder / path).write_bytes((folder / path).read_bytes()[:-1])
        return path

    return damage


def _missing(path: str) -> Damage:
    def damage(folder: Path) -> str:
        (folder / path).unlink()
        return path

    return damage


def _exchanged(folder: Path) -> str:
    one, two = folder / "tile" / "entries" / "000", folder / "tile" / "entries" / "001"
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    return "tile/entries/000"


def _of_another_entry(folder: Path) -> str:
    proofs = folder / "proofs"
    shutil.copy(proofs / "1.tlog-proof", proofs / "300.tlog-proof")
    return "proofs/300.tlog-proof"


DAMAGES: dict[str, Damage] = {
    "an entry": _bit("tile/entries/001"),
    "a whole tile": _bit("tile/0/001"),
    "a partial tile": _bit("tile/0/003.p/*"),
    "the tile above": _bit("tile/1/000.p/*", 40),
    "the size": _bit("checkpoint", 40),
    "the root": _bit("checkpoint", 50),
    "the signature": _bit("checkpoint", -20),
    "entries missing": _missing("tile/entries/002"),
    "a tile missing": _missing("tile/0/000"),
    "entries exchanged": _exchanged,
    "entries cut off": _cut("tile/entries/000"),
    "a tile cut off": _cut("tile/0/002"),
    "a proof": _bit("proofs/300.tlog-proof", 60),
    "a proof of another entry": _of_another_entry,
    "an anchor": _bit("anchors/halfway.note", 50),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_37_each_judge_names_what_is_damaged(
    year: Bundle, damaged: Path, go_judge: GoJudge, damage: Damage
) -> None:
    """Attack 37: openssl by the signature and the list of files, the others by the hashes too."""
    path = damage(damaged)
    by_openssl = openssl(damaged, year.key)
    assert by_openssl.returncode == 1
    assert path in by_openssl.stdout + by_openssl.stderr
    _named(path, damaged, year.key, go_judge)


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_37_also_where_the_list_of_files_was_made_anew(
    year: Bundle, damaged: Path, go_judge: GoJudge, damage: Damage
) -> None:
    """Attack 37: openssl still judges the checkpoint, and says that it judges no more."""
    path = damage(damaged)
    relist(damaged)
    by_openssl = openssl(damaged, year.key)
    assert by_openssl.returncode == (1 if path == "checkpoint" else 0)
    assert ("Whether the entries lead to it" in by_openssl.stdout) is (path != "checkpoint")
    _named(path, damaged, year.key, go_judge)


def _named(path: str, folder: Path, key: str, go_judge: GoJudge) -> None:
    by_python, by_go = plain_python(folder, "--key", key), go_judge(folder, key)
    assert by_python.returncode == by_go.returncode == 1
    assert path in by_python.stdout
    assert path in by_go.stdout


def test_41_a_key_that_has_not_signed(year: Bundle, damaged: Path, go_judge: GoJudge) -> None:
    """Attack 41: another key under the same name, in the bundle or not, is nobody's word."""
    other = str(signer_of(year.key.partition("+")[0], first=77).key)
    (damaged / "keys").mkdir()
    (damaged / "keys" / "log-1.vkey").write_text(f"{other}\n")
    relist(damaged)
    by_openssl, by_python = openssl(damaged, other), plain_python(damaged, "--key", other)
    by_go = go_judge(damaged, other)
    assert [one.returncode for one in (by_openssl, by_python, by_go)] == [1, 1, 1]
    assert by_openssl.stderr == "FAILED: checkpoint: this key has not signed it\n"
    assert "WRONG checkpoint: none of the keys has signed it\n" in by_python.stdout
    assert by_go.stdout == "WRONG checkpoint: note has no verifiable signatures\n"


def test_what_is_no_key(year: Bundle, go_judge: GoJudge) -> None:
    """Exit code 2 of each: nothing was judged."""
    for key in ("", "log.example+00000000+AQAA", year.key[:-8]):
        assert openssl(year.folder, key).returncode == 2
        assert plain_python(year.folder, "--key", key).returncode == 2
        assert go_judge(year.folder, key).returncode == 2
