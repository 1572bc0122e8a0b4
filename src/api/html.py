"""Our own pages: text in a plain layout, that needs no script and nothing from elsewhere."""

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from starlette.responses import HTMLResponse

_PAGES = resources.files("api") / "pages"


def html(name: str, **data: Any) -> HTMLResponse:  # noqa: ANN401 - a template takes anything
    """A page, UTF-8. Whatever is shown is text: it cannot become markup."""
    content = _templates().get_template(f"{name}.html").render(style=_style(), **data)
    return HTMLResponse(content, headers={"Content-Security-Policy": _policy()})


@cache
def _templates() -> Environment:
    return Environment(
        loader=FunctionLoader(_text), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def _text(name: str) -> str:
    return (_PAGES / name).read_text(encoding="utf-8")


@cache
def _style() -> str:
    return _text("page.css")


@cache
def _policy() -> str:
    """Show its own style, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
