from pathlib import Path

from concerns.anchoring.anchored import Anchored
from concerns.anchoring.beside import check_not_behind, check_same, read_held
from concerns.anchoring.log import Log
from concerns.anchoring.names import largest, note_name
from concerns.durable import write_once


class FileAnchor:
    """A folder with one file for each checkpoint of one log, never overwritten.

    It is worth as much as the folder is out of our reach: a share that only the auditor may change,
    a disk that writes once.
    """

    kind, keeps = "file", True

    def __init__(self, log: Log, folder: Path) -> None:
        self._log = log
        self._folder = folder
        self.where = str(folder)

    def anchor(self, note: bytes) -> Anchored:
        """Write the checkpoint's file, or find that it is there.

        Raises:
            NotAnchored: EQUIVOCATION, BEHIND, HELD_FAULTY. Unsound. OSError: the folder is not
                there (it is never made: an unmounted share would go unnoticed) or cannot be used.
        """
        tree = self._log.read(note)
        file = self._folder / note_name(tree.size)
        before = self._largest()  # listed first: what comes in between is larger or the same file
        if not file.exists():
            check_not_behind(tree, before, self.where)
            write_once(file, note)
        held = file.read_bytes()
        check_same(self._log, note, held, str(file))
        return Anchored(self.kind, self.where, tree.size, tree.root, held)

    def held(self) -> bytes | None:
        """The note with the largest size.

        Raises:
            NotAnchored: HELD_FAULTY. OSError: the folder cannot be read.
        """
        size = self._largest()
        if not size:
            return None
        file = self._folder / note_name(size)
        held = file.read_bytes()
        read_held(self._log, held, str(file), size)
        return held

    def _largest(self) -> int:
        return largest(one.name for one in self._folder.iterdir())
