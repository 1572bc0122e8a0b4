"""One case as known at two instants, side by side."""

from rich.console import Console
from rich.text import Text

from concerns.cli.demo.features import Known
from concerns.cli.demo.play import Play
from concerns.cli.office import Office
from concerns.cli.picture import picture
from concerns.cli.story import Side, side_by_side

_NOTE = (
    "These instants are the database's own: the story's year was recorded just now, within "
    "seconds. Nothing was changed between the two readings; each counts only what was recorded."
)


def show(out: Console, office: Office, play: Play, marked: Known) -> None:
    """The case as known when each of two marked lines had just been recorded."""
    out.print(Text(play.story.name, style="bold"))
    out.print(Text(_NOTE, style="dim"))
    out.print()
    before, after = _side(office, play, marked.before), _side(office, play, marked.after)
    out.print(side_by_side(before, after))


def _side(office: Office, play: Play, mark: str) -> Side:
    at = play.marks[mark].at
    return picture(office.register(play.authority), play.case, at), at
