"""The few words of SVG that a diagram needs: elements with presentation attributes, no styles."""

from html import escape
from textwrap import wrap

INK = "#111111"


def tag(name: str, *inside: str, **attributes: str | int) -> str:
    """One element; an underscore in an attribute's name stands for a hyphen."""
    said = "".join(
        f' {key.replace("_", "-")}="{escape(str(value))}"' for key, value in attributes.items()
    )
    return f"<{name}{said}>{''.join(inside)}</{name}>\n"


def words(x: int, y: int, text: str, **attributes: str | int) -> str:
    """One line of text, whose base line begins at x, y."""
    return tag("text", escape(text, quote=False), x=x, y=y, fill=INK, **attributes)


def lines_within(text: str, width: int, size: int = 13) -> list[str]:
    """Break text into lines that fit a width in pixels, whichever sans-serif font is at hand."""
    letter = size * 0.6  # the average of the widest common font, DejaVu Sans; Arial is narrower
    return wrap(text, max(8, int(width / letter))) or [""]
