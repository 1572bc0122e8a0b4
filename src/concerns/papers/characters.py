"""Characters that a reader could not see, or that would change what stands beside them."""

import unicodedata
from collections.abc import Callable
from typing import Any, cast

_KEPT = frozenset("\n\t")
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They reverse the order of what follows, so that words read otherwise than they were typed."""


def visible(character: str) -> bool:
    """Can this be shown as it is on a page of HTML?"""
    if character in _KEPT:
        return True
    return unicodedata.category(character) not in {"Cc", "Cs", "Co", "Cn"} and (
        character not in _TURNING
    )


def spelt_out(text: str, has: Callable[[str], bool] = visible) -> str:
    """The text with each character that cannot be shown by its number: [U+202E]."""
    if all(has(one) for one in text):
        return text
    return "".join(one if has(one) else f"[U+{ord(one):04X}]" for one in text)


def throughout(data: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401 - JSON's values
    """Data with every text in it changed, names of members left as they are."""
    match data:
        case str():
            return change(data)
        case dict():
            named = cast("dict[str, Any]", data)
            return {key: throughout(value, change) for key, value in named.items()}
        case list() | tuple():
            return [throughout(one, change) for one in cast("list[Any]", data)]
        case _:
            return data
