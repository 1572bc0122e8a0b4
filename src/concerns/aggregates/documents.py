"""Documents lodged with a case; those about a person are sealed before they are kept."""

import re

from concerns import events
from concerns.aggregates.lodging import Lodging
from concerns.aggregates.situation import Situation, by, clause, fact
from concerns.commands.lodge_document import LodgeDocument
from concerns.events import REFERENCE, DocumentLodged, Fact
from concerns.vocabulary import By, Refusal


def lodge_document(asked: LodgeDocument, situation: Situation) -> list[Fact]:
    """Anyone with a role in the procedure may; it settles nothing and begins nothing.

    Raises:
        Refusal: not your role, nothing to lodge, or a person or retention class that is none.
    """
    who = _anyone(asked, situation)
    document = _brought(situation)
    _about_whom(asked, situation)
    lodged = fact(
        events.DocumentLodged,
        asked,
        situation,
        by=who,
        clause=clause(situation, "lodge_document"),
        title=asked.title.strip(),
        source=asked.source.strip(),
        media_type=asked.media_type,
        sha256=document.sha256,
        length=document.length,
    )
    return [_sealed(lodged, asked, situation, document) if asked.about else lodged]


def _anyone(asked: LodgeDocument, situation: Situation) -> By:
    role = situation.held(tuple(situation.procedure.roles), asked.role)
    if role is None:
        raise Refusal("you hold no role in this procedure", kind="not your role")
    return by(situation, role)


def _brought(situation: Situation) -> Lodging:
    if situation.lodging is None:
        raise Refusal("a document is lodged together with its bytes", kind="not understood")
    if situation.lodging.length == 0:
        raise Refusal("the document is empty", kind="not understood", where="body")
    return situation.lodging


def _about_whom(asked: LodgeDocument, situation: Situation) -> None:
    if not asked.about and not asked.retention:
        return
    if not re.fullmatch(REFERENCE, asked.about):
        raise Refusal(
            "whom a sealed document is about is said by a reference such as R12: the record "
            "names no resident",
            kind="not understood",
            where="about",
        )
    if situation.seals is None:
        raise Refusal(
            "no keys to personal data are kept here, so no document about a person can be sealed",
            where="about",
        )
    classes = situation.seals.retention.classes
    if asked.retention not in classes:
        raise Refusal(
            f"a document about a person has a retention class; there are: {', '.join(classes)}",
            kind="not understood",
            where="retention",
        )


def _sealed(
    lodged: Fact, asked: LodgeDocument, situation: Situation, document: Lodging
) -> DocumentLodged:
    """Called last, when nothing can refuse any more."""
    gone = situation.case.personal_data.gone
    kept = document.seal(lodged.id, asked.about, asked.retention, gone)
    sealed = {"sha256": kept.sha256, "length": kept.length, "sealed": kept.seal}
    return DocumentLodged.model_validate({**dict(lodged), **sealed})
