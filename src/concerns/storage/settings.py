from pathlib import Path
from typing import Literal

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from concerns.storage import embedded

_UNREADABLE = (
    "PostgreSQL cannot read this address: write postgresql://login:password@host:port/database, "
    "with %40 for @ and %3A for : in a password, or words such as dbname=concerns"
)


class NoDatabase(Exception):
    """Production was asked for without saying which PostgreSQL keeps the record."""


class Settings(BaseSettings):
    """Where the record is kept, read from CONCERNS_* environment variables (design 13).

    `database_url` is the login of the running program; it must be a member of `concerns_app`.
    `owner_url` is the login that may migrate. Both may be a URL or `key=value` words, as libpq
    reads them. `data` is the folder of the private PostgreSQL used when neither is given.
    `procedures` is a folder of the council's own procedures, each a folder in it, beside ours.
    `settings` is a folder of what councils set where a document leaves it to them.
    `seals` is the sealer's own folder: keys, what it remembers, the guard it approved.
    `documents` is where documents are kept: a folder, or S3-compatible storage as
    s3://bucket/prefix.

    An address may hold a password, so none is shown with the settings, nor quoted in an error.
    """

    model_config = SettingsConfigDict(env_prefix="CONCERNS_", hide_input_in_errors=True)

    database_url: str | None = Field(default=None, repr=False)
    owner_url: str | None = Field(default=None, repr=False)
    env: Literal["development", "production"] = "development"
    data: Path = Path(".data")
    procedures: Path | None = None
    settings: Path | None = None
    seals: Path | None = None
    documents: str | None = None

    @field_validator("database_url", "owner_url")
    @classmethod
    def _libpq_can_read_it(cls, url: str | None) -> str | None:
        """Let libpq judge: pydantic's own PostgresDsn refuses Unix sockets.

        Its own words would quote the address. A password with a bare @ or : in it is read as part
        of the host or port, which later errors would quote, so such an address is refused too.
        """
        if not url:
            return None
        try:
            parts = conninfo_to_dict(url)
        except ProgrammingError:
            raise ValueError(_UNREADABLE) from None
        ports = str(parts.get("port") or "").split(",")
        if "@" in str(parts.get("host")) or not all(one.isdecimal() for one in ports if one):
            raise ValueError(_UNREADABLE)
        return url

    def seals_folder(self) -> Path:
        """The sealer's folder; in development one beside the private database.

        Raises NoDatabase in production where none is named: keys do not lie about by accident.
        """
        if self.seals is None and self.env == "production":
            raise NoDatabase("Production: CONCERNS_SEALS names no folder for the sealer's keys.")
        return self.seals or self.data / "seals"

    def documents_place(self) -> str | None:
        """Where documents are kept; in development a folder beside the private database.

        None in production where nothing is named: then documents are refused.
        """
        beside = str(self.data / "documents") if self.env == "development" else None
        return self.documents or beside

    def own_procedures(self) -> tuple[Path, ...]:
        """Where to read procedures besides those that come with the program."""
        return (self.procedures,) if self.procedures else ()

    def app_conninfo(self) -> str:
        """Give the address the running program uses; start the private server if none is set.

        Raises NoDatabase in production without an address, EmbeddedFailed if the private server
        does not start.
        """
        return self.database_url or self._embedded("CONCERNS_DATABASE_URL")

    def owner_conninfo(self) -> str:
        """Give the address that may migrate: `owner_url`, else the program's own.

        Raises as app_conninfo does.
        """
        return self.owner_url or self.app_conninfo()

    def _embedded(self, variable: str) -> str:
        if self.env == "production":
            raise NoDatabase(
                f"{variable} is not set. In production the record must be kept in a PostgreSQL "
                f"server of your own: set {variable} to its address."
            )
        return embedded.start(self.data)
