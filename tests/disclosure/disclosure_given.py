"""A sealed case with something to withhold and something to open, and a council that discloses."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from blackpool_case import CARE
from sealed import Record, signer_of
from sealed_case import Office, office

from authorities import new_authority
from concerns.commands.make_log_entry import MakeLogEntry
from concerns.custody.access import Access
from concerns.disclosure.disclosing import Made, Where, disclose
from concerns.disclosure.request import RequestFile
from concerns.sealing.wrapping import Keks
from concerns.storage import entries
from concerns.storage.pool import Pool
from concerns.verifying.bundle import MANIFEST
from concerns.vocabulary import Officer

ADVICE = "Counsel Fotheringay-Blunt thinks the claim will fail"
REQUEST = """\
audience: Northtown Coroner
purpose: the inquest into a death at Elm House
basis: Coroners and Justice Act 2009, schedule 5
reason: asked for by letter of 1 April 2026
up_to: 5
withhold:
  - versions: [3]
    ground: legal professional privilege
open:
  - version: 2
    fields: [surname, has_capacity]
"""


@dataclass
class AccessNoted:
    """Accesses in memory; at each, something may be looked at or raised."""

    seen: list[Access] = field(default_factory=list[Access])
    meanwhile: Callable[[], None] = lambda: None

    def record(self, access: Access) -> None:
        self.meanwhile()
        self.seen.append(access)


@dataclass
class Council:
    """An office with a sealed case of five facts: opened, R12's line, and three log entries."""

    office: Office
    record: Record
    access: AccessNoted
    folder: Path

    def discloses(
        self,
        to: str = "given",
        said: str = REQUEST,
        who: Officer = CARE,
        size: int | None = None,
    ) -> Made:
        where = Where(self.office.case, self.folder / to, self.record.policy(), size)
        return disclose(self.asked(said), where, self.office.work, self.office.here(who))

    def asked(self, said: str = REQUEST) -> RequestFile:
        file = self.folder / "request.yaml"
        file.write_text(said, encoding="utf-8")
        return RequestFile(file)

    def logs(self, entry: str) -> None:
        self.office.asks(CARE, MakeLogEntry(log="risk", entry=entry))

    @property
    def names(self) -> list[str]:
        """Of every fact of the case."""
        facts = self.office.work.register.of_case(self.office.case)
        return [one.fact.name for one in facts]


def council(
    database: str, pool: Pool, keys: Pool, owner: Any, folder: Path, keks: Keks | None = None
) -> Council:
    """Something of another case stands between the case's own facts, and after them."""
    authority, access = new_authority(database), AccessNoted()
    origin = entries.origin(pool, authority)
    record = Record(pool, owner, authority, origin, signer_of(origin))
    made = Council(office(pool, keys, authority, keks, access), record, access, folder)
    record.opens(2)
    made.office.opens()
    record.opens()
    for entry in (ADVICE, "a fall unseen", "night staff doubled"):
        made.logs(entry)
    record.opens()
    record.seals()
    return made


def listed(folder: Path) -> dict[str, Any]:
    """What DISCLOSURE.json says."""
    return json.loads((folder / "DISCLOSURE.json").read_bytes())


def lists(folder: Path, told: dict[str, Any]) -> None:
    """DISCLOSURE.json with another content, written as it should be; the list of files anew."""
    said = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (folder / "DISCLOSURE.json").write_text(said, encoding="utf-8")
    relist(folder)


def relist(folder: Path) -> None:
    """The list of files made anew, as whoever changed them would."""
    found = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n"
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != MANIFEST
    ]
    (folder / MANIFEST).write_text("".join(found))


def everything(folder: Path) -> bytes:
    """All bytes of all files, and their names."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return b"\n".join(str(file.name).encode() + file.read_bytes() for file in files)
