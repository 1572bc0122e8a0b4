"""The tree of one authority's log as it is stored: tiles, checkpoints, and what makes them."""

from datetime import datetime
from typing import LiteralString, NamedTuple

import orjson

from concerns.evidence.leaf import perfect_root
from concerns.evidence.tile_places import WIDTH, TilePlace
from concerns.evidence.tiles import ReadTile, pack
from concerns.storage.pool import Pool, as_authority

ROLE = "concerns_sealer"  # made by migration 0002: reads the record, changes none of it


class Sealed(NamedTuple):
    """A checkpoint as it is stored, with the proof that it continues the one before."""

    size: int
    root: bytes
    note: bytes
    proof: tuple[bytes, ...]
    sealed_at: datetime


class NotTheLast(Exception):
    """The checkpoint that a new one was to follow is not the newest any more; says which is."""


class Raw(NamedTuple):
    """A stored entry beside the copies of its parts."""

    position: int
    entry: bytes
    leaf_hash: bytes
    recorded_at: datetime


def last_checkpoint(pool: Pool, authority: str, up_to: int | None = None) -> Sealed | None:
    """The newest checkpoint, or the newest of at most a size; None where there is none."""
    with as_authority(pool, authority) as connection:
        row = connection.execute(
            "SELECT size, root, note, proof, sealed_at FROM concerns.checkpoint"
            " WHERE authority = %(authority)s AND size <= coalesce(%(up_to)s::bigint, size)"
            " ORDER BY size DESC LIMIT 1",
            {"authority": authority, "up_to": up_to},
            binary=True,
        ).fetchone()
    return Sealed(row[0], row[1], row[2], tuple(row[3]), row[4]) if row else None


def checkpoints(pool: Pool, authority: str) -> list[Sealed]:
    """Every checkpoint, smallest first."""
    with as_authority(pool, authority) as connection:
        rows = connection.execute(
            "SELECT size, root, note, proof, sealed_at FROM concerns.checkpoint"
            " WHERE authority = %s ORDER BY size",
            (authority,),
            binary=True,
        ).fetchall()
    return [Sealed(row[0], row[1], row[2], tuple(row[3]), row[4]) for row in rows]


def store(
    pool: Pool,
    authority: str,
    after: int,
    sealed: Sealed,
    tiles: list[tuple[TilePlace, bytes]],
) -> None:
    """Keep the checkpoint that follows the one of size `after` (0: none), and its new whole tiles.

    Raises:
        NotTheLast: another sealer was first, so the proof would not lead from the one before.
    """
    full = [
        {"level": place.level, "nth": place.number, "hashes": content.hex()}
        for place, content in tiles
        if place.width == WIDTH
    ]
    with as_authority(pool, authority) as connection:
        connection.execute(
            "SELECT pg_advisory_xact_lock(hashtext('concerns.sealer'), hashtext(%s))", (authority,)
        )
        newest = connection.execute(
            "SELECT coalesce(max(size), 0) FROM concerns.checkpoint WHERE authority = %s",
            (authority,),
        ).fetchone()
        if newest != (after,):
            raise NotTheLast(f"its newest checkpoint is not of size {after} any more")
        connection.execute(
            "SELECT concerns.store_checkpoint(%s, %s, %s, %s, %s, %s::jsonb)",
            (
                authority,
                sealed.size,
                sealed.root,
                sealed.note,
                list(sealed.proof),
                orjson.dumps(full).decode(),
            ),
        )


def raw_after(pool: Pool, authority: str, position: int, limit: int) -> list[Raw]:
    """Entries after a position with their copies, in order."""
    with as_authority(pool, authority) as connection:
        rows = connection.execute(
            "SELECT position, entry, leaf_hash, recorded_at FROM concerns.fact"
            " WHERE authority = %s AND position > %s ORDER BY position LIMIT %s",
            (authority, position, limit),
            binary=True,
        ).fetchall()
    return [Raw(*row) for row in rows]


def stored_tiles(pool: Pool, authority: str) -> ReadTile:
    """Tiles and bundles from the database: whole ones as stored, partial ones made from below."""

    def read(place: TilePlace) -> bytes:
        level = place.level
        if level is None:  # a bundle of entries
            return pack(_from_facts(pool, authority, _ENTRIES, place))
        if level == 0 and place.width < WIDTH:
            return b"".join(_from_facts(pool, authority, _LEAVES, place))
        if place.width == WIDTH:
            return _whole(pool, authority, level, place.number)
        children = range(place.number * WIDTH, place.number * WIDTH + place.width)
        return b"".join(perfect_root(_whole(pool, authority, level - 1, one)) for one in children)

    return read


def _whole(pool: Pool, authority: str, level: int, number: int) -> bytes:
    with as_authority(pool, authority) as connection:
        row = connection.execute(
            "SELECT hashes FROM concerns.tile WHERE authority = %s AND level = %s AND nth = %s",
            (authority, level, number),
            binary=True,
        ).fetchone()
    if row is None:
        raise LookupError(f"tile {number} of level {level} is not stored")
    return row[0]


_ENTRIES: LiteralString = (
    "SELECT entry FROM concerns.fact WHERE authority = %s"
    " AND position BETWEEN %s AND %s ORDER BY position"
)
_LEAVES: LiteralString = (
    "SELECT leaf_hash FROM concerns.fact WHERE authority = %s"
    " AND position BETWEEN %s AND %s ORDER BY position"
)


def _from_facts(pool: Pool, authority: str, query: LiteralString, place: TilePlace) -> list[bytes]:
    first = place.number * WIDTH + 1
    until = first + place.width - 1
    with as_authority(pool, authority) as connection:
        rows = connection.execute(query, (authority, first, until), binary=True).fetchall()
    if len(rows) != place.width:
        raise LookupError(f"the record does not hold entries {first} to {until}")
    return [row[0] for row in rows]
