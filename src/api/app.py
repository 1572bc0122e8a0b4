"""Puts the pieces of the API together; `starting` opens what they need."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute

from api import fresh, logs, openapi, problems, routes
from api.body_limit import BodyLimit
from api.manners import Manners
from api.rates import Rates, limit_strangers
from api.settings import Settings
from api.starting import running
from concerns import log_lines
from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import library

_ABOUT = (
    "The record with which councils run their provider concerns procedures. "
    "Commands are decided by the procedure and recorded as facts; views answer from the facts, "
    "now or as known at any instant. Every problem is a document of RFC 9457."
)


def _now() -> datetime:
    return datetime.now(UTC)


def create_app(
    settings: Settings | None = None,
    *,
    known: Mapping[str, Procedure] | None = None,
    clock: Callable[[], datetime] = _now,
) -> FastAPI:
    """The API, not yet started: settings from the environment, procedures from the library.

    Raises:
        pydantic.ValidationError: the settings are not fit for production.
        ProcedureFaulty: a procedure cannot be read.
    """
    chosen = settings or Settings()
    under = library(*chosen.own_procedures()) if known is None else known

    app = FastAPI(
        title="Provider concerns",
        description=_ABOUT,
        version="1",
        lifespan=running(chosen, under, clock),
        generate_unique_id_function=_named,
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(limit_strangers)],
    )
    app.state.rates = Rates(chosen.rate_reads, chosen.rate_writes)
    app.add_middleware(BodyLimit, largest=chosen.largest_request, document=chosen.largest_document)
    app.add_middleware(Manners)
    app.add_middleware(logs.RequestLog)
    problems.install(app)
    fresh.install(app)
    openapi.install(app)
    log_lines.configure()
    for router in _routers(chosen):
        app.include_router(router)
    return app


def _named(route: APIRoute) -> str:
    return route.name


def _routers(chosen: Settings) -> Iterable[APIRouter]:
    yield from routes.ALWAYS
    if chosen.development_issuer:
        yield routes.DEVELOPMENT
    if chosen.metrics_token or chosen.env == "development":
        yield routes.METRICS
