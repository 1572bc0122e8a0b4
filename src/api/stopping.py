"""Asked to stop: say so first, go on for a moment, then let the server finish what is in hand."""

import asyncio
import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Event, current_thread, main_thread
from types import FrameType

_ASKING = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def told_to_stop(stopping: Event, seconds: float, last: Callable[[], None]) -> Generator[None]:
    """At SIGTERM, set `stopping`; `seconds` later call `last`, and the server hears of it.

    In between /health/ready answers 503, so that whoever shares out requests sends none here, and
    the door is still open for those who have not heard. `last` ends what has no end by itself:
    the server waits for every answer in hand. Ctrl-C, or a second signal, is passed on at once.
    """
    if current_thread() is not main_thread():
        yield  # a server in somebody else's program, as in tests: its signals are not ours
        return
    before = {one: signal.getsignal(one) for one in _ASKING}
    loop = asyncio.get_running_loop()

    def ends(number: int, frame: FrameType | None) -> None:
        last()
        server_stops = before[signal.Signals(number)]
        if callable(server_stops):
            server_stops(number, frame)

    def asked(number: int, frame: FrameType | None) -> None:
        at_once = stopping.is_set() or number == signal.SIGINT or not seconds
        stopping.set()
        if at_once:
            ends(number, frame)
        else:
            loop.call_soon_threadsafe(loop.call_later, seconds, ends, number, frame)

    for one in _ASKING:
        signal.signal(one, asked)
    try:
        yield
    finally:
        for one, then in before.items():
            signal.signal(one, then)
