"""All benchmarks, one command: medians and ratios to a named baseline of the same run.

`./dev bench` prints the table; `./dev bench --json FILE` writes the figures too.
"""

import argparse
import json
import os
import platform
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import deciding
import ground
import hashing
import reading
import rebuilding
import serving
from concerns.storage.pool import open_pool
from measure import Figure, told

LONG = timedelta(minutes=10)


def main() -> None:
    """Run everything on a private PostgreSQL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    wanted = parser.parse_args()
    groups: dict[str, list[Figure]] = {}
    with ground.database() as address:
        body = deciding.prepare(address)
        for writers in (1, 8):
            title = f"Append and decide, {len(body)} bytes a fact"
            groups.setdefault(title, []).extend(told(deciding.figures(address, writers, body)))
        with ground.database() as unhashed:
            deciding.prepare(unhashed)
            hashing.without_hash(unhashed)
            for writers in (1, 8):
                found = told(hashing.figures(address, unhashed, writers, body))
                groups.setdefault("What the leaf hash costs", []).extend(found)
    with ground.database() as address, open_pool(address, size=2, longest=LONG) as pool:
        facts = rebuilding.fill(pool)
        groups[f"Rebuild every view, {facts:,} facts"] = told(
            rebuilding.figures(pool, address, facts)
        )
        recorder = deciding.library_recorder(address)
        recorder.create_table()
        case = reading.long_case(pool)
        groups["Replay a case of 500 facts"] = told(reading.replay_figures(pool, case, recorder))
        recorder.datastore.close()
        then = reading.age(pool, address)
        groups["RAG board of 1,000 services"] = told(reading.board_figures(pool, address, then))
    with ground.database() as address:
        with open_pool(address, size=1) as pool:
            case = serving.fill(pool)
        for title, found in serving.figures(address, case).items():
            groups[f"{title}, over HTTP"] = told(found)
    if wanted.json:
        machine = {"cores": os.cpu_count(), "python": platform.python_version()}
        found = {title: [asdict(one) for one in group] for title, group in groups.items()}
        wanted.json.write_text(json.dumps({"machine": machine, "figures": found}, indent=1))


if __name__ == "__main__":
    main()
