from pathlib import Path

from pydantic import Field, field_validator

from concerns.storage.settings import Settings as StorageSettings


class NoKek(Exception):
    """Personal data was to be sealed, and production has not been given the key that wraps keys."""


class Settings(StorageSettings):
    """How keys to personal data are kept, read from CONCERNS_* environment variables (design 11).

    `kek` is the file of the key that wraps all others, outside the database. `keys_url` is the
    login to a database that holds nothing but keys, if not the record's own; `keys_owner_url` the
    login that may migrate it. `key_backup_days` is how long a backup of the keys is kept.
    `retention` is a file with the council's own retention classes.
    """

    kek: Path | None = None
    keys_url: str | None = Field(default=None, repr=False)
    keys_owner_url: str | None = Field(default=None, repr=False)
    key_backup_days: int | None = Field(default=None, ge=0)
    retention: Path | None = None

    @field_validator("kek", "key_backup_days", "retention", mode="before")
    @classmethod
    def _empty_is_not_set(cls, said: object) -> object:
        return None if said == "" else said

    @field_validator("keys_url", "keys_owner_url")
    @classmethod
    def _libpq_reads_these_too(cls, url: str | None) -> str | None:
        return cls._libpq_can_read_it(url)

    @property
    def keeps_keys(self) -> bool:
        """Whether personal data can be sealed; otherwise it is refused."""
        return self.kek is not None or self.env == "development"

    def kek_file(self) -> Path:
        """The file of the key that wraps keys; in development one is made beside the database.

        Raises:
            NoKek: in production, where none is named.
        """
        if self.kek is None and self.env == "production":
            raise NoKek(
                "CONCERNS_KEK is not set: in production the key that wraps the keys to personal "
                "data is yours. Make one with `concerns keys make FILE`, keep a copy of it apart "
                "from every backup of the database, and set CONCERNS_KEK to the file."
            )
        return self.kek or self.data / "kek"

    def keys_conninfo(self) -> str:
        """The address of the database that holds the keys."""
        return self.keys_url or self.app_conninfo()
