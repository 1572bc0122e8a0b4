"""Who sits at the command line, as the record names them."""

import getpass

from concerns.vocabulary import Person


def operator(name: str | None) -> Person:
    """By the login of this machine, which stays; under the name given, or else the login."""
    login = getpass.getuser()
    return Person(issuer="login of this machine", subject=login, name=name or login)
