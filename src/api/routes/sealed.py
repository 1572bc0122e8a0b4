"""Personal data read in the clear: by whoever may, for a purpose, on record before it is shown."""

from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel

from api.desk import OnCase
from concerns.custody.reading import Opened, ReadSealed

router = APIRouter(prefix="/v1/cases", tags=["Personal data"])


class SealedReading(BaseModel):
    """The sealed fields of one fact. Not to be kept: the record keeps them."""

    case: UUID
    fact: UUID
    fields: list[Opened]


@router.post("/{case}/sealed-readings", name="read_sealed")
def sealed_readings(
    case: UUID, asked: ReadSealed, desk: OnCase, response: Response
) -> SealedReading:
    """What does this say? Asked for a purpose, and recorded before it is answered."""
    response.headers["Cache-Control"] = "no-store"
    fields = desk.council.casework.read_sealed(asked, desk.officer, case)
    return SealedReading(case=case, fact=asked.fact, fields=fields)
