from collections.abc import Callable, Generator
from pathlib import Path
from uuid import uuid4

import httpx2
import obstore
import pytest
from moto.server import ThreadedMotoServer
from obstore.store import S3Store

from concerns.documents.opening import open_documents
from concerns.documents.store import Documents


@pytest.fixture(scope="session")
def s3() -> Generator[str]:
    """The address of a server that speaks S3, started for the tests."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A bucket of the test's own, by its address; the AWS_* variables lead to it."""
    for name, value in {
        "AWS_ENDPOINT_URL": s3,
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": "eu-west-2",
        "AWS_ACCESS_KEY_ID": "anybody",
        "AWS_SECRET_ACCESS_KEY": "anything",
    }.items():
        monkeypatch.setenv(name, value)
    name = f"bucket-{uuid4()}"
    assert httpx2.put(f"{s3}/{name}").status_code == 200
    return f"s3://{name}/documents"


@pytest.fixture(params=["folder", "bucket"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, bucket: str
) -> tuple[Documents, Callable[[str, bytes], None]]:
    """An empty store, and what overwrites a file of it from outside."""
    if request.param == "folder":
        folder = tmp_path / "documents"
        return open_documents(str(folder)), lambda name, content: _damage(folder / name, content)
    other = S3Store.from_url(bucket)
    return open_documents(bucket), lambda name, content: _put(other, name, content)


def _damage(file: Path, content: bytes) -> None:
    file.chmod(0o600)
    file.write_bytes(content)


def _put(store: S3Store, name: str, content: bytes) -> None:
    obstore.put(store, name, content)
