"""What an operator's monitoring reads: counts and times, in Prometheus' text format.

Nothing in them is about a person, a case or a provider: addresses are the routes' templates, and of
councils only how many are behind.
"""

import hmac
import os
from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from starlette.responses import Response

from api.counting import PROBLEMS, REQUESTS
from api.problems import ProblemFound
from api.service import Here, Service
from concerns.storage import tree

router = APIRouter(include_in_schema=False)

TOGETHER = "PROMETHEUS_MULTIPROC_DIR"
"""The folder in which several workers count together; prometheus-client's own variable."""

_bearer = HTTPBearer(auto_error=False)


class Now(Collector):
    """How things stand when asked: the same from every worker, but for its own connections."""

    def __init__(self, here: Service) -> None:
        self.here = here

    def collect(self) -> Iterable[Metric]:
        """Ask the database and the pool."""
        councils = [self.here.councils.of(one) for one in self.here.councils.ids()]
        heads = [one.register.head() for one in councils]
        behind = [one.projector.behind() for one in councils]
        seals = [tree.last_checkpoint(one.pool, one.authority) for one in councils]
        unsealed = [
            max(0, head - (seal.size if seal else 0))
            for head, seal in zip(heads, seals, strict=True)
        ]
        yield _gauge("record_facts", "Facts in all records.", sum(heads))
        yield _gauge("views_behind_councils", "Councils with views behind.", sum(map(bool, behind)))
        yield _gauge("views_behind_facts", "Facts the views have to go.", max(behind, default=0))
        yield _gauge("unsealed_facts", "Facts not under a seal yet.", max(unsealed, default=0))
        yield from self._connections()

    def _connections(self) -> Iterable[Metric]:
        now = self.here.councils.pool.get_stats()
        used = now.get("pool_size", 0) - now.get("pool_available", 0)
        waiting = now.get("requests_waiting", 0)
        yield _gauge("connections_used", "The answering worker's connections in use.", used)
        yield _gauge("connections_waited_for", "Requests there that wait for one.", waiting)


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(f"concerns_{name}", says, value)


def _registry(here: Service) -> CollectorRegistry:
    registry = CollectorRegistry()
    if TOGETHER in os.environ:
        MultiProcessCollector(registry)
    else:
        registry.register(REQUESTS)
        registry.register(PROBLEMS)
    registry.register(Now(here))
    return registry


@router.get("/metrics", name="metrics")
def metrics(
    here: Here,
    given: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> Response:
    """Counts since the start, and how things stand now."""
    token = here.settings.metrics_token
    if token and not _same(given.credentials if given else "", token.get_secret_value()):
        raise ProblemFound("not-identified", "show the token that CONCERNS_METRICS_TOKEN names")
    return Response(generate_latest(_registry(here)), media_type=CONTENT_TYPE_LATEST)


def _same(said: str, token: str) -> bool:
    return hmac.compare_digest(said.encode(), token.encode())
