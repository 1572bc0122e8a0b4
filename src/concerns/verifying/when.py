"""Instants as text: as PostgreSQL writes them in UTC, and as entries are framed with them."""

_TO_THE_SECOND = len("2026-03-02 09:30:00")
_UTC = "+00"
_MICROSECONDS = 6
_NO_INSTANT = "-"


def as_framed(written: str) -> str:
    """`2026-03-02 09:30:00.12+00` as `2026-03-02T09:30:00.120000Z`; anything else as `-`.

    Framed instants sort as text in the order of time; `-` is before all of them.
    """
    whole, fraction = written[:_TO_THE_SECOND], written[_TO_THE_SECOND:].removesuffix(_UTC)
    if not written.endswith(_UTC) or whole[10:11] != " " or fraction[:1] not in {"", "."}:
        return _NO_INSTANT
    return f"{whole[:10]}T{whole[11:]}.{fraction[1:].ljust(_MICROSECONDS, '0')}Z"
