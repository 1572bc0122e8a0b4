"""What the rest of the program needs to know when the database does not answer."""

from psycopg import OperationalError as DatabaseAway

__all__ = ["DatabaseAway"]
