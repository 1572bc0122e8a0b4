"""schemathesis at work on every operation: what it sends comes from the description alone."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from councils_at_work import EVERY_ROLE, Council
from fastapi import FastAPI
from guests_at_work import ACME, Guest, shared

from api.settings import Settings

PROJECT = Path(__file__).parents[2]

CONFIGURED = ("--config-file", str(PROJECT / "schemathesis.toml"))
PLAIN = ("--no-color", "--continue-on-failure")


def at_leisure(database: str, data: Path) -> Settings:
    """For a program that asks much faster than people, and waits for no stream to end."""
    often = "1000000/minute"
    return Settings(
        database_url=database, data=data, rate_reads=often, rate_writes=often, longest_stream=0.1
    )


@dataclass(frozen=True)
class Asking:
    """A council with a case, somebody in every role, and a guest with whom something is shared."""

    app: FastAPI
    council: Council
    folder: Path

    @property
    def operations(self) -> int:
        """How many are described."""
        return sum(len(methods) for methods in self.app.openapi()["paths"].values())

    def of(self, address: str, *how: str) -> subprocess.CompletedProcess[str]:
        """What schemathesis found; `schemathesis.toml` says what counts."""
        case = self.council.opened()
        named = {
            "CASE": case,
            "ITEM": shared(self.council, case),
            "OFFICER": self.council.token("Ann Archer", *EVERY_ROLE, "administrator"),
            "AUDITOR": self.council.token("Ida Good", "auditor"),
            "GUEST": Guest(self.council, party=ACME["id"]).bearer()["Authorization"].split()[1],
        }
        program = Path(sys.executable).with_name("schemathesis")
        return subprocess.run(
            [program, *CONFIGURED, "run", *how, *PLAIN, f"{address}/openapi.json"],
            cwd=self.folder,
            env={**os.environ, **named, "SCHEMATHESIS_HOOKS": "known_to_schemathesis"}
            | {"PYTHONPATH": str(Path(__file__).parent)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
