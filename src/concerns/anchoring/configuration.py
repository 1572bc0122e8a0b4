"""Which council's checkpoints go where: a YAML file, checked by line."""

from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import ErrorDetails

from concerns.evidence.keys import Key, Kind
from concerns.marked import Marked, Unreadable


class AnchorsFaulty(Exception):
    """The file of anchors cannot be used; says each fault with its line."""


def _web(said: str) -> str:
    parts = urlsplit(said)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("an address begins with https:// or http://")
    return _without_secrets(said).rstrip("/")


def _without_secrets(said: str) -> str:
    if urlsplit(said).password:
        raise ValueError("an address must not hold a password: it is shown, and kept as evidence")
    return said


def _remote(said: str) -> str:
    if said.startswith("-"):
        raise ValueError("an address does not begin with a dash")
    return _without_secrets(said)


def _key(said: str) -> str:
    Key.parse(said)
    return said


def _witness_key(said: str) -> str:
    if Key.parse(said).kind != Kind.COSIGNATURE:
        raise ValueError("this is not the key of a witness")
    return said


Web = Annotated[str, AfterValidator(_web)]
Branch = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9][A-Za-z0-9_-]*)*$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileAt(_Strict):
    """A folder, such as a share that only the auditor may change. It is never made for you."""

    kind: Literal["file"]
    folder: Path


class GitAt(_Strict):
    """A repository elsewhere, and a folder of ours for a copy of it."""

    kind: Literal["git"]
    folder: Path
    remote: Annotated[str, Field(min_length=1), AfterValidator(_remote)]
    branch: Branch = "main"


class TimestampAt(_Strict):
    """A time-stamping authority: its own certificates and those above it, as PEM files."""

    kind: Literal["rfc3161"]
    url: Web
    signers: Path
    roots: Path
    between: Path | None = None


class WitnessAt(_Strict):
    """A witness: its submission prefix and its public key."""

    kind: Literal["witness"]
    url: Web
    key: Annotated[str, AfterValidator(_witness_key)]


At = Annotated[FileAt | GitAt | TimestampAt | WitnessAt, Field(discriminator="kind")]


class CouncilAnchors(_Strict):
    """The public keys of a council's log, a folder for what comes back, and the places."""

    keys: Annotated[list[Annotated[str, AfterValidator(_key)]], Field(min_length=1)]
    kept: Path
    anchors: Annotated[list[At], Field(min_length=1)]


class Anchors(BaseModel):
    """A file of anchors. Paths in it are relative to its folder."""

    folder: Path
    councils: dict[str, CouncilAnchors]

    @classmethod
    def read(cls, file: Path) -> Self:
        """What a file says.

        Raises:
            AnchorsFaulty: each fault, as `file:line: what`. OSError: it cannot be read.
        """
        content = _marked(file)
        try:
            councils = _COUNCILS.validate_python(content.content)
        except ValidationError as wrong:
            faults = wrong.errors(include_url=False, include_input=False)
            said = [f"{file}:{_said(one, content)}" for one in faults]
            raise AnchorsFaulty("\n".join(said)) from None
        return cls(folder=file.parent, councils=councils)


_COUNCILS = TypeAdapter(dict[str, CouncilAnchors])


def _marked(file: Path) -> Marked:
    try:
        return Marked(file.read_text("utf-8"))
    except Unreadable as wrong:
        raise AnchorsFaulty(f"{file}:{wrong.line}: {wrong.why}") from None
    except UnicodeDecodeError:
        raise AnchorsFaulty(f"{file}:0: the file is not UTF-8") from None


def _said(fault: ErrorDetails, content: Marked) -> str:
    path = [part for nth, part in enumerate(fault["loc"]) if nth != _KIND]
    why = fault["msg"].removeprefix("Value error, ")
    return f"{content.line(*path)}: {'.'.join(map(str, path))}: {why}"


_KIND = 3  # council, `anchors`, number, and then pydantic names the kind, which is not in the file
