"""A folder and a bucket alike: written once, there for good, damaged content is never given."""

import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from concerns.documents.folder import Folder
from concerns.documents.opening import open_documents
from concerns.documents.store import Documents
from concerns.documents.trouble import Altered, Missing, StoreAway, StoreUnknown

CONTENT = b"minutes of the meeting\n" * 100_000  # more than is kept in memory
SHA256 = hashlib.sha256(CONTENT).hexdigest()
NOBODYS = "ab" * 32

Store = tuple[Documents, Callable[[str, bytes], None]]


def test_what_was_put_is_given_back_under_its_digest(store: Store) -> None:
    """By SHA-256 and length, the same bytes."""
    documents, _ = store
    assert documents.put([CONTENT[:7], CONTENT[7:]]) == (SHA256, len(CONTENT))
    with documents.open(SHA256) as found:
        assert (found.read(), found.length) == (CONTENT, len(CONTENT))
    assert documents.exists(SHA256)


def test_the_same_document_twice_is_one(store: Store) -> None:
    """Also by many at once."""
    documents, _ = store
    with ThreadPoolExecutor(4) as threads:
        kept = list(threads.map(lambda _: documents.put([CONTENT]), range(4)))
    assert set(kept) == {(SHA256, len(CONTENT))}
    with documents.open(SHA256) as found:
        assert found.read() == CONTENT


def test_damaged_content_is_refused_and_not_overwritten(store: Store) -> None:
    """Whoever lodges it again is told: a fact must not name what is not there."""
    documents, damage = store
    documents.put([CONTENT])
    damage(SHA256, CONTENT[:-1])
    with pytest.raises(Altered, match=SHA256):
        documents.open(SHA256)
    with pytest.raises(Altered):
        documents.put([CONTENT])


def test_what_was_never_lodged_is_missing(store: Store) -> None:
    """And what was deleted; to delete it again does no harm."""
    documents, _ = store
    assert not documents.exists(NOBODYS)
    with pytest.raises(Missing, match=NOBODYS):
        documents.open(NOBODYS)
    documents.delete(NOBODYS)
    documents.put([CONTENT])
    documents.delete(SHA256)
    documents.delete(SHA256)
    assert not documents.exists(SHA256)


def test_an_upload_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    """Whole or not there: no half document, no file beside."""

    def breaking() -> Iterator[bytes]:
        yield CONTENT
        raise ConnectionResetError

    with pytest.raises(StoreAway):
        Folder(tmp_path).put(breaking())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_puts_it_on_the_disk_before_it_has_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """File first, then its name, then the folder: after a loss of power it is whole or absent."""
    seen = list[bool]()
    sync = os.fsync

    def watched(handle: int) -> None:
        seen.append((tmp_path / SHA256).exists())
        sync(handle)

    monkeypatch.setattr(os, "fsync", watched)
    Folder(tmp_path).put([CONTENT])
    assert seen == [False, True]


def test_a_store_that_cannot_be_reached_says_so(tmp_path: Path, bucket: str) -> None:
    """No address and no stack of the client's in the words."""
    (tmp_path / "file").touch()
    nowhere = f"{bucket.replace('bucket-', 'nobucket-')}"
    for place in (str(tmp_path / "file" / "documents"), nowhere):
        with pytest.raises(StoreAway) as away:
            open_documents(place).put([CONTENT])
        assert "nobucket" not in str(away.value)
        assert str(away.value).startswith("the ")


def test_an_address_of_no_bucket_is_refused() -> None:
    """Before anything is sent."""
    with pytest.raises(StoreUnknown, match="s3://bucket/prefix"):
        open_documents("s3://")
