"""What an act is called in the API's description, from the command's own name."""

import re

_WORD = re.compile(r"(?<!^)(?=[A-Z])")


def name_of(command: type) -> str:
    """`TakeStep` as `take_step`."""
    return _WORD.sub("_", command.__name__).lower()


def summary_of(command: type) -> str:
    """`TakeStep` as `Take step`."""
    return _WORD.sub(" ", command.__name__).capitalize()
