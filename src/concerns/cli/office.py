"""Where the command line works: the settings, the database, and an authority's cases in it."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from concerns.casework import Casework
from concerns.cli.plainly import CannotDo
from concerns.custody.custody import Custody
from concerns.ids import new_id
from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import library
from concerns.procedures.settings import settings_of
from concerns.projector import Projector
from concerns.register import Register
from concerns.storage.authorities import Authority, authorities, logs
from concerns.storage.pool import Pool, open_pool
from concerns.storage.settings import Settings


@dataclass(frozen=True)
class Office:
    """The program's own connections, and what hangs on them."""

    pool: Pool

    def authorities(self) -> list[Authority]:
        """Every authority with a record here."""
        return authorities(self.pool)

    def authority(self, named: str) -> Authority:
        """The authority of that id; CannotDo, naming those that are, where there is none."""
        return _named(named, self.authorities())

    def log(self, named: str) -> Authority:
        """As `authority`, or the log of who read its personal data, such as northtown/access."""
        return _named(named, logs(self.pool))

    def register(self, authority: str) -> Register:
        """An authority's record."""
        return Register(self.pool, authority)

    def projector(self, authority: str) -> Projector:
        """What keeps an authority's views."""
        return Projector(self.pool, authority)

    def casework(
        self,
        authority: str,
        clock: Callable[[], datetime],
        new_id: Callable[[], UUID] = new_id,
        custody: Custody | None = None,
    ) -> Casework:
        """An authority's cases, by the clock given; with custody, sealed fields can be read."""
        known = procedures()
        return Casework(
            self.register(authority),
            known,
            clock=clock,
            new_id=new_id,
            settings=settings_of(Settings().settings, authority, known),
            custody=custody,
        )


def _named(named: str, among: list[Authority]) -> Authority:
    found = {one.id: one for one in among}
    if named not in found:
        known = ", ".join(found) or "none yet: create one with `concerns authority create`"
        raise CannotDo(f"There is no authority {named!r}. There are: {known}.")
    return found[named]


def procedures() -> Mapping[str, Procedure]:
    """Procedures by name: ours, and those in the folder that CONCERNS_PROCEDURES names."""
    return library(*Settings().own_procedures())


@contextmanager
def open_office(
    settings: Settings | None = None, longest: timedelta = timedelta(seconds=5)
) -> Generator[Office]:
    """Lend the database that the settings name; starts the private one where they name none.

    `longest` bounds each transaction. Raises NoDatabase, EmbeddedFailed, NotMigrated, and what
    the database driver raises: see `storage.trouble`.
    """
    settings = settings or Settings()
    with open_pool(settings.app_conninfo(), size=2, longest=longest) as pool:
        yield Office(pool)
