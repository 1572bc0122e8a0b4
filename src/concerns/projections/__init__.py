"""Questions that the record can answer: one file each, pure. A new file here is a new view."""

from importlib import import_module
from pkgutil import iter_modules

from concerns.projections.view import VIEWS, Doc, View, fold

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["VIEWS", "Doc", "View", "fold"]
