"""Many acts in one request, line by line: each is one act, done or refused by itself."""

from collections.abc import Iterator
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Body
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.json_schema import SkipJsonSchema
from starlette.responses import Response, StreamingResponse

from api import problems
from api.acting import act
from api.desk import Acting, Desk
from api.idempotency import KeyText
from api.problems import Problem, ProblemFound
from api.routes.commands import ELSEWHERE
from concerns.commands import COMMANDS
from concerns.commands.command import Command
from concerns.commands.open_case import OpenCase
from concerns.storage.away import DatabaseAway, NotStorable
from concerns.storage.door import OutcomeUnknown, TooLarge
from concerns.vocabulary import Refusal

router = APIRouter(prefix="/v1", tags=["Commands"])

MEDIA_TYPE = "application/x-ndjson"
MOST_LINES = 5_000

_NO = (ProblemFound, Refusal, ValidationError, TooLarge, NotStorable)
_UNKNOWN = (OutcomeUnknown, DatabaseAway)


class Line(BaseModel):
    """One act: what would be the Idempotency-Key, the address, the body and If-Match."""

    model_config = ConfigDict(extra="forbid")

    key: KeyText
    case: str | SkipJsonSchema[None] = None
    """The case's id; `#` and the key of an earlier line for the case that it opened."""
    command: str
    """The noun to which the body would be sent, such as `decisions`; `cases` opens a case."""
    body: dict[str, Any]
    if_version: Annotated[int, Field(ge=1)] | SkipJsonSchema[None] = None
    """The case's version as you saw it; without it, the act is decided about the case as it is."""


class Import:
    """One import at work: the cases that its lines opened, and what became of the lines."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.opened: dict[str, UUID] = {}
        self.counted = {"done": 0, "replayed": 0, "refused": 0}

    def results(self, lines: list[tuple[int, bytes]]) -> Iterator[bytes]:
        """A line of JSON for each line, in order, and one at the end that says all was read."""
        for number, text in lines:
            told = self._result(text)
            yield _written({"line": number, **told})
            if told["result"] == "unknown":
                return
            self.counted[told["result"]] += 1
        yield _written({"result": "end", **self.counted})

    def _result(self, text: bytes) -> dict[str, Any]:
        key = {}
        try:
            line = Line.model_validate(_read(text))
            key = {"key": line.key}
            return key | self._act(line)
        except _NO as no:
            return key | {"result": "refused", "problem": _said(problems.told(no))}
        except _UNKNOWN as lost:
            return key | {"result": "unknown", "problem": _said(problems.told(lost))}

    def _act(self, line: Line) -> dict[str, Any]:
        asked = _command(line)
        case = self._case(line, asked)
        acted = act(self.desk, asked, case, line.if_version, line.key)
        if case is None:
            self.opened[line.key] = UUID(acted.body["case"])
        return {"result": "replayed" if acted.replayed else "done", "answer": acted.body}

    def _case(self, line: Line, asked: Command) -> UUID | None:
        """The case that a line is about: one that this officer may see."""
        if isinstance(asked, OpenCase):
            if line.case is not None or line.if_version is not None:
                raise ProblemFound(
                    "not-understood", "a case that is being opened has no id yet", where="case"
                )
            return None
        case = self._named(line.case)
        if not asked.unseen and not self.desk.council.register.holds(case):
            raise Refusal("there is no such case", kind="not found", where="case")
        return case

    def _named(self, named: str | None) -> UUID:
        if named is None:
            raise ProblemFound("not-understood", "say which case this is about", where="case")
        if named.startswith("#"):
            if named[1:] not in self.opened:
                raise ProblemFound("not-found", "no earlier line opened this case", where="case")
            return self.opened[named[1:]]
        try:
            return UUID(named)
        except ValueError:
            raise ProblemFound("not-understood", "this is no case's id", where="case") from None


def _read(text: bytes) -> object:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise ProblemFound("not-readable", "this line is not JSON") from None


def _command(line: Line) -> Command:
    command = COMMANDS.get(line.command)
    if command is None or command in ELSEWHERE:
        known = ", ".join(sorted(path for path, one in COMMANDS.items() if one not in ELSEWHERE))
        raise ProblemFound("not-understood", f"the commands are {known}", where="command")
    try:
        return command.model_validate_json(orjson.dumps(line.body))
    except ValidationError as error:
        wrong = problems.told(error)
        raise Inside(wrong) from None


class Inside(ProblemFound):
    """A problem in a line's body: each place is told as from the line."""

    def __init__(self, wrong: Problem) -> None:
        super().__init__("not-understood", wrong.detail, where=f"body.{wrong.where}")
        self.problem.errors = wrong.errors


def _said(problem: Problem) -> dict[str, Any]:
    return problem.model_dump(mode="json", exclude_defaults=True)


def _written(told: dict[str, Any]) -> bytes:
    return orjson.dumps(told) + b"\n"


@router.post(
    "/imports",
    name="import_acts",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}},
)
def import_acts(desk: Acting, body: Annotated[bytes, Body(media_type=MEDIA_TYPE)]) -> Response:
    """Do what each line asks for, in order; answer with a line for each: done, replayed, refused.

    One refusal stops no other line. Sent again, what was done is replayed by its key. The answer's
    last line counts the results; an answer without it was broken off: send the request again.
    """
    lines = [(number, text) for number, text in enumerate(body.split(b"\n"), 1) if text.strip()]
    if len(lines) > MOST_LINES:
        raise ProblemFound("too-large", f"an import may have {MOST_LINES} lines: send several")
    return StreamingResponse(Import(desk).results(lines), media_type=MEDIA_TYPE)
