"""An identity provider on this machine, over real HTTP, that can fail in every way."""

import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple

import orjson
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

WELL_KNOWN = "/.well-known/openid-configuration"


class Reply(NamedTuple):
    """What an address answers, whatever is asked of it."""

    status: int = 200
    body: bytes = b""
    location: str = ""
    pause: float = 0
    """Seconds after each byte."""


class ProviderAtWork:
    """Its keys, what each address answers instead of the truth, and every address asked."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.issuer = f"http://127.0.0.1:{server.server_port}"
        self.keys: list[dict[str, Any]] = []
        self.instead: dict[str, Reply] = {}
        self.asked: list[str] = []
        self.says_issuer = self.issuer
        self.says_jwks = f"{self.issuer}/jwks"

    def publishes(self, *keys: ECKey | RSAKey, kid: bool = True) -> None:
        """These keys and no others, with their names or without."""
        shown = [key.as_dict(private=False) for key in keys]
        for one in shown if not kid else ():
            one.pop("kid", None)
        self.keys = shown

    def fails(self) -> None:
        """From now on."""
        self.instead = {path: Reply(503) for path in (WELL_KNOWN, "/jwks")}

    def reply(self, path: str) -> Reply:
        self.asked.append(path)
        if path in self.instead:
            return self.instead[path]
        if path == WELL_KNOWN:
            told = {"issuer": self.says_issuer, "jwks_uri": self.says_jwks, "scopes": ["openid"]}
            return Reply(body=orjson.dumps(told))
        if path == "/jwks":
            return Reply(body=orjson.dumps({"keys": self.keys}))
        return Reply(404)

    def claims(self, now: datetime, **other: Any) -> dict[str, Any]:
        return {
            "iss": self.issuer,
            "aud": "provider-concerns",
            "sub": "ann",
            "name": "Ann Archer",
            "authority": "northtown",
            "roles": ["cm"],
            "iat": int(now.timestamp()),
            "exp": int(now.timestamp()) + 86_400 * 7,
        } | other


@contextmanager
def provider_at_work() -> Generator[ProviderAtWork]:
    """Lend a provider that listens on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply = provider.reply(self.path)
            self.send_response(reply.status)
            self.send_header("Content-Length", str(len(reply.body)))
            if reply.location:
                self.send_header("Location", reply.location)
            self.end_headers()
            self._send(reply)

        def _send(self, reply: Reply) -> None:
            if not reply.pause:
                self.wfile.write(reply.body)
                return
            with suppress(ConnectionError):  # whoever asked has gone
                for at in range(len(reply.body)):
                    self.wfile.write(reply.body[at : at + 1])
                    time.sleep(reply.pause)

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = ProviderAtWork(server)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def new_key(kid: str | None = None) -> ECKey:
    """An ES256 key, called so."""
    return ECKey.generate_key("P-256", {"kid": kid} if kid else None)


def signed(key: ECKey | RSAKey, claims: dict[str, Any], **header: Any) -> str:
    """By this key, which the header names unless it says otherwise."""
    algorithm = "RS256" if isinstance(key, RSAKey) else "ES256"
    named = {"alg": algorithm, "kid": key.kid, **header}
    shown = {name: value for name, value in named.items() if value is not None}
    return jwt.encode(shown, claims, key, algorithms=[algorithm])
