from typing import Literal

Code = Literal["KEY_COMMITMENT", "NOT_AUTHENTIC", "WRONG_KEK", "MALFORMED"]
"""Why something sealed stays shut.

KEY_COMMITMENT: the key is not the one that was committed to. NOT_AUTHENTIC: the bytes were changed
or belong elsewhere. WRONG_KEK: the key is wrapped under a key that is not at hand. MALFORMED: it is
no sealed data at all.
"""


class NotOpened(Exception):
    """Something sealed cannot be opened; nothing of its content is told."""

    def __init__(self, code: Code, why: str) -> None:
        super().__init__(f"{code}: {why}")
        self.code: Code = code
        self.why = why
