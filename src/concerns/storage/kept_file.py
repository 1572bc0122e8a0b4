"""A small file that is written whole, whatever crashes."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson


def write(file: Path, content: Mapping[str, Any]) -> None:
    """JSON: all of it or nothing, and on the disk before anything else happens."""
    beside = file.with_suffix(".new")
    with beside.open("wb") as out:
        out.write(orjson.dumps(content, option=orjson.OPT_INDENT_2))
        out.flush()
        os.fsync(out.fileno())
    beside.replace(file)
    _settle(file.parent)


def _settle(folder: Path) -> None:
    """Without this a new name may be lost with the power, though the bytes are there."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
