"""Time-stamp tokens (RFC 3161) over a signed note, judged at the time they say, and strictly.

What is looked at before the signature only gives a refusal its name; the signature is checked by
rfc3161-client, against the certificates given and no others.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    PKIStatus,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from concerns.anchoring.refused import NotAnchored, Why

AHEAD = timedelta(seconds=60)
"""How far another's clock may be ahead of ours."""

_HASHES = {
    "2.16.840.1.101.3.4.2.1": hashlib.sha256,
    "2.16.840.1.101.3.4.2.2": hashlib.sha384,
    "2.16.840.1.101.3.4.2.3": hashlib.sha512,
}


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose tokens count: the authority's own certificates, and the way from them to a root."""

    signers: tuple[Certificate, ...]
    roots: tuple[Certificate, ...]
    between: tuple[Certificate, ...] = ()

    @classmethod
    def read(cls, signers: bytes, roots: bytes, between: bytes = b"") -> Self:
        """Certificates as PEM, one after another.

        Raises:
            ValueError: they cannot be read.
        """
        return cls(_certificates(signers), _certificates(roots), _certificates(between))

    def knows(self, certificate: bytes) -> bool:
        """Whether a certificate (DER) is one of these."""
        every = (*self.signers, *self.roots, *self.between)
        return any(one.public_bytes(Encoding.DER) == certificate for one in every)


def verify_token(
    raw: bytes, note: bytes, trust: Trust, now: datetime, nonce: int | None = None
) -> datetime:
    """When an authority saw a note, by its response as it came. `nonce` if one was just sent.

    Raises:
        NotAnchored: one of TIMESTAMP_….
    """
    response = _granted(raw)
    try:
        _is_of(response, note)
        if nonce is not None and response.tst_info.nonce != nonce:
            raise NotAnchored(Why.TIMESTAMP_OTHER_NONCE, "the token answers another request")
        signer, at = _signer(response, trust), response.tst_info.gen_time
        _no_strangers(response, trust)
        _valid_at(at, signer, trust)
        if at > now + AHEAD:
            raise NotAnchored(Why.TIMESTAMP_FROM_FUTURE, f"the token says {at}, and it is {now}")
        _is_signed(response, note, signer, trust, nonce)
    except ValueError as wrong:
        raise NotAnchored(Why.TIMESTAMP_MALFORMED, f"the token cannot be read: {wrong}") from None
    return at


def _certificates(pem: bytes) -> tuple[Certificate, ...]:
    return tuple(load_pem_x509_certificates(pem)) if pem else ()


def _granted(raw: bytes) -> TimeStampResponse:
    try:
        response = decode_timestamp_response(raw)
        status = PKIStatus(response.status)
    except ValueError as wrong:
        raise NotAnchored(
            Why.TIMESTAMP_MALFORMED, f"this is no time-stamp response: {wrong}"
        ) from None
    if status != PKIStatus.GRANTED:
        said = "; ".join(response.status_string) or "without a word why"
        raise NotAnchored(
            Why.TIMESTAMP_NOT_GRANTED, f"the authority answered {status.name}: {said}"
        )
    return response


def _is_of(response: TimeStampResponse, note: bytes) -> None:
    imprint = response.tst_info.message_imprint
    hashed = _HASHES.get(imprint.hash_algorithm.dotted_string)
    if hashed is None or hashed(note).digest() != imprint.message:
        raise NotAnchored(Why.TIMESTAMP_OF_OTHER_NOTE, "the token is over something else")


def _signer(response: TimeStampResponse, trust: Trust) -> Certificate:
    signed = {(one.issuer, one.serial_number) for one in response.signed_data.signer_infos}
    for known in trust.signers:
        if signed == {(known.issuer, known.serial_number)}:
            return known
    raise NotAnchored(
        Why.TIMESTAMP_OTHER_AUTHORITY, "another authority has signed than is relied on"
    )


def _no_strangers(response: TimeStampResponse, trust: Trust) -> None:
    if not all(map(trust.knows, response.signed_data.certificates)):
        raise NotAnchored(
            Why.TIMESTAMP_EXTRA_CERTIFICATES, "certificates came with the token that are not known"
        )


def _valid_at(at: datetime, signer: Certificate, trust: Trust) -> None:
    for one in _chain(signer, (*trust.between, *trust.roots)):
        if not one.not_valid_before_utc <= at <= one.not_valid_after_utc:
            name = one.subject.rfc4514_string()
            why = f"the certificate of {name} was not valid at {at}"
            raise NotAnchored(Why.TIMESTAMP_CHAIN_EXPIRED, why)


def _chain(one: Certificate, above: Sequence[Certificate]) -> list[Certificate]:
    """By names; whether each has signed the next is for the check of the signature."""
    chain = [one]
    while one.issuer != one.subject and len(chain) <= len(above):
        one = next((other for other in above if other.subject == one.issuer), one)
        chain.append(one)
    return chain


def _is_signed(
    response: TimeStampResponse, note: bytes, signer: Certificate, trust: Trust, nonce: int | None
) -> None:
    verifier = VerifierBuilder(
        tsa_certificate=signer,
        intermediates=list(trust.between),
        roots=list(trust.roots),
        nonce=nonce,
    ).build()
    try:
        verifier.verify_message(response, note)
    except VerificationError as wrong:
        raise NotAnchored(Why.TIMESTAMP_SIGNATURE_BAD, str(wrong)) from None
