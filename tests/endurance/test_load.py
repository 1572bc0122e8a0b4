"""Fifty people at work against two workers: no error, no lost act, no view that is wrong."""

import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import quantiles

from office_hours import TOGETHER, Answered, Told, work
from served import Served, printed, served

from authorities import new_authority
from concerns.projector import Projector
from concerns.storage import log
from concerns.storage.pool import open_pool
from concerns.verifying.receipts import Receipt
from concerns.verifying.verify import Outside, verify

SECONDS = 60
CLIENTS, CASES = 50, 100
CHANGED = 412
"""Somebody else decided about the case first: the one "no" that may come."""
CAUGHT_UP = 30.0
"""Seconds, generously, until the views hold the last act."""
LONGEST = timedelta(minutes=5)


def test_fifty_people_read_and_decide_for_a_minute(fresh_database: str, tmp_path: Path) -> None:
    """No 5xx; every act that was acknowledged is in the record as it was told, and no other is."""
    authority = new_authority(fresh_database)
    with (
        served(fresh_database, tmp_path, "--workers", "2") as program,
        open_pool(fresh_database, 2, LONGEST) as pool,
    ):
        cases = [program.open_case(authority).json()["case"] for _ in range(CASES)]
        told = _at_work(program, authority, cases)
        head = log.head(pool, authority)
        assert Projector(pool, authority).wait_for(head, CAUGHT_UP)
        receipts = [Receipt(one.position, bytes.fromhex(one.leaf_hash)) for one in told.facts]
        report = verify(pool, authority, Outside(receipts=receipts))
    assert report.findings.kept == []
    assert not any("view" in one for one in report.not_checked)
    assert sorted(one.position for one in told.facts) == list(range(CASES + 1, head + 1))
    assert {one.status for one in told.answers} <= {200, 201, CHANGED}
    assert "Traceback" not in printed(tmp_path)
    _print(told.answers, len(told.facts))


def _at_work(program: Served, authority: str, cases: list[str]) -> Told:
    everybody = partial(
        work, str(program.client.base_url), program.headers(authority), cases, SECONDS
    )
    groups = CLIENTS // TOGETHER
    with ProcessPoolExecutor(groups, get_context("spawn")) as processes:
        found = list(processes.map(everybody, range(groups)))
    return Told(
        [one for told in found for one in told[0]], [one for told in found for one in told[1]]
    )


def _print(answers: Iterable[Answered], facts: int) -> None:
    kinds: dict[str, list[Answered]] = {}
    for one in answers:
        kinds.setdefault(one.kind, []).append(one)
    count = sum(map(len, kinds.values()))
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(  # noqa: T201
        f"{count / SECONDS:.0f} requests a second, {facts} facts acknowledged; load {load}"
    )
    for kind, found in sorted(kinds.items()):
        shares = quantiles((one.seconds for one in found), n=100)
        changed = sum(one.status == CHANGED for one in found)
        print(  # noqa: T201
            f"{kind:12} {len(found):6}  p50 {shares[49] * 1e3:6.0f} ms  "
            f"p99 {shares[98] * 1e3:6.0f} ms  {changed} told that the case has changed"
        )
