"""A case's version as its ETag (RFC 9110): who decides says which version they saw."""

import re
from typing import Annotated

from fastapi import Depends, Header
from pydantic.json_schema import SkipJsonSchema

from api.problems import ProblemFound

_ETAG = re.compile(r'"v(\d{1,18})"', re.ASCII)


def etag(version: int) -> str:
    """The ETag of a case at a version."""
    return f'"v{version}"'


async def _seen(
    if_match: Annotated[
        str | SkipJsonSchema[None],
        Header(
            description='The ETag of the case as you saw it, such as "v7".',
            json_schema_extra={"pattern": f"^{_ETAG.pattern}$"},
        ),
    ] = None,
) -> int:
    if if_match is None:
        raise ProblemFound(
            "version-needed",
            'send If-Match with the ETag of the case as you saw it, such as "v7"',
            where="header.If-Match",
        )
    found = _ETAG.fullmatch(if_match.strip())
    if not found:
        raise ProblemFound(
            "not-readable", 'If-Match holds one ETag of the case: "v7"', where="header.If-Match"
        )
    return int(found[1])


Seen = Annotated[int, Depends(_seen)]
