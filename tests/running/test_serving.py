import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from served import a_case, printed, running, served

from authorities import new_authority

TOKEN = "a-token-of-the-monitoring"


def test_what_is_in_hand_is_answered_before_the_program_ends(
    fresh_database: str, tmp_path: Path
) -> None:
    """Design 13: SIGTERM while an append waits for its turn: it is recorded, and answered."""
    authority = new_authority(fresh_database)
    with served(fresh_database, tmp_path) as program, ThreadPoolExecutor(1) as thread:
        with psycopg.connect(fresh_database) as owner:
            owner.execute("SELECT concerns.lock_log(%s)", (authority,))
            answer = thread.submit(program.open_case, authority)
            _wait_for_a_waiter(fresh_database)
            program.program.terminate()
            time.sleep(0.5)
            assert program.program.poll() is None
        began = time.monotonic()
        assert answer.result().status_code == 201
        program.program.wait(60)
        assert time.monotonic() - began < 10
    assert "Traceback" not in printed(tmp_path)


def _wait_for_a_waiter(database: str) -> None:
    until = time.monotonic() + 10
    with psycopg.connect(database, autocommit=True) as owner:
        while not owner.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
            assert time.monotonic() < until
            time.sleep(0.02)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_says_that_it_will_stop_and_still_answers(
    fresh_database: str, tmp_path: Path, workers: str
) -> None:
    """Design 13: not ready first, so that no request is sent to a closed door."""
    authority = new_authority(fresh_database)
    arguments = ("--workers", workers)
    with served(fresh_database, tmp_path, *arguments, CONCERNS_DRAIN="3") as program:
        assert program.ready() == 200
        program.program.terminate()
        time.sleep(1.5)
        said = program.client.get("/health/ready")
        assert said.status_code == 503
        assert "asked to stop" in said.json()["detail"]
        assert program.client.get("/health/live").status_code == 200
        assert program.open_case(authority).status_code == 201
        program.program.wait(60)
    assert "Traceback" not in printed(tmp_path)


def test_workers_count_together(fresh_database: str, tmp_path: Path) -> None:
    """Design 13: whichever worker is asked, it answers for all; and only who has the token."""
    authority = new_authority(fresh_database)
    settings = {"CONCERNS_METRICS_TOKEN": TOKEN}
    with served(fresh_database, tmp_path, "--workers", "2", **settings) as program:
        program.client.headers["Connection"] = "close"  # the next may come to the other worker
        for _ in range(20):
            assert program.open_case(authority).status_code == 201
        assert program.client.get("/metrics").status_code == 401
        told = program.client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    counted = 'concerns_request_seconds_count{method="POST",route="/v1/cases",status="201"} 20.0'
    assert counted in told
    assert "concerns_record_facts 20.0" in told


def test_a_worker_that_only_answers_waits_for_the_process_that_keeps_the_views(
    fresh_database: str, tmp_path: Path
) -> None:
    """Design 13: `concerns project` beside workers with CONCERNS_FOLLOW=no."""
    authority = new_authority(fresh_database)
    with served(fresh_database, tmp_path, CONCERNS_FOLLOW="no") as program:
        done = program.open_case(authority).json()
        story = f"/v1/cases/{done['case']}/story"
        asked = {"min_position": done["position"]}
        assert program.get(authority, story, **asked).status_code == 503
        said = program.client.get("/health/ready")
        assert said.status_code == 503
        assert f"{authority} by 1 positions" in said.json()["detail"]
        with running(fresh_database, tmp_path, "project") as projecting:
            until = time.monotonic() + 30
            while program.ready() != 200:
                assert time.monotonic() < until
                time.sleep(0.1)
            (row,) = program.get(authority, story, **asked).json()["rows"]
            projecting.terminate()
            assert projecting.wait(10) == 0
    assert row["name"] == "case-opened/1"
    assert a_case("x")["reason"] not in printed(tmp_path)
