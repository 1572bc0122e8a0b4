"""Disclosures of a case to somebody outside: what was shown, what was not and why, on record."""

from typing import Annotated, Literal

from pydantic import Field

from concerns.events.dossiers import Sha256
from concerns.events.fact import Decision, Text
from concerns.vocabulary import Frozen

Version = Annotated[int, Field(ge=1)]
"""The number of a fact in its case."""


class Withheld(Frozen):
    """Facts that are withheld on one ground. The ground is read by whoever receives the list."""

    versions: tuple[Version, ...] = Field(min_length=1)
    ground: Text


class FieldsOpened(Frozen):
    """Sealed fields of a disclosed fact that are opened."""

    version: Version
    fields: tuple[Text, ...] = Field(min_length=1)


class DisclosureMade(Decision):
    name = "disclosure-made/1"
    sentence = (
        "{by} disclosed the case up to its fact {up_to} to {audience}, for {purpose} ({basis}), "
        "and withheld {withheld_in_words}; the SHA-256 of the disclosure is {sha256}: {reason}"
    )
    audience: Text
    purpose: Text
    basis: Text
    form: Literal["disclosure/1"]
    """What a disclosure held then; whoever makes it again makes it in the same form."""
    up_to: Version
    size: int = Field(ge=1)
    """Of the checkpoint under which it stands."""
    withheld: tuple[Withheld, ...] = ()
    opened: tuple[FieldsOpened, ...] = ()
    sha256: Sha256

    @property
    def withheld_facts(self) -> int:
        """How many facts were withheld."""
        return sum(len(one.versions) for one in self.withheld)

    @property
    def opened_fields(self) -> int:
        """How many sealed fields were opened."""
        return sum(len(one.fields) for one in self.opened)

    @property
    def withheld_in_words(self) -> str:
        return f"{self.withheld_facts} of its facts" if self.withheld else "none of its facts"
