"""Where requests come in: read the case, let it decide, store what it decided."""

from concerns.casework.asking import Casework, Decided

__all__ = ["Casework", "Decided"]
