"""The quick reading of bodies accepts what the strict one accepts, and nothing else (RFC 8785)."""

import json

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concerns.evidence import canonical
from concerns.evidence.unsound import Unsound
from concerns.verifying.bodies import content_of

_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
_VALUES = st.recursive(
    _LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12
)


def _accepted(body: bytes, check: object) -> bool:
    try:
        check(body)  # type: ignore[operator]
    except Unsound:
        return False
    return True


@given(content=st.dictionaries(st.text(), _VALUES), ordered=st.booleans(), spaced=st.booleans())
def test_it_accepts_what_the_strict_check_accepts(
    *, content: dict[str, object], ordered: bool, spaced: bool
) -> None:
    """Whatever the object, written in order or not, with spaces or without."""
    spaces = (", ", ": ") if spaced else (",", ":")
    text = json.dumps(content, sort_keys=ordered, ensure_ascii=False, separators=spaces)
    body = text.encode("utf-8", "surrogatepass")
    assert _accepted(body, content_of) is _accepted(body, canonical.check)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_no_fraction_slips_through(number: float) -> None:
    """However orjson writes it: 1.0, 1e16, -2e-7, 1.5e300."""
    for body in ({"a": number}, {"a": [number]}, {"a": {"b": [1, number]}}):
        assert not _accepted(orjson.dumps(body), content_of)


@pytest.mark.parametrize("text", ["version 1.0", "at:1e5", "-5e3b", "1.5", ",2e7"])
def test_words_that_look_like_a_fraction(text: str) -> None:
    """A string may say anything."""
    assert content_of(canonical.canonical({"a": text})) == {"a": text}
    assert content_of(canonical.canonical({"a": [1, text]})) == {"a": [1, text]}
