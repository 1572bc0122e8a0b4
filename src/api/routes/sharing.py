"""An officer shares a paper, a plan or a notice with somebody outside, as it is now."""

from collections.abc import Sequence
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from api import idempotency
from api.acting import Done, act, answered
from api.desk import Desk, OnCase
from api.reading import known
from api.versions import Seen
from concerns.commands.command import Command
from concerns.commands.share_item import ShareItem, Sharing
from concerns.events import Part, Text
from concerns.papers.definition import PaperName
from concerns.papers.library import Papers, of_case
from concerns.papers.making import make
from concerns.papers.shared import parts, plan
from concerns.procedures.elements import Key
from concerns.register import Recorded
from concerns.vocabulary import Frozen, Refusal

router = APIRouter(prefix="/v1/cases", tags=["Sharing"])


class APaper(Frozen):
    """A paper of the case's procedure."""

    kind: Literal["paper"]
    paper: PaperName
    of: int | None = Field(
        default=None, ge=1, description="About which fact, by version; the last if left out."
    )


class APlan(Frozen):
    """A plan of the case, as it stands."""

    kind: Literal["plan"]
    plan: Key


class ANotice(Frozen):
    """Words of your own. They name no resident, family or reporter."""

    kind: Literal["notice"]
    title: Annotated[Text, Field(max_length=300)]
    paragraphs: tuple[Text, ...] = Field(min_length=1)


class ItemWanted(Sharing, Command):
    """What to share; the content of a paper or plan is made from the record, never sent."""

    what: Annotated[APaper | APlan | ANotice, Field(discriminator="kind")]


@router.post("/{case}/shared-items", name="share_item", response_model=Done)
def share_item(
    case: UUID,
    wanted: ItemWanted,
    desk: OnCase,
    seen: Seen,
    request: Request,
    key: idempotency.Key = None,
) -> Response:
    """Share it, made from the case as you saw it; those it is shared with read this for ever."""
    facts = [one for one in known(desk, case, None) if one.fact.version <= seen]
    of, title, content = _made(wanted, facts, desk, request.app.state.papers)
    asked = {name: value for name, value in wanted if name != "what"}
    item = ShareItem(**asked, kind=wanted.what.kind, of=of, title=title, parts=content)
    return answered(act(desk, item, case, seen, key))


def _made(
    wanted: ItemWanted, facts: Sequence[Recorded], desk: Desk, read: Papers
) -> tuple[str, str, tuple[Part, ...]]:
    what = wanted.what
    if isinstance(what, ANotice):
        return "", what.title, (Part(paragraphs=what.paragraphs),)
    procedure, defined = of_case(facts, desk.council.casework.procedures, read)
    if isinstance(what, APlan):
        paper = plan(what.plan, facts, procedure)
        return what.plan, paper.title, parts(paper)
    if what.paper not in defined:
        raise Refusal("there is no such paper", kind="not found", where="what.paper")
    paper = make(what.paper, defined[what.paper], facts, procedure, of=what.of)
    return what.paper, paper.title, parts(paper)
