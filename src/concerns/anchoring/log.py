from dataclasses import dataclass

from concerns.evidence.checkpoint import Checkpoint
from concerns.evidence.keys import Key
from concerns.evidence.signed_checkpoint import Opened, open_checkpoint


@dataclass(frozen=True, slots=True)
class Log:
    """A log by its origin and the keys it may sign with, those retired included."""

    origin: str
    keys: tuple[Key, ...]

    def opened(self, note: bytes) -> Opened:
        """A note that this log has signed.

        Raises:
            Unsound: as `open_checkpoint`.
        """
        return open_checkpoint(note, self.origin, self.keys)

    def read(self, note: bytes) -> Checkpoint:
        """What such a note says.

        Raises:
            Unsound: as `open_checkpoint`.
        """
        return self.opened(note).checkpoint
