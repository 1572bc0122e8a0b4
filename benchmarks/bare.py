"""The baseline of serving.py: FastAPI, a psycopg pool and one prepared query; nobody is asked who
they are, nothing is counted, logged or left out.
"""

import os
from typing import LiteralString
from uuid import UUID

from fastapi import FastAPI
from psycopg_pool import ConnectionPool
from starlette.responses import Response

from ground import AUTHORITY

_ROWS: LiteralString = (
    "SELECT coalesce(json_agg(doc), '[]')::text FROM (SELECT doc FROM concerns.view_row"
    " WHERE authority = %s AND view = %s AND (%s::uuid IS NULL OR case_id = %s) AND generation ="
    " (SELECT current FROM concerns.generation WHERE authority = %s) AND to_position IS NULL"
    " ORDER BY key LIMIT 50) AS found"
)


def create_app() -> FastAPI:
    """As few lines as it takes to answer with the same rows."""
    pool = ConnectionPool(
        os.environ["BARE_DATABASE_URL"], min_size=8, kwargs={"autocommit": True}, open=True
    )
    app = FastAPI()

    def rows(view: str, case: UUID | None) -> Response:
        with pool.connection() as connection:
            found = connection.execute(
                _ROWS, (AUTHORITY, view, case, case, AUTHORITY), prepare=True
            ).fetchone()
        assert found is not None
        return Response(found[0], media_type="application/json")

    @app.get("/v1/rag")
    def rag() -> Response:
        return rows("rag-status", None)

    @app.get("/v1/cases/{case}/decision-log")
    def decision_log(case: UUID) -> Response:
        return rows("decision-log", case)

    return app
