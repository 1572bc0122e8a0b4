"""What an entry's body says, quickly where it is plainly written as it must be."""

import re
from collections.abc import Iterable
from typing import Any, cast

import orjson

from concerns.evidence import canonical

_MAY_SORT_OTHERWISE = re.compile(rb"[\xf0-\xf4]")
_AS_WRITTEN = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
_KINDS = bytes.maketrans(b",[.", b"::e")
_LEFT_OUT = bytes(set(range(256)) - set(b':,[.e" /tf'))


def content_of(body: bytes) -> dict[str, Any]:
    """The object that canonical bytes say.

    As `canonical.read`, which decides wherever orjson's own writing does not settle it: it takes
    fractions, and sorts characters beyond U+FFFF otherwise than RFC 8785.

    Raises:
        Unsound: BODY_DUPKEY or NOT_CANONICAL.
    """
    try:
        content = orjson.loads(body)
        if (
            type(content) is dict
            and orjson.dumps(content, option=_AS_WRITTEN) == body
            and (body.isascii() or not _MAY_SORT_OTHERWISE.search(body))
            and not (_may_hold_fraction(body) and _holds_fraction([content]))
        ):
            return cast("dict[str, Any]", content)
    except (orjson.JSONDecodeError, orjson.JSONEncodeError, RecursionError):
        pass
    return canonical.read(body)


def _may_hold_fraction(body: bytes) -> bool:
    """Quick: orjson writes one as 1.5, -1.5e300 or 1e16, and only a string may look like it too.

    With every digit and minus left out, what begins a value stands right before its point or e.
    What is kept besides tells most words and addresses, true and false from a number.
    """
    return b":e" in body.translate(_KINDS, _LEFT_OUT)


def _holds_fraction(values: Iterable[Any]) -> bool:
    for one in values:
        kind = cast("type[object]", type(one))
        if kind is str or kind is int:
            continue
        if kind is float:
            return True
        if kind is dict and _holds_fraction(one.values()):
            return True
        if kind is list and _holds_fraction(one):
            return True
    return False
