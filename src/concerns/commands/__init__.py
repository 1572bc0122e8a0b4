"""What anyone may ask for: one file each, data only. A new file here is a new command."""

from importlib import import_module
from pkgutil import iter_modules

from concerns.commands.command import AboutDuty, AboutFact, AboutShared, Command

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")


def _all(kind: type[Command]) -> list[type[Command]]:
    return [one for child in kind.__subclasses__() for one in [child, *_all(child)]]


COMMANDS: dict[str, type[Command]] = {
    command.path: command
    for command in _all(Command)
    if command not in {AboutDuty, AboutFact} and not issubclass(command, AboutShared)
}
"""Every command about a case by the noun it is sent to."""
