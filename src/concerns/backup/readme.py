"""What a backup says of itself to whoever finds it."""

from datetime import datetime

from concerns.backup.parts import RECORD, Part
from concerns.storage.programs import major_of
from concerns.storage.snapshot import Snapshot

_RECORD = """# A backup of the record of provider concerns

Taken on {at} from PostgreSQL {server}. It names people: keep it as confidential as the record.

| authority | facts | under a signed checkpoint |
|---|---|---|
{logs}

- `record.dump`: the rows of every table of the schema `concerns` (pg_dump, custom format).
- `migrations/`: the SQL that made the tables, as it was applied.
- `checkpoints/`: the newest signed checkpoint of each authority (C2SP signed note).
- `MANIFEST.sha256`: every file; `sha256sum --check MANIFEST.sha256` tells whether one was damaged.

Not in it: keys to personal data, without which no sealed field can be read; the sealer's keys;
settings; documents kept elsewhere.

To put it back into an empty database: `concerns db restore FOLDER`. Without that program, as a
superuser, into a new UTF-8 database:

    export PGOPTIONS='-c concerns.migrating=on'
    for one in migrations/*.sql; do psql -d DATABASE -v ON_ERROR_STOP=1 -1 -f "$one"; done
    pg_restore --data-only --single-transaction -d DATABASE record.dump
"""

_KEYS = """# A backup of the keys to personal data

Taken on {at} from PostgreSQL {server}. With the key that wraps them it opens every sealed field.
Keep it apart from the record's backups, and no longer than the council has said
(CONCERNS_KEY_BACKUP_DAYS): a key that was destroyed lives on in here.

- `keys.dump`: the rows of every table of the schema `concerns_keys` (pg_dump, custom format).
- `migrations/`: the SQL that made the tables, as it was applied.
- `MANIFEST.sha256`: every file; `sha256sum --check MANIFEST.sha256` tells whether one was damaged.

To put it back into tables without keys: `concerns db restore --keys FOLDER`.
"""


def readme(part: Part, seen: Snapshot, at: datetime) -> str:
    """A page for people. `at` is in UTC."""
    rows = [
        f"| {log.authority} | {log.facts} | {'yes' if log.note else 'none yet'} |"
        for log in seen.logs
    ]
    return (_RECORD if part is RECORD else _KEYS).format(
        at=f"{at:%Y-%m-%d %H:%M} UTC",
        server=major_of(seen.server),
        logs="\n".join(rows) or "| none yet | 0 | none yet |",
    )
