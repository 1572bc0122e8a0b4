"""The places that a configuration names, ready to be used."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import assert_never

from concerns.anchoring.anchored import Anchor, TreeOf
from concerns.anchoring.configuration import (
    At,
    CouncilAnchors,
    FileAt,
    GitAt,
    TimestampAt,
    WitnessAt,
)
from concerns.anchoring.file import FileAnchor
from concerns.anchoring.git import GitAnchor
from concerns.anchoring.http import Send, send
from concerns.anchoring.kept import Kept
from concerns.anchoring.log import Log
from concerns.anchoring.timestamp import TimestampAnchor
from concerns.anchoring.token import Trust
from concerns.anchoring.witness_client import WitnessAnchor
from concerns.evidence.keys import Key


@dataclass(frozen=True)
class Opening:
    """What every place needs; `folder` is that to which paths are relative."""

    log: Log
    folder: Path
    kept: Kept
    tree_of: TreeOf
    now: Callable[[], datetime]
    send: Send = send

    def every(self, council: CouncilAnchors) -> list[Anchor]:
        """The council's places, in their order.

        Raises:
            OSError, ValueError: a file of certificates cannot be read.
        """
        return [self._opened(one) for one in council.anchors]

    def _opened(self, at: At) -> Anchor:
        match at:
            case FileAt():
                return FileAnchor(self.log, self.folder / at.folder)
            case GitAt():
                folder = self.folder / at.folder
                return GitAnchor(self.log, folder, at.remote, at.branch, self.now)
            case TimestampAt():
                return TimestampAnchor(self.log, at.url, self._trust(at), self.send, self.now)
            case WitnessAt():
                return self._witness(at)
            case _:
                assert_never(at)

    def _trust(self, at: TimestampAt) -> Trust:
        return Trust.read(
            (self.folder / at.signers).read_bytes(),
            (self.folder / at.roots).read_bytes(),
            (self.folder / at.between).read_bytes() if at.between else b"",
        )

    def _witness(self, at: WitnessAt) -> WitnessAnchor:
        key = Key.parse(at.key)
        return WitnessAnchor(
            self.log,
            at.url,
            key,
            self.tree_of,
            self.send,
            self.now,
            cosigned=lambda: self.kept.largest(WitnessAnchor.kind, at.url),
        )
