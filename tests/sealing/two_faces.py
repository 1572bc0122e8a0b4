"""A ciphertext that AES-GCM opens under two keys (public since 2017): what commitments are for."""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_POLYNOMIAL = 0xE1 << 120
NONCE = bytes(12)


def two_faced(one: bytes, other: bytes, bound_to: bytes) -> tuple[bytes, bytes]:
    """A nonce, and ciphertext with tag that is authentic under both keys."""
    associated = _blocks(bound_to)
    lengths = (len(bound_to) * 8 << 64) | 32 * 8
    first = int.from_bytes(b"any block at all")
    h = [_number(_encrypted(key, bytes(16))) for key in (one, other)]
    masks = [_number(_encrypted(key, NONCE + b"\0\0\0\1")) for key in (one, other)]
    # tag = mask + sum of blocks times powers of h; the second block is chosen to make both equal.
    known = [
        mask ^ _sum([*associated, first, 0, lengths], key_h)
        for mask, key_h in zip(masks, h, strict=True)
    ]
    factor = _times(h[0], h[0]) ^ _times(h[1], h[1])
    second = _times(known[0] ^ known[1], _inverse(factor))
    tag = masks[0] ^ _sum([*associated, first, second, lengths], h[0])
    return NONCE, b"".join(number.to_bytes(16) for number in (first, second, tag))


def _encrypted(key: bytes, block: bytes) -> bytes:
    return Cipher(algorithms.AES(key), modes.ECB()).encryptor().update(block)  # noqa: S305 - GCM's own part


def _number(block: bytes) -> int:
    return int.from_bytes(block)


def _blocks(content: bytes) -> list[int]:
    padded = content + bytes(-len(content) % 16)
    return [_number(padded[at : at + 16]) for at in range(0, len(padded), 16)]


def _sum(blocks: list[int], h: int) -> int:
    total = 0
    for block in blocks:
        total = _times(total ^ block, h)
    return total


def _times(one: int, other: int) -> int:
    """Multiplication as GCM has it (NIST SP 800-38D, 6.3)."""
    total = 0
    for bit in range(127, -1, -1):
        if other >> bit & 1:
            total ^= one
        one = one >> 1 ^ (_POLYNOMIAL if one & 1 else 0)
    return total


def _inverse(number: int) -> int:
    """To the power of 2^128 - 2."""
    result, power = 1 << 127, number
    for _ in range(127):
        power = _times(power, power)
        result = _times(result, power)
    return result
