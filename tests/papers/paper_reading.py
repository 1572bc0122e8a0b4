"""What a page of HTML or a PDF holds, as a reader of its structure finds it."""

from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from typing import Any, NamedTuple

from pypdf import PdfReader

_VOID = {"meta"}


class Page(HTMLParser):
    """The elements of a page in order, with the text of those that matter."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.language = ""
        self.tags: list[str] = []
        self.headers: list[dict[str, str | None]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; void ones have no end."""
        self.tags.append(tag)
        named = dict(attrs)
        if tag == "html":
            self.language = named.get("lang") or ""
        if tag == "th":
            self.headers.append(named)
        if tag not in _VOID:
            self._open.append(tag)
            self.texts.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        """Elements end in the order in which they began, or the page is broken."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text belongs to the element that holds it."""
        if self._open and data.strip():
            tag, text = self.texts[-1]
            self.texts[-1] = (tag, text + data) if tag == self._open[-1] else (tag, text)

    def of(self, *tags: str) -> list[str]:
        """The texts of elements of some kinds."""
        return [text for tag, text in self.texts if tag in tags]

    @property
    def title(self) -> str:
        """The one heading of the first level."""
        (found,) = self.of("h1")
        return found

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs' texts."""
        return self.of("p")

    @property
    def cells(self) -> list[str]:
        """The texts of the tables' cells, row headers included."""
        return self.of("td", "th")


def page(html: bytes) -> Page:
    """Read a page; fails where elements are not closed in order."""
    read = Page()
    read.feed(html.decode())
    read.close()
    assert not read._open  # noqa: SLF001 - our own
    return read


class Printed(NamedTuple):
    """What a PDF says of itself, the tags of its structure in order, and its text."""

    marked: bool
    language: str
    tags: list[str]
    metadata: str
    dates: set[str]
    text: str


def pdf(content: bytes) -> Printed:
    """Read a PDF."""
    read = PdfReader(BytesIO(content), strict=True)
    root: Any = read.trailer["/Root"]
    about: Any = read.metadata
    return Printed(
        bool(root["/MarkInfo"]["/Marked"]),
        str(root["/Lang"]),
        list(_tags(root["/StructTreeRoot"])),
        root["/Metadata"].get_object().get_data().decode(),
        {about["/CreationDate"], about["/ModDate"]},
        "\n".join(one.extract_text() for one in read.pages),
    )


def _tags(node: Any) -> Iterator[str]:
    if "/S" in node:
        yield str(node["/S"]).removeprefix("/")
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        found = child.get_object()
        if isinstance(found, dict):
            yield from _tags(found)
