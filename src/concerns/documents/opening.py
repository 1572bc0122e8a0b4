from pathlib import Path

from concerns.documents.bucket import Bucket
from concerns.documents.folder import Folder
from concerns.documents.store import Documents

_BUCKET = "s3://"


def open_documents(place: str) -> Documents:
    """The store that a folder's path or an address such as s3://bucket/prefix names.

    Raises:
        StoreUnknown: an address that names no bucket.
    """
    return Bucket(place) if place.startswith(_BUCKET) else Folder(Path(place))
