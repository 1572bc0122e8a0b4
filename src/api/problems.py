"""Every "no" as a problem document (RFC 9457): what is wrong, where, by which clause."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import compile_path

from concerns.documents.trouble import NotWhole, StoreAway
from concerns.storage.away import DatabaseAway, NotStorable
from concerns.storage.door import OutcomeUnknown, TooLarge
from concerns.vocabulary import Refusal, RefusalKind

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = "2"
"""Seconds after which a caller may ask again."""

Kind = Literal[
    "refused-by-procedure",
    "not-your-role",
    "not-understood",
    "key-already-used",
    "not-found",
    "case-has-changed",
    "version-needed",
    "not-readable",
    "too-large",
    "not-identified",
    "unknown-authority",
    "access-ended",
    "not-possible-here",
    "too-many-requests",
    "try-again",
    "document-not-whole",
    "not-sealed-yet",
    "unexpected",
]


class Sort(NamedTuple):
    """The status and the title that all problems of a kind share."""

    status: int
    title: str


KINDS: Mapping[Kind, Sort] = {
    "refused-by-procedure": Sort(409, "The procedure does not allow this"),
    "not-your-role": Sort(403, "This is not for your role"),
    "not-understood": Sort(422, "Something is missing or cannot be understood"),
    "key-already-used": Sort(422, "This Idempotency-Key was used for another request"),
    "not-found": Sort(404, "There is no such thing, or it is not yours to see"),
    "case-has-changed": Sort(412, "The case has changed since you saw it"),
    "version-needed": Sort(428, "Say which version of the case you saw"),
    "not-readable": Sort(400, "The request cannot be read"),
    "too-large": Sort(413, "The request is larger than the record takes"),
    "not-identified": Sort(401, "Say who you are"),
    "unknown-authority": Sort(403, "Your authority keeps no record here"),
    "access-ended": Sort(403, "Your access to this record has ended"),
    "not-possible-here": Sort(405, "This address does not take that method"),
    "too-many-requests": Sort(429, "You ask more often than you may"),
    "try-again": Sort(503, "No answer could be given in time"),
    "document-not-whole": Sort(500, "The store of documents does not hold what was lodged"),
    "not-sealed-yet": Sort(503, "No signed checkpoint covers this yet"),
    "unexpected": Sort(500, "Something went wrong on our side"),
}
"""Stable for ever: programs tell problems apart by the type, which ends in the kind."""

_OF_REFUSAL: Mapping[RefusalKind, Kind] = {
    "not allowed": "refused-by-procedure",
    "not your role": "not-your-role",
    "not understood": "not-understood",
    "not found": "not-found",
    "changed": "case-has-changed",
}
_BRANCH = re.compile(r"[a-z-]+\[.*\]|constrained-[a-z]+")
"""How pydantic names the ways in which it tried to read a value."""
_DETAIL = {"Not Found": "there is no such address; /docs describes every one"}
_SAY_NOTHING = {"is_instance_of", "none_required"}
"""Ways of reading that are our own, such as leaving the value out: another error says the rest."""
_OF_STATUS: Mapping[int, Kind] = {
    404: "not-found",
    405: "not-possible-here",
    413: "too-large",
}


class Wrong(BaseModel):
    """One thing wrong in a request, and where. What was sent is never repeated."""

    where: str
    what: str


class Problem(BaseModel):
    """A problem document (RFC 9457) with this API's own members."""

    type: str
    title: str
    status: int
    detail: str
    clause: list[str] = []
    """Requirement ids of the procedure that say no."""
    departure_possible: bool = False
    """Whether the step may be taken as a recorded departure from the procedure."""
    where: str | None = None
    errors: list[Wrong] = []
    current: str | None = None
    """The case's ETag now, where the caller saw an older one."""
    reason: str | None = None
    """A stable word for programs, where one type has several reasons."""
    request_id: str = ""


class ProblemFound(Exception):
    """A problem of this API's own, such as a missing If-Match."""

    def __init__(
        self,
        kind: Kind,
        detail: str,
        *,
        where: str | None = None,
        current: str | None = None,
        reason: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        problem = made(kind, detail, where=where, current=current)
        self.problem = problem.model_copy(update={"reason": reason})
        self.headers = dict(headers or {})


def made(
    kind: Kind, detail: str, *, where: str | None = None, current: str | None = None
) -> Problem:
    """A problem of a kind."""
    status, title = KINDS[kind]
    return Problem(
        type=f"/problems/{kind}",
        title=title,
        status=status,
        detail=detail,
        where=where,
        current=current,
    )


def answer(
    request: Request, problem: Problem, headers: Mapping[str, str] | None = None
) -> Response:
    """A problem as a response. Members that say nothing are left out."""
    request.state.problem = problem.type.rpartition("/")[2]  # for the log line and the metrics
    named = problem.model_copy(update={"request_id": getattr(request.state, "request_id", "")})
    retry = {"Retry-After": RETRY_AFTER} if problem.status == KINDS["try-again"].status else {}
    return Response(
        named.model_dump_json(exclude_none=True),
        problem.status,
        {**retry, **(headers or {})},
        MEDIA_TYPE,
    )


def told(error: Exception) -> Problem:
    """An error that was to be expected, as the problem that it is; any other is raised again."""
    match error:
        case ProblemFound():
            return error.problem
        case Refusal():
            return _refused(error)
        case RequestValidationError() | ValidationError():
            return _invalid(error.errors())
        case _:
            return _of_storage(error)


def _of_storage(error: Exception) -> Problem:
    match error:
        case TooLarge():
            return made("too-large", str(error))
        case NotStorable():
            said = "the request holds a character or a number that the record cannot hold"
            return made("not-understood", said)
        case NotWhole():
            return made("document-not-whole", str(error))
        case OutcomeUnknown() | DatabaseAway() | StoreAway():
            return _unanswered(error)
        case _:
            raise error


def _refused(no: Refusal) -> Problem:
    problem = made(_OF_REFUSAL[no.kind], no.why, where=no.where or None)
    said = {
        "clause": list(no.clause),
        "departure_possible": no.departure,
        "errors": [Wrong(where=where, what=what) for where, what in no.each],
    }
    return problem.model_copy(update=said)


def _invalid(found: Sequence[Mapping[str, Any]]) -> Problem:
    wrong = [_wrong(one) for one in found if one["type"] not in _SAY_NOTHING]
    if any(one["type"] == "json_invalid" for one in found):
        return made("not-readable", "the body is not JSON", where=wrong[0].where)
    detail = "; ".join(f"{one.where}: {one.what}" for one in wrong)
    problem = made("not-understood", detail, where=wrong[0].where)
    return problem.model_copy(update={"errors": wrong})


def _wrong(one: Mapping[str, Any]) -> Wrong:
    """What is wrong and where, without what was sent and without our classes' names."""
    where = ".".join(str(part) for part in one["loc"] if not _BRANCH.fullmatch(str(part)))
    said = str(one["msg"]).removeprefix("Value error, ")
    return Wrong(where=where, what=said.replace(repr(one.get("input")), "this"))


def _unanswered(error: Exception) -> Problem:
    match error:
        case OutcomeUnknown():
            known = (
                "the database did not say whether this was recorded: ask again with the same "
                "Idempotency-Key, or read the case"
            )
        case StoreAway():
            structlog.get_logger().error("documents-away", error=str(error))
            known = "documents cannot be reached at the moment"
        case _:
            known = "the record cannot be reached at the moment; ask again shortly"
    return made("try-again", known)


def _http(request: Request, error: HTTPException) -> Response:
    kind = _OF_STATUS.get(error.status_code, "not-readable")
    headers = dict(error.headers or {})
    if kind == "not-possible-here":
        headers["Allow"] = ", ".join(_methods(request))
    return answer(request, made(kind, _DETAIL.get(error.detail, error.detail)), headers)


def _methods(request: Request) -> list[str]:
    """Every method that the address takes, of whichever route (RFC 9110, 10.2.1)."""
    found: set[str] = set()
    for route in iter_route_contexts(request.app.routes):
        if compile_path(route.path or "")[0].match(request.url.path):
            found |= route.methods or set()
    return sorted(found | ({"HEAD"} if "GET" in found else set()))


def _expected(request: Request, error: Exception) -> Response:
    headers = error.headers if isinstance(error, ProblemFound) else None
    return answer(request, told(error), headers)


def unexpected(request: Request) -> Response:
    """The answer to an error of ours: nothing of it is told but where to ask about it."""
    said = "the error is noted under this request's id; nothing was changed"
    return answer(request, made("unexpected", said))


_EXPECTED = (
    ProblemFound,
    Refusal,
    RequestValidationError,
    TooLarge,
    OutcomeUnknown,
    DatabaseAway,
    NotStorable,
    NotWhole,
    StoreAway,
)


def install(app: FastAPI) -> None:
    """Answer each of these with its problem document."""
    app.add_exception_handler(HTTPException, _http)  # pyright: ignore[reportArgumentType] - takes its own error
    for error in _EXPECTED:
        app.add_exception_handler(error, _expected)
