from collections.abc import Sequence

import orjson
from joserfc.jwk import KeySet

from api.tokens.keys import Key, read_keys


class FixedKeys:
    """Keys that stay as they are while the program runs: the development issuer's."""

    def __init__(self, keys: KeySet) -> None:
        self._keys = read_keys(orjson.dumps(keys.as_dict(private=False)))

    def known(self) -> Sequence[Key]:
        """Always the same."""
        return self._keys

    def held(self) -> Sequence[Key]:
        """The same."""
        return self._keys

    def renewed(self) -> Sequence[Key]:
        """The same."""
        return self._keys
