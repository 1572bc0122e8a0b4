"""The command line as a person uses it, for tests."""

from dataclasses import dataclass

from typer.testing import CliRunner

from concerns.cli import app


@dataclass(frozen=True)
class Said:
    """What a command answered, what it complained of, and its exit code."""

    out: str
    err: str
    code: int

    @property
    def words(self) -> str:
        """The answer without the line breaks of a narrow screen."""
        return " ".join(self.out.split())


class Console:
    """A shell whose database is the test's own."""

    def __init__(self, database: str, **settings: str) -> None:
        self.env = {
            "CONCERNS_DATABASE_URL": database,
            "CONCERNS_OWNER_URL": "",
            "CONCERNS_ENV": "development",
            "COLUMNS": "100",
            **settings,
        }

    def types(self, *words: str) -> Said:
        """Run `concerns` with these words. What it does not expect is raised, not hidden."""
        done = CliRunner().invoke(app, words, env=self.env)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Said(done.stdout, done.stderr, done.exit_code)
