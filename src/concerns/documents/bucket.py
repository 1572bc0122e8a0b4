from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import timedelta

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import S3Store

from concerns.documents.spool import Spool
from concerns.documents.store import Kept, checked
from concerns.documents.trouble import Missing, StoreAway, StoreUnknown

_PATIENCE = timedelta(seconds=10)


class Bucket:
    """A bucket of S3-compatible storage that knows conditional writes (If-None-Match).

    Region, keys and endpoint are read from the usual AWS_* variables by the client itself.
    """

    def __init__(self, address: str) -> None:
        """By an address such as s3://bucket/prefix.

        Raises:
            StoreUnknown: it names no bucket.
        """
        try:
            self._store = S3Store.from_url(address, retry_config={"retry_timeout": _PATIENCE})
        except BaseError:
            raise StoreUnknown(f"{address!r} names no bucket: write s3://bucket/prefix") from None

    def put(self, content: Iterable[bytes]) -> Kept:
        """One request, which the storage answers when the object is there for good."""
        with Spool.of(content) as new, _in_words():
            try:
                obstore.put(self._store, new.sha256, new.read(), mode="create")
            except AlreadyExistsError:
                self.open(new.sha256).close()
            return Kept(new.sha256, new.length)

    def open(self, sha256: str) -> Spool:
        """As Documents has it."""
        with _in_words():
            try:
                found = obstore.get(self._store, sha256)
            except FileNotFoundError:
                raise Missing(sha256) from None
            return checked(sha256, (bytes(chunk) for chunk in found.stream()))

    def exists(self, sha256: str) -> bool:
        """As Documents has it."""
        with _in_words():
            try:
                obstore.head(self._store, sha256)
            except FileNotFoundError:
                return False
            return True

    def delete(self, sha256: str) -> None:
        """As Documents has it."""
        with _in_words():
            obstore.delete(self._store, sha256)


@contextmanager
def _in_words() -> Generator[None]:
    """What the client says names addresses and answers at length, so only its kind is told."""
    try:
        yield
    except (BaseError, OSError) as error:
        raise StoreAway(f"the bucket of documents: {type(error).__name__}") from error
