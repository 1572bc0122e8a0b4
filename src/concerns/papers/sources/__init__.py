"""What a paper can list: one file each. A new file here is a new source."""

from importlib import import_module
from pkgutil import iter_modules

from concerns.papers.sources.source import SOURCES, Asked, Row, Source, source

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["SOURCES", "Asked", "Row", "Source", "source"]
