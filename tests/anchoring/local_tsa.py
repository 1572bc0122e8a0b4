"""A time-stamping authority on this machine: openssl ts, under a root made for the test."""

import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from concerns.anchoring.http import Answer, Request
from concerns.anchoring.token import Trust

_CONFIGURATION = """
[tsa]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_alg = sha256
"""


class Issued(NamedTuple):
    """A certificate and its key."""

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        """The certificate alone."""
        return self.certificate.public_bytes(Encoding.PEM)


class Root:
    """Issues certificates to time-stamping authorities."""

    def __init__(self, name: str = "Test Root of a Name Longer than its Authorities") -> None:
        self.own = _issued(name, None, timedelta(days=-30), timedelta(days=3650))

    def authority(
        self, folder: Path, name: str, until: timedelta = timedelta(days=365)
    ) -> "LocalTsa":
        """An authority in a folder of its own; `until` counts from now."""
        folder.mkdir()
        return LocalTsa(folder, _issued(name, self.own, timedelta(days=-20), until), self.own)


class LocalTsa:
    """An authority that answers as one on the network would."""

    def __init__(self, folder: Path, own: Issued, root: Issued) -> None:
        self.own, self.root, self._folder = own, root, folder
        key = own.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / "key.pem").write_bytes(key)
        (folder / "own.pem").write_bytes(own.pem)
        (folder / "root.pem").write_bytes(root.pem)
        (folder / "tsa.cnf").write_text(_CONFIGURATION)
        (folder / "serial").write_text("01")

    @property
    def trust(self) -> Trust:
        """The authority, and its root."""
        return Trust.read(self.own.pem, self.root.pem)

    def reply(self, query: bytes, chain: Sequence[Issued] = ()) -> bytes:
        """A response to a request, with further certificates put into it."""
        (self._folder / "query").write_bytes(query)
        (self._folder / "chain.pem").write_bytes(b"".join(one.pem for one in chain))
        more = ["-chain", "chain.pem"] if chain else []
        self._openssl(
            *("-reply", "-config", "tsa.cnf", "-section", "tsa", "-queryfile", "query"),
            *("-signer", "own.pem", "-inkey", "key.pem", *more, "-out", "reply"),
        )
        return (self._folder / "reply").read_bytes()

    def send(self, request: Request) -> Answer:
        """As over the network."""
        assert request.media_type == "application/timestamp-query"
        assert request.body is not None
        return Answer(200, "application/timestamp-reply", self.reply(request.body))

    def openssl_accepts(self, note: bytes, reply: bytes) -> bool:
        """Whether somebody with nothing but openssl and the root accepts a response."""
        (self._folder / "note").write_bytes(note)
        (self._folder / "given").write_bytes(reply)
        words = ("-verify", "-data", "note", "-in", "given", "-CAfile", "root.pem")
        return b"Verification: OK" in self._openssl(*words)

    def _openssl(self, *words: str) -> bytes:
        done = subprocess.run(
            ["openssl", "ts", *words], cwd=self._folder, capture_output=True, check=True
        )
        return done.stdout


def _issued(name: str, by: Issued | None, since: timedelta, until: timedelta) -> Issued:
    key, now = generate_private_key(SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + since)
        .not_valid_after(now + until)
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
    )
    if by:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        built = built.add_extension(usage, critical=True)
    return Issued(built.sign(by.key if by else key, SHA256()), key)
