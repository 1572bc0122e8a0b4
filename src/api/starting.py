"""Starts the program's parts in order, and stops them."""

import gc
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager, suppress
from datetime import datetime

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from api.councils import Councils
from api.development_sealer import DevelopmentSealer
from api.service import Service
from api.settings import Settings
from api.stopping import told_to_stop
from api.streams import Streams
from api.tokens.opening import open_identity
from concerns.custody.custody import Custody
from concerns.custody.opening import open_custody
from concerns.documents.opening import open_documents
from concerns.documents.store import Documents
from concerns.follower import Follower
from concerns.hints.deliverer import Deliverer
from concerns.hints.reach import Reach
from concerns.procedures.procedure import Procedure
from concerns.register import Register
from concerns.storage import tree
from concerns.storage.authorities import AuthorityRefused, authorities, create_authority
from concerns.storage.holding import refuse_unmigrated
from concerns.storage.migrate import migrate
from concerns.storage.pool import Connections, Pool, open_pool


def running(
    chosen: Settings, under: Mapping[str, Procedure], clock: Callable[[], datetime]
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Opens what the program needs, in order, and closes it in the other order when it stops."""

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

    return lifespan


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
