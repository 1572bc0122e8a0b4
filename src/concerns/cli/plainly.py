"""What goes wrong is said in one plain sentence on the error stream, never as a stack trace."""

from typing import Any, NoReturn

import typer
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from typer.core import TyperGroup

from concerns.chronology.file import Faulty
from concerns.documents.trouble import StoreAway, StoreUnknown
from concerns.events import UnknownFact
from concerns.procedures.reader import ProcedureFaulty
from concerns.storage.trouble import TROUBLE, in_words
from concerns.vocabulary import Refusal

_SETTINGS = "Settings"
"""What pydantic calls the settings, ours and the API's; other faulty values are our mistake."""


class CannotDo(Exception):
    """What was asked cannot be done; the message says why and what to do instead."""


_EXPECTED = (
    CannotDo,
    Refusal,
    ProcedureFaulty,
    Faulty,
    UnknownFact,
    StoreAway,
    StoreUnknown,
    OSError,
    *TROUBLE,
)


class Plainly(TyperGroup):
    """Commands whose expected errors are said in words. Anything else is our mistake and shows."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - typer keeps its own type private
        """Run the command asked for; ends with code 1 where it could not be done."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise  # whoever read our output has gone: nobody is left to tell
        except ValidationError as wrong:
            if wrong.title != _SETTINGS:
                raise
            _give_up(wrong)
        except _EXPECTED as wrong:
            _give_up(wrong)


def _give_up(wrong: Exception) -> NoReturn:
    typer.echo(said(wrong), err=True)
    raise typer.Exit(1) from None


def said(wrong: Exception) -> str:
    """The sentence for a person, or a line for each of several faults."""
    match wrong:
        case Refusal():
            clause = f" ({', '.join(wrong.clause)})" if wrong.clause else ""
            return f"Refused: {wrong.why}{clause}."
        case ValidationError():
            return "\n".join(map(_setting, wrong.errors(include_url=False, include_input=False)))
        case OSError() if wrong.filename:
            return f"{wrong.filename}: {wrong.strerror}."
        case _ if isinstance(wrong, TROUBLE):
            return in_words(wrong)
        case _:
            return str(wrong)


def _setting(error: ErrorDetails) -> str:
    name = "_".join(str(part) for part in error["loc"]).upper()
    why = error["msg"].removeprefix("Value error, ").strip()
    return f"The setting CONCERNS_{name} cannot be used: {why}" if name else why
