"""A paper as one page of HTML that needs nothing else: no script, no picture, no font."""

import base64
import hashlib
from functools import cache
from importlib import resources

from jinja2 import Environment, StrictUndefined, Template

from concerns.papers.characters import spelt_out, throughout
from concerns.papers.paper import Paper

_LAYOUT = resources.files("concerns.papers") / "layout"


def as_html(paper: Paper) -> bytes:
    """The page, UTF-8. Whatever a fact says is text: it cannot become markup."""
    data = throughout(paper.as_data(), spelt_out)
    return _template().render(paper=data, style=_style()).encode()


def content_security_policy() -> str:
    """What the page may do: show its own style, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def _template() -> Template:
    made = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return made.from_string((_LAYOUT / "paper.html").read_text(encoding="utf-8"))


@cache
def _style() -> str:
    return (_LAYOUT / "paper.css").read_text(encoding="utf-8")
