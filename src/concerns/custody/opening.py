from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime

from concerns.custody.access import AccessLog
from concerns.custody.custody import Custody
from concerns.documents.opening import open_documents
from concerns.ids import new_id
from concerns.procedures.retention import retention
from concerns.sealing.wrapping import have_kek, read_keks
from concerns.storage.key_settings import Settings
from concerns.storage.keys import MIGRATIONS, open_keys
from concerns.storage.migrate import migrate
from concerns.storage.pool import Pool


@contextmanager
def open_custody(
    settings: Settings, record: Pool, clock: Callable[[], datetime]
) -> Generator[Custody]:
    """Lend the custody of keys that the settings name. In development all it needs is made.

    Accesses are recorded in `record`, beside the councils' own records.

    Raises:
        NoKek: in production, where no key that wraps keys is named.
        KekFaulty, OSError: its file holds none, or cannot be read.
        ProcedureFaulty: the file of retention classes. NotMigrated: there is no place for keys.
        StoreUnknown: the address of documents names no bucket.
    """
    file = settings.kek_file()
    if settings.env == "development" and settings.kek is None:
        have_kek(file)
    if settings.env == "development" and settings.keys_url:
        migrate_keys(settings)
    keks, classes = read_keks(file), retention(settings.retention)
    place = settings.documents_place()
    documents = open_documents(place) if place else None
    with open_keys(settings.keys_conninfo()) as pool:
        yield Custody(pool, keks, classes, AccessLog(record, clock, new_id), documents)


def migrate_keys(settings: Settings) -> list[str]:
    """Bring a database that holds nothing but keys up to date; names what was applied."""
    owner = settings.keys_owner_url or settings.keys_conninfo()
    return migrate(owner, pattern=MIGRATIONS)
