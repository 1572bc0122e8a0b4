"""What a paper says, as data: its wording, its tables, and the facts it is about."""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, PrivateAttr, model_validator

from concerns.procedures.elements import Element, Key, Words

Kind = Literal["letter", "report", "plan", "log", "minutes", "summary", "form"]
LogName = Literal["request", "decision", "action", "risk", "movement"]
PaperName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class About(Element):
    """The facts without which the paper does not exist: steps, a plan, a meeting, or a log."""

    step: tuple[Key, ...] = ()
    plan: tuple[Key, ...] = ()
    meeting: tuple[Key, ...] = ()
    log: LogName | None = None
    role: Key | None = None
    """Whose log; without it, the log of the case as a whole."""

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        named = [bool(one) for one in (self.step, self.plan, self.meeting, self.log)]
        if named.count(True) != 1:
            raise ValueError("name exactly one of step, plan, meeting and log")
        if self.role and not self.log:
            raise ValueError("a role is named only with a log")
        return self


class Section(Element):
    """A part of a paper: paragraphs, a table, or a list."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    heading: str = ""
    text: tuple[Words, ...] = ()
    """Paragraphs; a name in braces stands for a fact, and two braces for a brace."""
    table: Key | None = None
    list_: Key | None = Field(default=None, alias="list")
    of: Key | None = None
    """Which plan, log, meeting, checklist or form, where the source has several."""
    role: Key | None = None
    """Whose log."""
    columns: tuple[Key, ...] = ()
    """Which columns, in which order; all of them where none is named."""
    empty: str = "Nothing is recorded."
    """What stands there where the record has nothing to list."""
    optional: bool = False
    """Left out as a whole where the record has nothing to say in it."""

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        named = [bool(one) for one in (self.text, self.table, self.list_)]
        if named.count(True) != 1:
            raise ValueError("give exactly one of text, table and list")
        if self.text and (self.of or self.role or self.columns):
            raise ValueError("of, role and columns belong to a table or a list")
        return self

    @property
    def source(self) -> str | None:
        """The named source of a table or list."""
        return self.table or self.list_


class Definition(Element):
    """A paper as a council words it."""

    title: Words
    kind: Kind
    about: About
    letterhead: tuple[Words, ...] = ()
    """The council's own name and address, line by line."""
    to: str = ""
    sender: str = ""
    """Who sends or keeps it, in words."""
    sections: tuple[Section, ...] = Field(min_length=1)

    _digest: str = PrivateAttr(default="")
    _own: bool = PrivateAttr(default=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the file, byte for byte, as `sha256sum` would say it."""
        return self._digest

    @property
    def own(self) -> bool:
        """Is it the council's own text, rather than the one that comes with the program?"""
        return self._own

    def sealed(self, digest: str, *, own: bool) -> Self:
        """The definition, knowing its own digest and whose it is; called by the reader alone."""
        self._digest = digest
        self._own = own
        return self
