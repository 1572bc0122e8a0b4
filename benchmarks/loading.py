"""Ask one address as fast as it answers: by wrk where it is installed, by a small client if not."""

import asyncio
import re
import shutil
import subprocess
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import quantiles
from typing import NamedTuple
from urllib.parse import urlsplit

CLIENTS = 8
SECONDS = 3
_SCALES = {"us": 1.0, "ms": 1e3, "s": 1e6}


class Load(NamedTuple):
    """Requests a second, and microseconds until half and 99 of 100 were answered."""

    rate: float
    half: float
    most: float


def load(url: str, token: str) -> Load:
    """The same way for every address of a run. Every answer must be a success."""
    return _by_wrk(url, token) if shutil.which("wrk") else _by_hand(url, token)


def _by_wrk(url: str, token: str) -> Load:
    header = f"Authorization: Bearer {token}"
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", "--latency", "-H", header, url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "Non-2xx" not in said, said
    assert "Socket errors" not in said, said
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert rate is not None, said
    return Load(float(rate[1]), _microseconds(said, "50%"), _microseconds(said, "99%"))


def _microseconds(said: str, share: str) -> float:
    found = re.search(rf"{share}\s+([\d.]+)(us|ms|s)\b", said)
    assert found is not None, said
    return float(found[1]) * _SCALES[found[2]]


def _by_hand(url: str, token: str) -> Load:
    with ProcessPoolExecutor(1, get_context("spawn")) as other:  # not the measuring process
        times = other.submit(_asked, url, token).result()
    shares = quantiles(times, n=100)
    return Load(len(times) / SECONDS, shares[49] * 1e6, shares[98] * 1e6)


def _asked(url: str, token: str) -> list[float]:
    return asyncio.run(_together(url, token))


async def _together(url: str, token: str) -> list[float]:
    until = time.perf_counter() + SECONDS
    found = await asyncio.gather(*(_one(url, token, until) for _ in range(CLIENTS)))
    return [one for times in found for one in times]


async def _one(url: str, token: str, until: float) -> list[float]:
    """One connection, kept: the next request follows the answer."""
    to, times = urlsplit(url), list[float]()
    reader, writer = await asyncio.open_connection(to.hostname, to.port)
    head = f"GET {to.path} HTTP/1.1\r\nHost: {to.netloc}\r\nAuthorization: Bearer {token}\r\n\r\n"
    while (began := time.perf_counter()) < until:
        writer.write(head.encode())
        said = (await reader.readuntil(b"\r\n\r\n")).lower()
        assert said.startswith(b"http/1.1 200 "), said
        length = re.search(rb"content-length: (\d+)", said)
        assert length is not None, said
        await reader.readexactly(int(length[1]))
        times.append(time.perf_counter() - began)
    writer.close()
    return times
