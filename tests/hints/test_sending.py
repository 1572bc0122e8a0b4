"""One hint on its way: to the number that was judged, with the name's certificate, not for ever."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from concerns.hints.reach import Place, Reach
from concerns.hints.sending import NoAnswer, send
from receiver import receiving

HOST = "cases.council.example"


@contextmanager
def answering(answer: Callable[[socket.socket], None]) -> Generator[int]:
    """A server that treats one connection as told; gives its port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            answer(connection)

    thread = threading.Thread(target=serve)
    thread.start()
    with listener:
        yield listener.getsockname()[1]
    thread.join()


def taken(connection: socket.socket) -> None:
    """Read the whole request: a connection closed on unread bytes would take the answer with it."""
    read = b""
    while not read.endswith(b"{}"):
        came = connection.recv(65_536)
        assert came
        read += came


def here(port: int, *, tls: bool = False) -> Place:
    return Place("127.0.0.1", port, HOST, HOST, "/hooks", tls)


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    """Who could send us on could send us inside."""
    with receiving(307) as receiver:
        place = Reach(development=True).to(receiver.url)
        assert send(place, b"{}", {}) == 307
    assert len(receiver.got) == 1


def test_an_endless_answer_is_not_read() -> None:
    """The status is all that is wanted; what follows may be of any size."""
    flood = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n" + b"x" * 10_000

    def answer(connection: socket.socket) -> None:
        taken(connection)
        connection.sendall(flood)

    began = time.monotonic()
    with answering(answer) as port:
        assert send(here(port), b"{}", {}) == 200
    assert time.monotonic() - began < 4


def test_an_answer_drop_by_drop_is_given_up() -> None:
    """Each drop comes in time, and all of them never do."""

    def answer(connection: socket.socket) -> None:
        connection.settimeout(10)
        taken(connection)
        try:
            while True:
                connection.sendall(b"H")
                time.sleep(0.05)
        except OSError:
            return

    began = time.monotonic()
    with answering(answer) as port, pytest.raises(NoAnswer):
        send(here(port), b"{}", {}, longest=0.5)
    assert time.monotonic() - began < 5


def test_nobody_there_is_no_answer() -> None:
    """A kind of error, no words of the other side."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(NoAnswer, match="ConnectionRefusedError"):
        send(here(port), b"{}", {})


@pytest.mark.parametrize(("name", "good"), [(HOST, True), ("another.example", False)])
def test_the_certificate_must_be_good_for_the_name(
    tmp_path: Path, name: str, *, good: bool
) -> None:
    """The connection goes to a number; who answers there must still be who was registered."""
    certificate = certified(name, tmp_path)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)

    def answer(connection: socket.socket) -> None:
        try:
            with server.wrap_socket(connection, server_side=True) as secure:
                taken(secure)
                secure.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        except (ssl.SSLError, ConnectionError):
            return

    trusting = ssl.create_default_context(cafile=str(certificate))
    with answering(answer) as port:
        if good:
            assert send(here(port, tls=True), b"{}", {}, context=trusting) == 204
        else:
            with pytest.raises(NoAnswer, match="SSLCertVerificationError"):
                send(here(port, tls=True), b"{}", {}, context=trusting)


def certified(name: str, folder: Path) -> Path:
    """A file with a key and a certificate for a name, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, form, plain)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return file
