"""What is counted of requests, in this worker.

Addresses are the routes' templates: nothing counted is about a person, a case or a provider.
"""

from prometheus_client import Counter, Histogram

REQUESTS = Histogram(
    "concerns_request_seconds",
    "Time to answer a request.",
    ("method", "route", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
    registry=None,
)
PROBLEMS = Counter(
    "concerns_problems", "Requests that were answered with a problem.", ("kind",), registry=None
)


def count(method: str, route: str, status: int, seconds: float, problem: str | None) -> None:
    """A request was answered."""
    REQUESTS.labels(method, route, str(status)).observe(seconds)
    if problem:
        PROBLEMS.labels(problem).inc()
