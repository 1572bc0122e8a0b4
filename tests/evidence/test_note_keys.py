"""Keys as people exchange them; keys that would prove nothing are refused."""

from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from small_log import LATER, MOMENT, SIGNER, WITNESS

from concerns.evidence.keys import Key, Kind, Signer
from concerns.evidence.strict import to_base64
from concerns.evidence.unsound import Fault, Unsound

EXAMPLE = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
"""The key in the signed-note specification."""

PRIME = 2**255 - 19
D = -121665 * pow(121666, -1, PRIME) % PRIME
ORDER = 2**252 + 27742317777372353535851937790883648493

Point = tuple[int, int]


def test_the_specifications_key_is_read_and_written() -> None:
    """C2SP signed-note, its example."""
    key = Key.parse(EXAMPLE)
    assert (key.name, key.kind, key.id.hex()) == ("example.com/foo", Kind.ED25519, "530d903a")
    assert str(key) == EXAMPLE


@pytest.mark.parametrize("signer", [SIGNER, LATER, WITNESS], ids=lambda one: one.kind.name)
def test_every_kind_of_key_survives_its_exchange(signer: Signer) -> None:
    """C2SP signed-note: the id is the SHA-256 of name, kind and key, cut to four bytes."""
    key = signer.key
    named = b"%b\n%c%b" % (key.name.encode(), key.kind, key.public)
    assert key.id == sha256(named).digest()[:4]
    assert Key.parse(str(key)) == key
    assert Signer.parse(signer.secret()) == signer


def test_a_private_key_is_not_shown_by_accident() -> None:
    """Logs and tracebacks print what `repr` says."""
    assert SIGNER.seed.hex() not in repr(SIGNER)
    assert to_base64(SIGNER.seed)[:20] not in repr(SIGNER)
    with pytest.raises(Unsound) as refused:
        Signer.parse(SIGNER.secret()[:-1])
    assert to_base64(SIGNER.seed)[:8] not in str(refused.value)


def test_every_part_of_a_key_alone_is_refused() -> None:
    """All proper substrings, and each character put one further."""
    for start in range(len(EXAMPLE)):
        for end in range(start + 1, len(EXAMPLE) + 1):
            if end - start < len(EXAMPLE):
                _refused(EXAMPLE[start:end])
    for at, letter in enumerate(EXAMPLE):
        _refused(EXAMPLE[:at] + chr(ord(letter) + 1) + EXAMPLE[at + 1 :])


@pytest.mark.parametrize(
    "name", ["", "a b", "a+b", "a\tb", "a\u00a0b", "a\u2003b", "a\n", "x" * 256, "\ud800"]
)
def test_a_name_that_a_signature_line_cannot_carry_is_refused(name: str) -> None:
    """C2SP signed-note: not empty, no Unicode spaces, no plus."""
    with pytest.raises(Unsound, match="KEY_MALFORMED"):
        Key(name, Kind.ED25519, SIGNER.key.public)


def test_another_spelling_of_a_key_is_refused() -> None:
    """Upper-case ids, unknown kinds, other lengths, an id of another key."""
    name, id_, encoded = EXAMPLE.split("+", 2)
    _refused(f"{name}+{id_.upper()}+{encoded}")
    _refused(f"{name}+{id_}+{encoded}=")
    _refused(_vkey(0x05, SIGNER.key.public))
    _refused(_vkey(0x01, SIGNER.key.public + b"\x00"))
    _refused(_vkey(0x06, SIGNER.key.public))
    with pytest.raises(Unsound, match="KEY_MALFORMED"):
        Signer("short", Kind.ED25519, b"\x00" * 31)


def test_points_of_low_order_are_refused_in_every_spelling() -> None:
    """OpenSSL verifies, under such keys, signatures that nobody made; so we never load one."""
    points = _low_order_points()
    assert len(points) == 8
    spellings = {spelled for point in points for spelled in _spellings(*point)}
    assert len(spellings) == 14
    for public in spellings:
        with pytest.raises(Unsound) as refused:
            Key("example.com/low", Kind.ED25519, public)
        assert refused.value.fault in {Fault.KEY_WEAK, Fault.KEY_MALFORMED}


def test_a_key_of_low_order_would_verify_what_nobody_signed() -> None:
    """The reason for the rule: R the neutral point, S = 0, and any text at all."""
    neutral = (1).to_bytes(32, "little")
    Ed25519PublicKey.from_public_bytes(neutral).verify(neutral + bytes(32), b"anything")


def test_a_point_that_is_not_on_the_curve_is_refused() -> None:
    """Y = 2 belongs to no x; y = p + 3 is a second spelling."""
    for y in (2, PRIME + 3, 2**255 - 1):
        with pytest.raises(Unsound, match="KEY_MALFORMED"):
            Key("example.com/off", Kind.ED25519, y.to_bytes(32, "little"))


def test_a_signature_in_a_second_spelling_does_not_hold() -> None:
    """S and S + L are the same number to the curve, and not to us."""
    text = b"text\n"
    signature = SIGNER.sign(text, MOMENT)
    assert SIGNER.key.holds(text, signature)
    again = int.from_bytes(signature[32:], "little") + ORDER
    assert not SIGNER.key.holds(text, signature[:32] + again.to_bytes(32, "little"))
    assert not SIGNER.key.holds(text, signature[:-1])
    assert not SIGNER.key.holds(text, signature + b"\x00")


def _vkey(kind: int, public: bytes) -> str:
    raw = bytes([kind]) + public
    id_ = sha256(b"example.com/foo\n" + raw).hexdigest()[:8]
    return f"example.com/foo+{id_}+{to_base64(raw)}"


def _refused(vkey: str) -> None:
    with pytest.raises(Unsound):
        Key.parse(vkey)


def _low_order_points() -> set[Point]:
    """The curve's small subgroup, found by taking points to the order of the large one."""
    found, y = set[Point](), 1
    while len(found) < 8:
        y += 1
        for x in _xs(y):
            found.add(_times(ORDER, (x, y)))
    return found


def _xs(y: int) -> list[int]:
    square = (y * y - 1) * pow(D * y * y + 1, -1, PRIME) % PRIME
    root = pow(square, (PRIME + 3) // 8, PRIME)
    roots = {root, root * pow(2, (PRIME - 1) // 4, PRIME) % PRIME}
    return [s for r in roots if r * r % PRIME == square for s in (r, PRIME - r)]


def _times(times: int, point: Point) -> Point:
    found = (0, 1)
    while times:
        if times & 1:
            found = _sum(found, point)
        point, times = _sum(point, point), times >> 1
    return found


def _sum(one: Point, two: Point) -> Point:
    (a, b), (c, d) = one, two
    product = D * a * b * c * d % PRIME
    x = (a * d + b * c) * pow(1 + product, -1, PRIME)
    y = (b * d + a * c) * pow(1 - product, -1, PRIME)
    return x % PRIME, y % PRIME


def _spellings(x: int, y: int) -> list[bytes]:
    """All encodings that a lenient reader takes for this point."""
    signs = (0, 1) if x == 0 else (x & 1,)
    ys = (y, y + PRIME) if y + PRIME < 2**255 else (y,)
    return [(one | sign << 255).to_bytes(32, "little") for one in ys for sign in signs]
