"""The one place that decides whose record a caller sees: their token's authority, no other."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.councils import Council
from api.service import Service, service
from concerns.vocabulary import Officer

_bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", scheme_name="token")


@dataclass(frozen=True, slots=True)
class Desk:
    """An officer at work, with their own council's record before them."""

    officer: Officer
    council: Council


def _desk(
    request: Request,
    here: Annotated[Service, Depends(service)],
    given: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> Desk:
    officer = here.identity.officer(given.credentials if given else None)
    council = here.councils.of(officer.authority)
    request.state.authority = council.authority
    return Desk(officer, council)


Own = Annotated[Desk, Depends(_desk)]
