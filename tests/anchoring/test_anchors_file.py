"""The file that says where checkpoints go: strict, and faults by line."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent

import pytest
from growing_log import LOG, SIGNER, WITNESS, GrowingLog
from local_tsa import Root

from concerns.anchoring.configuration import Anchors, AnchorsFaulty
from concerns.anchoring.kept import Kept
from concerns.anchoring.opening import Opening

WHOLE = f"""\
northtown:
  keys: ["{SIGNER.key}"]
  kept: kept
  anchors:
    - kind: file
      folder: share
    - kind: git
      folder: copy.git
      remote: git@git.example:northtown/checkpoints.git
    - kind: rfc3161
      url: http://tsa.example/tsr
      signers: tsa.pem
      roots: root.pem
    - kind: witness
      url: https://witness.example/northtown/
      key: {WITNESS.key}
"""


def read(folder: Path, text: str) -> Anchors:
    file = folder / "anchors.yaml"
    file.write_text(dedent(text))
    return Anchors.read(file)


def test_every_kind_of_place_is_opened(tmp_path: Path) -> None:
    """Paths are relative to the file; an address ends without a stroke."""
    found = read(tmp_path, WHOLE)
    tsa = Root().authority(tmp_path / "tsa", "Test Authority")
    (tmp_path / "tsa.pem").write_bytes(tsa.own.pem)
    (tmp_path / "root.pem").write_bytes(tsa.root.pem)
    (tmp_path / "share").mkdir()
    (tmp_path / "kept").mkdir()
    log = GrowingLog()
    opening = Opening(
        LOG, found.folder, Kept(tmp_path / "kept"), log.tree_of, lambda: datetime.now(UTC)
    )
    places = opening.every(found.councils["northtown"])
    assert [(one.kind, one.where) for one in places] == [
        ("file", str(tmp_path / "share")),
        ("git", "git@git.example:northtown/checkpoints.git"),
        ("rfc3161", "http://tsa.example/tsr"),
        ("witness", "https://witness.example/northtown"),
    ]
    places[0].anchor(log.note(5))
    assert (tmp_path / "share" / "0000000005.note").exists()


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (lambda one: one.replace("kind: file", "kind: floppy"), 5, "floppy"),
        (lambda one: one.replace("share", "share\n      mode: rw"), 7, "Extra inputs"),
        (lambda one: one.replace("  kept: kept\n", ""), 1, "kept"),
        (lambda one: one.replace("http://tsa", "ftp://tsa"), 11, "https://"),
        (lambda one: one.replace("http://tsa", "http://a:b@tsa"), 11, "password"),
        (lambda one: one.replace("git@git.example", "--upload-pack=x"), 9, "dash"),
        (lambda one: one.replace(f"key: {WITNESS.key}", f"key: {SIGNER.key}"), 16, "of a witness"),
        (lambda one: one.replace(str(SIGNER.key), "northtown"), 2, "KEY_MALFORMED"),
        (lambda one: one.replace(f'"{SIGNER.key}"', ""), 2, "at least 1 item"),
        (lambda one: one.replace("  kept: kept", "  kept: kept\n  kept: kept"), 4, "twice"),
        (lambda one: one.replace("checkpoints.git", "c.git\n      branch: -x"), 10, "pattern"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    tmp_path: Path, change: Callable[[str], str], line: int, said: str
) -> None:
    """Nothing is guessed or passed over."""
    with pytest.raises(AnchorsFaulty, match=rf"anchors\.yaml:{line}: ") as refused:
        read(tmp_path, change(WHOLE))
    assert said in str(refused.value)
