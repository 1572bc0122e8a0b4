"""A procedure's diagram, for people: stages, the arrows between them, and a legend."""

from concerns.procedures.drawing import legend
from concerns.procedures.drawing.description import colour_word, in_words
from concerns.procedures.drawing.layout import (
    LINE,
    MARGIN,
    WIDTH,
    Arrow,
    Box,
    Layout,
    arrange,
    label_width,
)
from concerns.procedures.drawing.svg import lines_within, tag, words
from concerns.procedures.procedure import Procedure
from concerns.procedures.steps import Stage

_FILL = {"green": "#d7f0dd", "amber": "#ffe9b5", "red": "#ffd9d6", None: "#f1f3f5"}
_BORDER = {"green": "#1b6b3a", "amber": "#8a5a00", "red": "#a11a1a", None: "#4a4f55"}
_LINE_COLOUR = "#3a3f45"


def draw(procedure: Procedure) -> str:
    """The diagram as one self-contained SVG document; the same procedure gives the same bytes.

    A stage's colour is also a word, a final stage has a double border, and the description tells
    everything in sentences, so nothing depends on sight or on colour alone (WCAG 2.2, 1.1.1 and
    1.4.1). Takes a sound procedure: see `checker.check`.
    """
    layout = arrange(procedure, legend.moves(procedure))
    width = max(layout.width, legend.WIDTH + 2 * MARGIN)
    top, heading = _heading(procedure, width)
    table, bottom = legend.legend(procedure, MARGIN, top + layout.height + LINE)
    shift = (width - layout.width) // 2
    parts = (
        *in_words(procedure, [box.stage for box in layout.boxes]),
        tag("rect", width=width, height=bottom + MARGIN, fill="#ffffff"),
        heading,
        tag("g", _stages_and_arrows(procedure, layout), transform=f"translate({shift} {top})"),
        table,
    )
    return _document(procedure, parts, width, bottom + MARGIN)


def _document(procedure: Procedure, parts: tuple[str, ...], width: int, height: int) -> str:
    name = procedure.procedure
    return tag(
        "svg",
        "\n",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        aria_labelledby=f"{name}-title {name}-words",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        font_family="Arial, Helvetica, sans-serif",
    )


def _heading(procedure: Procedure, width: int) -> tuple[int, str]:
    """The title over the diagram, and the y at which the stages begin."""
    lines = lines_within(procedure.title, width - 2 * MARGIN, 20)
    drawn = "".join(
        words(MARGIN, 40 + 26 * index, line, font_size=20, font_weight="bold")
        for index, line in enumerate(lines)
    )
    how = f"Version {procedure.version}. A double border marks a final stage."
    below = 40 + 26 * len(lines)
    return below + 10, drawn + words(MARGIN, below, how, font_size=14)


def _stages_and_arrows(procedure: Procedure, layout: Layout) -> str:
    boxes = [_box(box, procedure.stages[box.stage]) for box in layout.boxes]
    lines = [_line(arrow) for arrow in layout.arrows]
    # Numbers last: a line that crosses beside a number stays beneath it.
    return "".join([*boxes, *lines, *map(_numbers, layout.arrows)])


def _box(box: Box, stage: Stage) -> str:
    drawn = _frame(box, stage, 0) + (_frame(box, stage, 5) if stage.final else "")
    middle = box.x + WIDTH // 2
    first = box.y + (box.height - LINE * (len(box.label) + 1)) // 2 + 13
    for index, line in enumerate(box.label):
        y = first + LINE * index
        drawn += words(middle, y, line, font_size=15, text_anchor="middle")
    y = first + LINE * len(box.label)
    said = colour_word(stage) + (" · start" if stage.start else "")
    return drawn + words(middle, y, said, font_size=13, font_weight="bold", text_anchor="middle")


def _frame(box: Box, stage: Stage, inside: int) -> str:
    return tag(
        "rect",
        x=box.x + inside,
        y=box.y + inside,
        width=WIDTH - 2 * inside,
        height=box.height - 2 * inside,
        rx=6,
        fill=_FILL[stage.rag],
        stroke=_BORDER[stage.rag],
        stroke_width=2,
    )


def _line(arrow: Arrow) -> str:
    corners = "L".join(f"{x} {y}" for x, y in arrow.corners)
    drawn = tag("path", d=f"M{corners}", fill="none", stroke=_LINE_COLOUR, stroke_width=2)
    return drawn + tag("path", d=_head(arrow), fill=_LINE_COLOUR)


def _head(arrow: Arrow) -> str:
    (from_x, from_y), (x, y) = arrow.corners[-2:]
    if from_x == x:
        back = -10 if from_y < y else 10
        return f"M{x} {y}L{x - 5} {y + back}L{x + 5} {y + back}Z"
    back = -10 if from_x < x else 10
    return f"M{x} {y}L{x + back} {y - 5}L{x + back} {y + 5}Z"


def _numbers(arrow: Arrow) -> str:
    (x, y), width = arrow.label, label_width(arrow.numbers)
    frame = tag(
        "rect",
        x=x,
        y=y - 9,
        width=width,
        height=18,
        rx=4,
        fill="#ffffff",
        stroke=_LINE_COLOUR,
        stroke_width=1,
    )
    middle = x + width // 2
    return frame + words(middle, y + 4, arrow.numbers, font_size=12, text_anchor="middle")
