"""Hear that the program was asked to stop, while requests are still in hand."""

import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType

_ASKING = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def told_to_stop(do: Callable[[], None]) -> Generator[None]:
    """Call `do` when the program is asked to stop, besides what the server does then.

    The server waits for answers in hand before it says anything to the application, and an answer
    without an end would keep it waiting. Only the main thread hears signals; elsewhere, as in
    tests, nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {one: signal.getsignal(one) for one in _ASKING}

    def asked(number: int, frame: FrameType | None) -> None:
        do()
        then = before[signal.Signals(number)]
        if callable(then):
            then(number, frame)

    for one in _ASKING:
        signal.signal(one, asked)
    try:
        yield
    finally:
        for one, then in before.items():
            signal.signal(one, then)
