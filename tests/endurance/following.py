"""Follow the feed and keep what was read in a file; run as a program, to be killed.

The file is all that the program remembers: a line `position fact-id` for each event. Started again,
it drops a line that was not written whole and resumes after the last one.
"""

import json
import sys
import time
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any


def polled(url: str, token: str, last: int) -> Iterator[dict[str, Any]]:
    """What there is after a position, by asking again and again for small pages."""
    while True:
        with _opened(f"{url}/v1/feed?after={last}&limit=20", token) as page:
            found = json.load(page)
        yield from found
        last = int(found[-1]["sequence"]) if found else last


def streamed(url: str, token: str, last: int) -> Iterator[dict[str, Any]]:
    """The same from one stream after the other, each resumed by the last event's id."""
    with _opened(f"{url}/v1/feed/stream", token, **{"Last-Event-ID": str(last)}) as stream:
        for line in stream:
            if line.startswith(b"data: "):
                yield json.loads(line.removeprefix(b"data: "))


def _opened(url: str, token: str, **headers: str) -> Any:
    headers["Authorization"] = f"Bearer {token}"
    return urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=30)  # noqa: S310 - our own server


def last_of(file: Path) -> int:
    """The last position that was kept whole; what follows it is dropped."""
    kept = file.read_bytes() if file.exists() else b""
    whole = kept[: kept.rfind(b"\n") + 1]
    file.write_bytes(whole)
    return int(whole.splitlines()[-1].split()[0]) if whole else 0


def main(how: str, url: str, token: str, file: Path) -> None:
    """Read for ever."""
    read = {"poll": polled, "stream": streamed}[how]
    while True:
        last = last_of(file)
        time.sleep(0.02)
        with file.open("ab", buffering=0) as out:
            try:
                for one in read(url, token, last):
                    out.write(f"{one['sequence']} {one['data']['id']}\n".encode())
            except (OSError, HTTPException):
                continue


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4]))
