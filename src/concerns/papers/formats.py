from typing import Literal

from concerns.papers.paper import Paper

Format = Literal["html", "pdf"]


def laid_out(paper: Paper, form: Format) -> bytes:
    """The paper as a page of HTML or as a tagged PDF; the same bytes from the same paper."""
    # Both take long to import, and most commands lay nothing out.
    if form == "html":
        from concerns.papers.as_html import as_html  # noqa: PLC0415

        return as_html(paper)
    from concerns.papers.as_pdf import as_pdf  # noqa: PLC0415

    return as_pdf(paper)
