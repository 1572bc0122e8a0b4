"""What the rest of the program needs to know of the database driver: how it says no."""

from psycopg import DataError as NotStorable
from psycopg import Error as DatabaseTrouble
from psycopg import OperationalError as DatabaseAway

__all__ = ["DatabaseAway", "DatabaseTrouble", "NotStorable"]
