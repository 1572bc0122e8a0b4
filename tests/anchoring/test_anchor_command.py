"""`concerns anchor`: from the sealed record to the places, and back into the record."""

from pathlib import Path
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from authorities import entries, new_authority
from concerns.cli import app
from concerns.events import CheckpointAnchored
from concerns.evidence.checkpoint import Checkpoint
from concerns.evidence.keys import Kind, Signer
from concerns.evidence.signed_checkpoint import sign
from concerns.evidence.tile_edge import TileEdge
from concerns.record_keeping import record_case
from concerns.register import Register
from concerns.storage import door, tree
from concerns.storage.entries import origin
from concerns.storage.pool import Pool, open_pool
from concerns.storage.tree import Sealed


class Council:
    """A record, its sealer, and a share that the auditor has given."""

    def __init__(self, pool: Pool, database: str, folder: Path) -> None:
        self.pool, self.folder, self._database = pool, folder, database
        self.id = new_authority(database)
        self.origin = origin(pool, self.id)
        self.signer = Signer(self.origin, Kind.ED25519, bytes(range(32)))
        self.share = folder / "share"
        self.share.mkdir()
        (folder / "kept").mkdir()
        (folder / "anchors.yaml").write_text(
            f"{self.id}:\n  keys: ['{self.signer.key}']\n  kept: kept\n"
            "  anchors:\n    - {kind: file, folder: share}\n"
        )
        self._env = {
            "CONCERNS_DATABASE_URL": database,
            "CONCERNS_ANCHORS": str(folder / "anchors.yaml"),
            "COLUMNS": "200",
        }

    def decides(self, number: int) -> None:
        """Something is recorded."""
        door.append(self.pool, self.id, entries(number))

    def seals(self) -> Checkpoint:
        """Sign how far the record has come."""
        leaves = [one.leaf_hash for one in tree.raw_after(self.pool, self.id, 0, 10_000)]
        grown = TileEdge().grown(leaves)
        root = grown.edge.frontier().root()
        found = Checkpoint(self.origin, len(leaves), root)
        raw = tree.raw_after(self.pool, self.id, len(leaves) - 1, 1)[0]
        note = bytes(sign(found, [self.signer], 0))
        sealed = Sealed(found.size, root, note, (), raw.recorded_at)
        with open_pool(self._database, size=1, role=tree.ROLE) as sealers:
            before = tree.last_checkpoint(self.pool, self.id)
            tree.store(sealers, self.id, before.size if before else 0, sealed, grown.tiles)
        return found

    def types(self, *words: str) -> tuple[int, str]:
        """Run `concerns anchor … --once`; its exit code and words."""
        done = CliRunner().invoke(app, ["anchor", *words, "--once"], env=self._env)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.output

    def said(self) -> list[CheckpointAnchored]:
        """What the record says of its anchors."""
        found = Register(self.pool, self.id).of_case(record_case(self.origin))
        return [one.fact for one in found if isinstance(one.fact, CheckpointAnchored)]


@pytest.fixture
def council(pool: Pool, database: str, tmp_path: Path) -> Council:
    return Council(pool, database, tmp_path)


def test_what_is_sealed_is_anchored_and_said_in_the_record(council: Council) -> None:
    """Two-sided time: what follows the fact is later than the checkpoint; and no round for ever."""
    assert council.types(council.id) == (0, f"file {council.share}: nothing new\n")
    council.decides(300)
    sealed = council.seals()
    assert council.types(council.id) == (0, f"file {council.share}: anchored size 300\n")
    (fact,) = council.said()
    assert (fact.size, fact.root, fact.kind) == (300, sealed.root.hex(), "file")
    assert fact.where == str(council.share)
    council.seals()
    assert council.types(council.id) == (0, f"file {council.share}: nothing new\n")
    council.decides(5)
    council.seals()
    assert council.types(council.id) == (0, f"file {council.share}: anchored size 306\n")
    assert [one.size for one in council.said()] == [300, 306]


def test_a_share_that_holds_another_past_is_told(council: Council) -> None:
    """Attack 14: exit code 1, and both notes are kept as proof."""
    council.decides(5)
    council.seals()
    other = sign(Checkpoint(council.origin, 5, bytes(32)), [council.signer], 0)
    (council.share / "0000000005.note").write_bytes(bytes(other))
    code, said = council.types(council.id)
    assert code == 1
    assert "NOT anchored. EQUIVOCATION" in said
    assert len(list((council.folder / "kept").glob("against-*.note"))) == 2
    assert council.said() == []


def test_what_is_not_configured_is_said_in_words(council: Council) -> None:
    """An unknown council, one without anchors, a faulty file."""
    assert council.types("nowhere")[0] == 1
    (council.folder / "anchors.yaml").write_text("westshire: {}\n")
    code, said = council.types(council.id)
    assert code == 1
    assert "anchors.yaml:1: westshire.keys: Field required" in said
    (council.folder / "anchors.yaml").write_text("{}\n")
    assert "says nothing of" in council.types(council.id)[1]


def test_a_witness_is_made_in_words(council: Council) -> None:
    """Its public key is printed whole, and a second one is not made over it."""
    folder = council.folder / f"witness-{uuid4().hex}"
    done = CliRunner().invoke(app, ["witness", str(folder), "--new", "witness.example/audit"])
    assert done.exit_code == 0
    assert done.output.startswith("witness.example/audit+")
    again = CliRunner().invoke(app, ["witness", str(folder), "--new", "witness.example/audit"])
    assert (again.exit_code, again.output.strip()) == (1, f"{folder}: a witness is there already.")
