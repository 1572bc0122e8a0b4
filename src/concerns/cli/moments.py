"""Reading the instants and dates that a person types."""

from datetime import date, datetime

import typer


def instant_of(text: str | None) -> datetime | None:
    """An instant of RFC 3339 with its offset; a usage error (exit code 2) says what is missing."""
    if text is None:
        return None
    example = "write it with its offset, such as 2026-04-08T09:30:00Z or 2026-04-08T10:30:00+01:00"
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not an instant: {example}") from None
    if found.tzinfo is None:
        raise typer.BadParameter(f"{text!r} does not say in which zone: {example}")
    return found


def day_of(text: str | None) -> date | None:
    """A date such as 2026-04-08; a usage error (exit code 2) otherwise."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date: write it as 2026-04-08") from None
