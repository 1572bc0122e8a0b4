"""Dossiers of decisions, bound to the record at the time by their digest."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from concerns.events.fact import Fact

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""Of the exact bytes, in lower-case hexadecimal."""


class DossierMade(Fact):
    name = "dossier-made/1"
    sentence = (
        "{by} had the dossier of an earlier decision made from the record up to position {up_to}; "
        "its SHA-256 is {sha256}"
    )
    fact: UUID
    form: Literal["decision-dossier/1"]
    """What a dossier held then; whoever makes it again makes it in the same form."""
    up_to: int = Field(ge=1)
    sha256: Sha256
