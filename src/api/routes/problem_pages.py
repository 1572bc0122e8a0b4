"""A page for each kind of problem: the address that every problem's `type` names."""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Header
from pydantic.json_schema import SkipJsonSchema
from starlette.responses import JSONResponse, Response

from api.html import html
from api.problems import KINDS, Kind, ProblemFound

router = APIRouter(prefix="/problems", include_in_schema=False)


class Advice(NamedTuple):
    """What a problem means, and what whoever meets it can do."""

    means: str
    do: str


ADVICE: Mapping[Kind, Advice] = {
    "refused-by-procedure": Advice(
        "The council's procedure says no to this step, now. The answer names the clauses. "
        "Nothing was recorded.",
        "Read the reason. Do first what the procedure asks for, or, where the answer says that a "
        "departure is possible, take the step as a departure with its reason and authoriser.",
    ),
    "not-your-role": Advice(
        "The step is for another role, or your token names no role that may do this. Nothing was "
        "recorded.",
        "Ask somebody in the role that the answer names, or have your identity provider give you "
        "the role that is yours.",
    ),
    "not-understood": Advice(
        "A field is missing, is not one we know, or says something that cannot be. Nothing was "
        "recorded.",
        "Correct what `errors` and `where` name, and send the request again.",
    ),
    "key-already-used": Advice(
        "An Idempotency-Key belongs to one request. This one came earlier with another request.",
        "Use a new key for a new act. To repeat an earlier act, send exactly what you sent then.",
    ),
    "not-found": Advice(
        "There is nothing at this address, or it is not yours to see. Which of the two is never "
        "told.",
        "Check the id. If you should be able to see it, ask whoever leads the case.",
    ),
    "case-has-changed": Advice(
        "Somebody recorded something in the case after you read it. Nothing of yours was recorded.",
        "Read the case again, decide whether you still want this, and send it with the ETag in "
        "`current`.",
    ),
    "version-needed": Advice(
        "Whoever acts in a case says which state of it they saw.",
        "Read the case and send its ETag as If-Match.",
    ),
    "not-readable": Advice(
        "The request cannot be read at all: the body is not JSON, or a header or a cursor is "
        "broken.",
        "Mend what `where` names. A cursor is used exactly as it was given.",
    ),
    "too-large": Advice(
        "The request, or one fact in it, is larger than the record takes.",
        "Lodge long material as a document and refer to it by its digest, or send an import in "
        "several requests.",
    ),
    "not-identified": Advice(
        "No token came with the request, or it is not valid here: expired, for somebody else, or "
        "signed by nobody we know.",
        "Get a new token from your identity provider and send it as Authorization: Bearer.",
    ),
    "unknown-authority": Advice(
        "Your token names an authority that keeps no record here.",
        "Check that this is your own council's address, or ask its operator.",
    ),
    "access-ended": Advice(
        "The council ended this person's or program's access, and the record says so. A valid "
        "token does not change that.",
        "Use a sign-in whose access stands. If this one should, ask the council.",
    ),
    "not-possible-here": Advice(
        "This address is there, but does not take the method that was used.",
        "Use one of the methods in the answer's Allow header.",
    ),
    "too-many-requests": Advice(
        "You, your council, or the address from which you ask without a token sent more requests "
        "than are allowed in this time. This one was not looked at.",
        "Wait as many seconds as Retry-After says. Send many acts as one import.",
    ),
    "try-again": Advice(
        "The database did not answer in time, or the views have not come far enough yet. Where it "
        "is not known whether your act was recorded, the answer says so.",
        "Send the same request with the same Idempotency-Key after as many seconds as Retry-After "
        "says: it is done once.",
    ),
    "document-not-whole": Advice(
        "The record says what a document's bytes were, and the store of documents holds others, or "
        "none. The record itself is not touched by this.",
        "Tell the operator: the document has to come back from a backup.",
    ),
    "not-sealed-yet": Advice(
        "No signed checkpoint covers this fact yet. It is recorded all the same.",
        "Ask again after as many seconds as Retry-After says. If it lasts, tell the operator: the "
        "sealer may not be running.",
    ),
    "unexpected": Advice(
        "Something went wrong on our side. It is noted under the answer's `request_id`.",
        "Tell the operator the `request_id`. With an Idempotency-Key you can safely send the "
        "request again.",
    ),
}

Accept = Annotated[str | SkipJsonSchema[None], Header()]


@router.get("", name="problems")
def problems(accept: Accept = None) -> Response:
    """All kinds of problems."""
    listed = [_told(kind) for kind in KINDS]
    return _as_asked(accept, listed) or _page("problems", problems=listed)


@router.get("/{kind}", name="problem")
def problem(kind: str, accept: Accept = None) -> Response:
    """One kind: what it means, what to do."""
    told = next((_told(one) for one in KINDS if one == kind), None)
    if told is None:
        raise ProblemFound("not-found", "there is no problem of this kind: see /problems")
    return _as_asked(accept, told) or _page("problem", problem=told)


def _told(kind: Kind) -> dict[str, object]:
    sort, advice = KINDS[kind], ADVICE[kind]
    return {"kind": kind, "type": f"/problems/{kind}", **sort._asdict(), **advice._asdict()}


def _as_asked(accept: str | None, told: object) -> Response | None:
    """As JSON, for whoever asks for JSON and not for a page."""
    said = accept or ""
    if "json" not in said or "text/html" in said:
        return None
    return JSONResponse(told, headers=_SAME_FOR_ALL)


def _page(name: str, **told: object) -> Response:
    page = html(name, **told)
    page.headers.update(_SAME_FOR_ALL)
    return page


_SAME_FOR_ALL = {"Vary": "Accept", "Cache-Control": "public, max-age=3600"}
