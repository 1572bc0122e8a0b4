"""A password in the address of the database shows nowhere while the program is at work."""

from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from concerns.procedures.procedure import Procedure
from concerns.storage.trouble import in_words

WORD = "swordfish"


def test_neither_health_nor_log_shows_it(
    database: str,
    tmp_path: Path,
    procedures: dict[str, Procedure],
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Of a program that serves, and says that it is well."""
    address = make_conninfo(database, password=WORD)
    app = create_app(Settings(database_url=address, data=tmp_path, pool_size=2), known=procedures)
    with TestClient(app) as client:
        answers = [client.get(path) for path in ("/health/live", "/health/ready", "/openapi.json")]
    assert [one.status_code for one in answers] == [200] * 3
    written = "".join(capfd.readouterr())
    assert '"event":"request"' in written
    assert WORD not in written + "".join(one.text + str(one.headers) for one in answers)


@pytest.mark.parametrize("wrong", [{"port": "1"}, {"user": "nobody-known"}, {"dbname": "nowhere"}])
def test_a_database_that_cannot_be_reached(database: str, wrong: dict[str, str]) -> None:
    """Said in words: who, where, and never the password."""
    address = make_conninfo(database, password=WORD, **wrong)
    with pytest.raises(psycopg.Error) as error, psycopg.connect(address):
        pass
    assert WORD not in f"{in_words(error.value)} {error.value}"
