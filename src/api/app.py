"""Puts the pieces together and starts them in order."""

import gc
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import ExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from api import (
    accesses,
    arrangements,
    cases,
    commands,
    development_oauth,
    docs,
    documents,
    dossiers,
    evidence,
    explain,
    exports,
    feed,
    feed_stream,
    fresh,
    health,
    imports,
    logs,
    metrics,
    openapi,
    papers,
    problem_pages,
    problems,
    procedures,
    rag,
    sealed,
    search,
    shared,
    sharing,
    views,
    webhooks,
)
from api.body_limit import BodyLimit
from api.councils import Councils
from api.development_sealer import DevelopmentSealer
from api.manners import Manners
from api.rates import Rates, limit_strangers
from api.service import Service
from api.settings import Settings
from api.stopping import told_to_stop
from api.streams import Streams
from api.tokens.opening import open_identity
from concerns import log_lines
from concerns.custody.custody import Custody
from concerns.custody.opening import open_custody
from concerns.documents.opening import open_documents
from concerns.documents.store import Documents
from concerns.follower import Follower
from concerns.hints.deliverer import Deliverer
from concerns.hints.reach import Reach
from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import library
from concerns.register import Register
from concerns.storage import tree
from concerns.storage.authorities import AuthorityRefused, authorities, create_authority
from concerns.storage.holding import refuse_unmigrated
from concerns.storage.migrate import migrate
from concerns.storage.pool import Connections, Pool, open_pool

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

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        opened = ExitStack()
        try:
            pool = await run_in_threadpool(_opened, chosen)
            opened.callback(pool.close)
            custody = await run_in_threadpool(_custody, chosen, opened, pool, clock)
            councils = Councils(pool, under, clock, chosen.settings, custody, _documents(chosen))
            service = _service(chosen, councils, clock)
            app.state.service = service
            if chosen.follow:
                service.follower.start()
                opened.callback(service.follower.stop)
            service.streams.start()
            opened.callback(service.streams.stop)
            service.hints.start()
            opened.callback(service.hints.stop)
            if chosen.env == "development":  # never in production: the key belongs to nobody here
                await run_in_threadpool(_seal_too, chosen, opened)
            gc.freeze()  # procedures stay: the collector need not walk through them again and again
            with told_to_stop(service.stopping, chosen.drain, service.streams.close):
                yield
        finally:
            await run_in_threadpool(opened.close)

    app = FastAPI(
        title="Provider concerns",
        description=_ABOUT,
        version="1",
        lifespan=lifespan,
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
    _offer(app, development_too=chosen.development_issuer)
    if chosen.metrics_token or chosen.env == "development":
        app.include_router(metrics.router)
    return app


def _named(route: APIRoute) -> str:
    return route.name


def _offer(app: FastAPI, *, development_too: bool) -> None:
    for part in (  # an address is looked for in this order: first what is asked for most
        rag,
        views,
        cases,
        search,
        commands,
        imports,
        sharing,
        shared,
        arrangements,
        documents,
        explain,
        papers,
        dossiers,
        procedures,
        feed,
        feed_stream,
        webhooks,
        exports,
        sealed,
        accesses,
        evidence,
        health,
        docs,
        problem_pages,
    ):
        app.include_router(part.router)
    if development_too:
        app.include_router(development_oauth.router)


def _service(chosen: Settings, councils: Councils, clock: Callable[[], datetime]) -> Service:
    identity = open_identity(chosen, clock)
    streams = Streams(councils.pool, chosen.streams, max(1, chosen.pool_size // 4))
    hints = Deliverer(
        councils.pool,
        councils.ids,
        lambda whose: councils.of(whose).casework.arrangements.scheme(newest=True).webhooks,
        councils.custody.keks if councils.custody else None,
        clock,
        Reach(development=chosen.env == "development"),
    )
    follower = Follower(councils.pool)
    return Service(chosen, identity, councils, follower, clock, streams, hints)


def _custody(
    chosen: Settings, opened: ExitStack, pool: Pool, clock: Callable[[], datetime]
) -> Custody | None:
    """The keys to personal data, those destroyed in the record gone; None where none are kept."""
    if not chosen.keeps_keys:
        return None
    custody = opened.enter_context(open_custody(chosen, pool, clock))
    for one in authorities(pool):
        custody.finish(Register(pool, one.id))
    return custody


def _documents(chosen: Settings) -> Documents | None:
    place = chosen.documents_place()
    return open_documents(place) if place else None


def _seal_too(chosen: Settings, opened: ExitStack) -> None:
    pool = open_pool(chosen.owner_conninfo(), 1, role=tree.ROLE)
    opened.callback(pool.close)
    sealer = DevelopmentSealer(pool, chosen.seals_folder())
    sealer.start()
    opened.callback(sealer.stop)


def _have_a_council_to_try(pool: Pool, chosen: Settings) -> None:
    """Also beside others, such as those of the demonstration."""
    name = chosen.development_authority
    if name not in {one.id for one in authorities(pool)}:
        with suppress(AuthorityRefused):  # another worker made it at the same moment
            create_authority(chosen.owner_conninfo(), name, name.title())


def _opened(chosen: Settings) -> Connections:
    """The connections. In development the database is made ready first; in production never.

    Raises:
        NotMigrated: an operator has to migrate first.
    """
    if chosen.env == "development":
        migrate(chosen.owner_conninfo())
    pool = open_pool(chosen.app_conninfo(), chosen.pool_size)
    try:
        refuse_unmigrated(pool)
        if chosen.env == "development":
            _have_a_council_to_try(pool, chosen)
    except BaseException:
        pool.close()
        raise
    return pool
