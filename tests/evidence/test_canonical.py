"""RFC 8785: one spelling for a body, its examples, and no fractions, which facts never hold."""

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from concerns.evidence.canonical import canonical, check, read
from concerns.evidence.unsound import Fault, Unsound

LIMIT = 2**53 - 1
NAMES = st.text(max_size=6)
CONTENT = st.recursive(
    st.none() | st.booleans() | st.integers(-LIMIT, LIMIT) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
BODIES = st.dictionaries(NAMES, CONTENT, max_size=5)


def test_names_are_sorted_by_utf_16() -> None:
    """RFC 8785 section 3.2.3, its example; sorting by code point would put the face last."""
    content = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    order = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    raw = canonical(content)
    assert list(read(raw)) == order
    check(raw)
    with pytest.raises(Unsound, match="NOT_CANONICAL"):
        check(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def test_words_are_escaped_only_where_json_asks_for_it() -> None:
    """RFC 8785 section 3.2.2, its example's words and literals."""
    content = {
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\u005c\u0022/",
        "literals": [None, True, False],
    }
    raw = '{"literals":[null,true,false],"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'.encode()
    assert canonical(content) == raw
    check(raw)


def test_the_rfcs_numbers_with_fractions_are_no_fact() -> None:
    """RFC 8785 section 3.2.2: the library writes them as the RFC does; we refuse them all."""
    numbers = [333333333.33333329, 1e30, 4.50, 2e-3, 1e-27]
    raw = rfc8785.dumps({"numbers": numbers})
    assert raw == b'{"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}'
    for call in (lambda: check(raw), lambda: read(raw), lambda: canonical({"numbers": numbers})):
        with pytest.raises(Unsound) as refused:
            call()
        assert refused.value.fault == Fault.NOT_CANONICAL


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b'{"a":{"b":[{"c":1,"d":2,"c":3}]}}',
        b'{"a":1,"\\u0061":2}',
    ],
)
def test_a_name_that_stands_twice_is_refused(raw: bytes) -> None:
    """Attack 21: two readers would keep different ones."""
    with pytest.raises(Unsound) as refused:
        check(raw)
    assert refused.value.fault == Fault.BODY_DUPKEY


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"1",
        b'"a"',
        b"null",
        b'{"a": 1}',
        b'{"a":1}\n',
        b' {"a":1}',
        b'\xef\xbb\xbf{"a":1}',
        b'{"b":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":1.5}',
        b'{"a":[0,1.5]}',
        b'{"a":1e3}',
        b'{"a":1E3}',
        b'{"a":-0}',
        b'{"a":01}',
        b'{"a":+1}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":9007199254740992}',
        b'{"a":-9007199254740992}',
        b'{"a":18446744073709551616}',
        b'{"a":"\\u0061"}',
        b'{"a":"\\/"}',
        b'{"a":"\\u000A"}',
        b'{"a":"\\u001B"}',
        b'{"a":"\\ud83d\\ude00"}',
        b'{"a":"\\ud800"}',
        b'{"\\ud800":1}',
        b'{"a":"\xff"}',
        b'{"a":"\xed\xa0\x80"}',
        b'{"a":"\n"}',
        b"{'a':1}",
        b'{"a":1,}',
        b'{"a":1}{"a":1}',
        b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a":' + b"1" * 5_000 + b"}",
    ],
)
def test_another_spelling_is_refused(raw: bytes) -> None:
    """Attack 21: blanks, order, fractions, escapes, numbers that are not exact."""
    with pytest.raises(Unsound) as refused:
        check(raw)
    assert refused.value.fault == Fault.NOT_CANONICAL


@pytest.mark.parametrize(
    "content", [{"a": 1.0}, {"a": [{"b": 0.5}]}, {"a": 2**53}, {"a": "\ud800"}]
)
def test_what_canonical_bytes_cannot_say_is_not_written(content: dict[str, Any]) -> None:
    """Money is in pence, and larger numbers are words."""
    with pytest.raises(Unsound) as refused:
        canonical(content)
    assert refused.value.fault == Fault.NOT_CANONICAL


@given(BODIES)
@example({"\U0001f600": 1, "\ufb33": 2})
@example({"at": "12:30.5, 1e9", "n": [LIMIT, -LIMIT]})
def test_what_is_written_is_accepted_and_read_back(content: dict[str, Any]) -> None:
    """Of any names and words."""
    raw = canonical(content)
    check(raw)
    assert read(raw) == content


@given(BODIES, st.data())
def test_quick_and_full_reading_agree_on_damaged_bodies(
    content: dict[str, Any], data: st.DataObject
) -> None:
    """The quick way says no more often, never yes more often."""
    raw = bytearray(canonical(content))
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at : at + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
    assert _accepts(check, bytes(raw)) == _accepts(read, bytes(raw))


@given(st.recursive(st.integers() | st.floats(), lambda one: st.lists(one, max_size=3)))
def test_quick_and_full_reading_agree_on_numbers(numbers: object) -> None:
    """Fractions, large numbers, not-a-number, however deep."""
    raw = json.dumps({"n": numbers}, separators=(",", ":")).encode()
    assert _accepts(check, raw) == _accepts(read, raw)


def _accepts(reading: Any, raw: bytes) -> bool:
    try:
        reading(raw)
    except Unsound:
        return False
    return True
