"""A crash at any line of the sealer, and of what it reads and writes with."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import concerns.sealer
from concerns import durable
from concerns.storage import entries, tree

_FILES = frozenset(str(one.__file__) for one in (concerns.sealer, durable, entries, tree))


class Crash(BaseException):
    """The process ends here: nobody may catch it."""


@dataclass
class CrashAt:
    """Runs something until it comes to its n-th line (from 0); says where it crashed."""

    nth: int
    where: str = ""

    def run(self, what: Callable[[], object]) -> bool:
        """Whether it came to the end before."""
        before = sys.gettrace()
        sys.settrace(self._enters)
        try:
            what()
        except Crash:
            return False
        finally:
            sys.settrace(before)
        return True

    def _enters(self, frame: FrameType, *_: Any) -> Callable[..., Any] | None:
        return self._steps if frame.f_code.co_filename in _FILES else None

    def _steps(self, frame: FrameType, event: str, _: Any) -> Callable[..., Any]:
        if event == "line" and not self.where:
            if self.nth == 0:
                self.where = f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}"
                raise Crash
            self.nth -= 1
        return self._steps
