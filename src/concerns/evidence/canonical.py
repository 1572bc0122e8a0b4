"""A fact's body in the one spelling that is hashed: RFC 8785, objects, and no fractions.

Numbers are whole and exact in a double (±(2**53 - 1)); every reader then means the same number.
"""

import json
import re
from typing import Any, cast

import orjson
import rfc8785

from concerns.evidence.unsound import Fault, Unsound

_BEYOND_U_FFFF = re.compile(rb"[\xf0-\xf4]")
_SORTED_BY_CODE_POINT = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER


def canonical(content: dict[str, Any]) -> bytes:
    """The bytes of an object.

    Raises:
        Unsound: NOT_CANONICAL, it holds what these bytes cannot say: a fraction, a number that is
            too large, half a character, or something that is not JSON.
    """
    if _holds_fraction(content):
        raise Unsound(Fault.NOT_CANONICAL, "a number is not a whole number")
    try:
        return rfc8785.dumps(content)
    except (ValueError, RecursionError) as error:
        raise Unsound(Fault.NOT_CANONICAL, str(error)) from None


def check(body: bytes) -> None:
    """Accept only the bytes that `canonical` writes.

    Raises:
        Unsound: BODY_DUPKEY, a name stands twice in one object; NOT_CANONICAL, anything else.
    """
    if not _plainly_canonical(body):
        read(body)


def read(body: bytes) -> dict[str, Any]:
    """The object that canonical bytes say.

    Raises:
        Unsound: as `check`.
    """
    content = _parsed(body)
    if canonical(content) != body:
        raise Unsound(Fault.NOT_CANONICAL, "the same content is written otherwise by RFC 8785")
    return content


def _plainly_canonical(body: bytes) -> bool:
    """Quick, and never says yes wrongly; where it says no, the full check decides.

    orjson sorts names by code point and RFC 8785 by UTF-16, which is the same up to U+FFFF; what
    lies beyond begins with a byte from 0xF0 in UTF-8.
    """
    if not body.startswith(b"{"):
        return False
    if not body.isascii() and _BEYOND_U_FFFF.search(body):
        return False
    try:
        content = orjson.loads(body)
        written = orjson.dumps(content, option=_SORTED_BY_CODE_POINT)
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return False
    return written == body and not _holds_fraction(content)


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body.decode("utf-8"), object_pairs_hook=_object)
    except Unsound:
        raise
    except (ValueError, RecursionError) as error:
        raise Unsound(Fault.NOT_CANONICAL, f"the body is not JSON: {error}") from None
    if not isinstance(content, dict):
        raise Unsound(Fault.NOT_CANONICAL, "the body is not an object")
    return cast("dict[str, Any]", content)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unsound(Fault.BODY_DUPKEY, "a name stands twice in one object")
    return found


def _holds_fraction(content: object) -> bool:
    waiting = [content]
    for one in waiting:
        if isinstance(one, str):
            continue
        if isinstance(one, dict):
            waiting.extend(cast("dict[str, object]", one).values())
        elif isinstance(one, list | tuple):
            waiting.extend(cast("list[object]", one))
        elif isinstance(one, float):
            return True
    return False
