from typing import Annotated, ClassVar, Literal

from pydantic import Field

from concerns.commands.command import Command
from concerns.events import FieldsOpened, Text, Withheld
from concerns.vocabulary import Frozen

Short = Annotated[Text, Field(max_length=300)]


class Disclosing(Frozen):
    """What is disclosed of a case, to whom, what for. None of it names a private person."""

    audience: Short = Field(description="An organisation or a role, such as Northtown Coroner.")
    purpose: Short
    basis: Short = Field(description="The duty or power by which it may be disclosed.")
    up_to: int = Field(ge=1, description="The last fact of the case that was looked at.")
    withhold: tuple[Withheld, ...] = Field(default=(), description="Facts not shown, and why not.")
    open: tuple[FieldsOpened, ...] = Field(default=(), description="All else sealed stays shut.")


class MakeDisclosure(Disclosing, Command):
    """Bind a disclosure to the record, by the digest of its list as made now."""

    path: ClassVar[str] = "disclosures"

    form: Literal["disclosure/1"] = "disclosure/1"
    size: int = Field(ge=1, description="Of the checkpoint under which it stands.")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Of DISCLOSURE.json.")
