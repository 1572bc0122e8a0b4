"""Where a diagram's boxes and arrows go: one column of stages, arrows in lanes beside it.

Forward arrows run in lanes to the right of the boxes and backward arrows to the left, so that no
arrow can cross a box or its words, however many steps a procedure has.
"""

from collections.abc import Iterator
from typing import NamedTuple

from concerns.procedures.drawing.svg import lines_within
from concerns.procedures.procedure import Procedure

WIDTH, LINE, PITCH, GAP, LANE, MARGIN = 320, 18, 24, 48, 14, 24
"""Pixels: a box, a line of words, between arrows at a box, between boxes, between lanes, around."""


class Box(NamedTuple):
    """A stage: where it is drawn, and its label broken into lines."""

    stage: str
    x: int
    y: int
    height: int
    label: tuple[str, ...]


class Arrow(NamedTuple):
    """The moves from one stage to another: their numbers, the corners, where the numbers stand."""

    source: str
    target: str
    numbers: str
    corners: tuple[tuple[int, int], ...]
    label: tuple[int, int]


class Layout(NamedTuple):
    """All boxes from the top and all arrows, with the room that they take."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: int
    height: int


class _Move(NamedTuple):
    """Stages joined by steps, as rows of the column."""

    source: int
    target: int
    numbers: str

    @property
    def span(self) -> range:
        return range(min(self[:2]), max(self[:2]))

    @property
    def side(self) -> int:
        """1 for forward (right), -1 for backward (left), 0 for straight on to the next box."""
        distance = self.target - self.source
        return 0 if distance == 1 else 1 if distance > 0 else -1


def arrange(procedure: Procedure, numbers: dict[tuple[str, str], list[int]]) -> Layout:
    """Place the stages in layers from the start, and the numbered moves between them."""
    order = in_layers(procedure, list(numbers))
    row = {stage: index for index, stage in enumerate(order)}
    moves = [_Move(row[a], row[b], ", ".join(map(str, n))) for (a, b), n in numbers.items()]
    gutter = 34 + max((label_width(move.numbers) for move in moves), default=0)
    lanes = {side: _in_lanes([m for m in moves if m.side == side]) for side in (1, -1)}
    room = {side: gutter + LANE * (1 + max(lanes[side].values(), default=0)) for side in (1, -1)}
    boxes = _stacked(procedure, order, moves, MARGIN + room[-1])
    arrows = tuple(
        _straight(boxes, move)
        if move.side == 0
        else _around(boxes, moves, move, gutter + LANE * lanes[move.side][move])
        for move in moves
    )
    bottom = boxes[-1].y + boxes[-1].height + MARGIN
    return Layout(boxes, arrows, room[-1] + WIDTH + room[1] + 2 * MARGIN, bottom)


def in_layers(procedure: Procedure, moves: list[tuple[str, str]]) -> list[str]:
    """Stages in an order in which moves lead downwards, save those that lead back; final ones last.

    A walk from the start along the steps, in the order of the document: the first way described
    comes first, and each stage after those that lead to it unless they form a circle. Stages to
    which no drawn move leads come after the rest.
    """
    order: list[str] = []
    for stage in [procedure.start, *procedure.stages]:
        order += reversed(list(_walk(stage, moves, set(order))))
    return sorted(order, key=lambda stage: procedure.stages[stage].final)


def _walk(stage: str, moves: list[tuple[str, str]], seen: set[str]) -> Iterator[str]:
    """Stages that can be reached, each when all that follow from it are finished."""
    if stage in seen:
        return
    seen.add(stage)
    for source, target in moves:
        if source == stage:
            yield from _walk(target, moves, seen)
    yield stage


def label_width(numbers: str) -> int:
    """Pixels that an arrow's numbers take, with the room around them."""
    return 8 * len(numbers) + 10


def _in_lanes(moves: list[_Move]) -> dict[_Move, int]:
    """A lane for each move, short ones inside, none shared where they run side by side."""
    lanes: dict[_Move, int] = {}
    for move in sorted(moves, key=lambda move: (len(move.span), move)):
        taken = {lane for other, lane in lanes.items() if _side_by_side(move.span, other.span)}
        lanes[move] = next(lane for lane in range(len(moves)) if lane not in taken)
    return lanes


def _side_by_side(one: range, other: range) -> bool:
    return one.start <= other.stop and other.start <= one.stop


def _stacked(
    procedure: Procedure, order: list[str], moves: list[_Move], left: int
) -> tuple[Box, ...]:
    boxes: list[Box] = []
    y = MARGIN
    for row, stage in enumerate(order):
        label = tuple(lines_within(procedure.stages[stage].label, WIDTH - 40, 15))
        ports = max(len(_ports(moves, row, side)) for side in (1, -1))
        height = max(LINE * (len(label) + 1) + 26, PITCH * ports + 12)
        boxes.append(Box(stage, left, y, height, label))
        y += height + GAP
    return tuple(boxes)


def _ports(moves: list[_Move], row: int, side: int) -> list[_Move]:
    """The moves that touch a side of a box, from the top, so ordered that few cross."""
    touching = [move for move in moves if move.side == side and row in move[:2]]

    def height(move: _Move) -> tuple[bool, int, _Move]:
        below = move.span.start == row
        return below, -len(move.span) if below else len(move.span), move

    return sorted(touching, key=height)


def _port(boxes: tuple[Box, ...], moves: list[_Move], move: _Move, row: int) -> int:
    ports, box = _ports(moves, row, move.side), boxes[row]
    return box.y + box.height // 2 + PITCH * (2 * ports.index(move) - len(ports) + 1) // 2


def _straight(boxes: tuple[Box, ...], move: _Move) -> Arrow:
    above, below = boxes[move.source], boxes[move.target]
    x, top = above.x + WIDTH // 2, above.y + above.height
    middle = (x - label_width(move.numbers) // 2, top + GAP // 2 - 5)
    return Arrow(above.stage, below.stage, move.numbers, ((x, top), (x, below.y)), middle)


def _around(boxes: tuple[Box, ...], moves: list[_Move], move: _Move, away: int) -> Arrow:
    """Out of a side of one box, along its lane, and into the same side of the other."""
    edge = boxes[0].x + (WIDTH if move.side == 1 else 0)
    leave, arrive = (_port(boxes, moves, move, row) for row in move[:2])
    lane = edge + move.side * away
    corners = ((edge, leave), (lane, leave), (lane, arrive), (edge, arrive))
    label = (edge + 6 if move.side == 1 else edge - 6 - label_width(move.numbers), leave)
    source, target = boxes[move.source].stage, boxes[move.target].stage
    return Arrow(source, target, move.numbers, corners, label)
