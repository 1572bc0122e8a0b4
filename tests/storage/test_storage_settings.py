from pathlib import Path

import pytest
from pydantic import ValidationError

from concerns.storage import embedded
from concerns.storage.settings import NoDatabase, Settings


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "OWNER_URL", "ENV", "DATA"):
        monkeypatch.delenv(f"CONCERNS_{name}", raising=False)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://app@db.example/concerns",
        "postgresql://u@/db?host=/run/sock",
        "dbname=concerns",
    ],
)
def test_an_address_is_set(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """It is used as given, in every form libpq reads, and by the migrator too (design 13)."""
    monkeypatch.setenv("CONCERNS_DATABASE_URL", address)

    assert Settings().app_conninfo() == address
    assert Settings().owner_conninfo() == address


def test_the_migrator_has_its_own_login(monkeypatch: pytest.MonkeyPatch) -> None:
    """The running program need not own the tables."""
    monkeypatch.setenv("CONCERNS_DATABASE_URL", "user=app")
    monkeypatch.setenv("CONCERNS_OWNER_URL", "user=owner")

    assert Settings().app_conninfo() == "user=app"
    assert Settings().owner_conninfo() == "user=owner"


def test_production_without_an_address() -> None:
    """Production never falls back to the private server: it refuses to start (design 13)."""
    with pytest.raises(NoDatabase, match="CONCERNS_DATABASE_URL is not set"):
        Settings(env="production").app_conninfo()


def test_development_without_an_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The private server below the data folder is started (design 13)."""
    started: list[Path] = []

    def start(data: Path) -> str:
        started.append(data)
        return "host=/private"

    monkeypatch.setattr(embedded, "start", start)

    assert Settings(data=tmp_path).app_conninfo() == "host=/private"
    assert started == [tmp_path]


def test_an_address_nobody_can_read() -> None:
    """The setting is refused when it is read, in words that say what is wrong."""
    with pytest.raises(ValidationError, match="PostgreSQL cannot read this address"):
        Settings(database_url="postgres//forgot-the-colon")
