"""One sealed field as bytes: what opens it, and that nothing else does."""

from base64 import b64decode, b64encode
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st
from two_faces import two_faced

from concerns.sealing.field import (
    Sealed,
    Where,
    commitment,
    field_key,
    fingerprint,
    new_key,
    open_sealed,
    seal,
)
from concerns.sealing.refused import NotOpened
from concerns.sealing.value import to_bytes, to_value

HERE = Where("northtown", UUID(int=7), "sealed.surname")


@given(st.one_of(st.text(), st.integers(), st.booleans()))
def test_what_is_sealed_is_opened_as_it_was(value: str | int | bool) -> None:  # noqa: FBT001
    """Design 11: any value that a form takes."""
    key = field_key(new_key(), HERE)
    opened = to_value(open_sealed(key, HERE, seal(key, HERE, to_bytes(value))))
    assert (opened, type(opened)) == (value, type(value))


@pytest.mark.parametrize(("one", "other"), [(True, False), ("M", "F"), ("Li", "Featherstonehaugh")])
def test_the_length_does_not_tell_the_value(one: str | bool, other: str | bool) -> None:  # noqa: FBT001
    """Design 11: a destroyed yes and a destroyed no look alike."""
    key = field_key(new_key(), HERE)
    assert len(seal(key, HERE, to_bytes(one)).ct) == len(seal(key, HERE, to_bytes(other)).ct)


def test_the_same_value_is_sealed_otherwise_each_time() -> None:
    """Nobody sees that two people share a surname."""
    subject = new_key()
    there = HERE._replace(fact=uuid4())
    one = seal(field_key(subject, HERE), HERE, to_bytes("Smith"))
    other = seal(field_key(subject, there), there, to_bytes("Smith"))
    assert not {*one} & {*other}


@pytest.mark.parametrize(
    "there",
    [
        HERE._replace(authority="southtown"),
        HERE._replace(fact=UUID(int=8)),
        HERE._replace(path="sealed.forename"),
    ],
)
def test_a_field_opens_nowhere_else(there: Where) -> None:
    """Design 11: moved to another record, fact or field, it stays shut, even with its own key."""
    key = field_key(new_key(), HERE)
    with pytest.raises(NotOpened, match="NOT_AUTHENTIC"):
        open_sealed(key, there, seal(key, HERE, to_bytes("Smith")))


def test_a_key_given_away_for_one_field_opens_no_other() -> None:
    """One field can be disclosed to a court without the rest."""
    subject = new_key()
    there = HERE._replace(path="sealed.forename")
    forename = seal(field_key(subject, there), there, to_bytes("Mary"))
    given_away = field_key(subject, HERE)
    with pytest.raises(NotOpened, match="KEY_COMMITMENT"):
        open_sealed(given_away, there, forename)


@given(st.data())
def test_any_changed_bit_is_found(data: st.DataObject) -> None:
    """Attack 19: a blanked or changed sealed part is not opened."""
    key = field_key(new_key(), HERE)
    sealed = seal(key, HERE, to_bytes("Smith"))
    part = data.draw(st.sampled_from(["n", "ct"]))
    raw = bytearray(b64decode(getattr(sealed, part)))
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    with pytest.raises(NotOpened, match="NOT_AUTHENTIC"):
        open_sealed(key, HERE, sealed._replace(**{part: b64encode(raw).decode()}))


@pytest.mark.parametrize("changed", [{"n": "!"}, {"ct": "not base64"}, {"n": ""}])
def test_what_is_no_sealed_field_is_called_so(changed: dict[str, str]) -> None:
    """Malformed is not the same as forged."""
    key = field_key(new_key(), HERE)
    with pytest.raises(NotOpened, match="MALFORMED"):
        open_sealed(key, HERE, seal(key, HERE, b"{}")._replace(**changed))


def test_another_subjects_key_is_refused_before_anything_is_decrypted() -> None:
    """Attack 18: the key was swapped."""
    sealed = seal(field_key(new_key(), HERE), HERE, to_bytes("Smith"))
    with pytest.raises(NotOpened) as refused:
        open_sealed(field_key(new_key(), HERE), HERE, sealed)
    assert refused.value.code == "KEY_COMMITMENT"
    assert "Smith" not in str(refused.value)


def test_a_ciphertext_with_two_faces_shows_only_the_one_committed_to() -> None:
    """Attack 23: AES-GCM opens it under both keys; the commitment leaves one."""
    one, other = new_key(), new_key()
    bound = b"provider-concerns/sealed-field/1\n" + f"northtown\n{HERE.fact}\n{HERE.path}".encode()
    nonce, forged = two_faced(one, other, bound)
    assert AESGCM(one).decrypt(nonce, forged, bound) != AESGCM(other).decrypt(nonce, forged, bound)
    envelope = Sealed(commitment(one), b64encode(nonce).decode(), b64encode(forged).decode())
    assert open_sealed(one, HERE, envelope)
    with pytest.raises(NotOpened, match="KEY_COMMITMENT"):
        open_sealed(other, HERE, envelope)


def test_a_fingerprint_is_worth_nothing_without_the_key() -> None:
    """A plain digest of M or F could be guessed; this differs from person to person."""
    key = new_key()
    assert fingerprint(key, b"F") == fingerprint(key, b"F") != fingerprint(key, b"M")
    assert fingerprint(new_key(), b"F") != fingerprint(key, b"F")
