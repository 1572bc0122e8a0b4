from collections.abc import Mapping
from typing import Annotated, Any, Protocol

from pydantic import Field

from concerns.vocabulary import Officer

Word = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]


class Shape(Protocol):
    """How one kind of provider says who somebody is."""

    def __call__(self, claims: Mapping[str, Any]) -> Officer:
        """Who acts, for whom, in which roles; ProblemFound where the claims do not say it."""
        ...
