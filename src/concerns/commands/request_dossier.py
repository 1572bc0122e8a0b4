from typing import ClassVar, Literal

from pydantic import Field

from concerns.commands.command import AboutFact


class RequestDossier(AboutFact):
    """Bind the dossier of a decision to the record, by the digest of its bytes as made now."""

    path: ClassVar[str] = "dossiers"

    form: Literal["decision-dossier/1"] = "decision-dossier/1"
    up_to: int = Field(ge=1, description="The position of the last fact that went into it.")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Of the dossier as JSON.")
