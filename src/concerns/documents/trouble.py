class NotWhole(Exception):
    """A document cannot be given as it was lodged: it is not there, or its bytes were altered."""

    why = ""

    def __init__(self, sha256: str) -> None:
        super().__init__(f"{sha256}: {self.why}")
        self.sha256 = sha256


class Missing(NotWhole):
    """Nothing lies under this digest."""

    why = "the store of documents does not hold it"


class Altered(NotWhole):
    """What lies under this digest has another."""

    why = "what the store of documents holds under this digest has another: it was altered"


class StoreAway(Exception):
    """The store cannot be reached or written to; says what kind of trouble it is, no address."""


class StoreUnknown(ValueError):
    """An address names no folder and no bucket."""
