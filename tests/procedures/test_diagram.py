"""A procedure's diagram: complete, readable without colour, safe to show, always the same."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise, permutations
from typing import Any

import pytest

from concerns.procedures.drawing.diagram import draw
from concerns.procedures.procedure import Procedure

SVG = "{http://www.w3.org/2000/svg}"
ACTS = (
    "keep_logs",
    "excuse_duties",
    "authorise_departures",
    "correct",
    "annul",
    "verify_plan_items",
)


def procedure(steps: dict[str, dict[str, Any]], **stages: dict[str, Any]) -> Procedure:
    """A procedure with these stages and steps, decided by the officer unless a step says so."""
    usual = {"fact": "RagStatusSet", "by": ["officer"], "requirement": ["SML-ST-01"]}
    return Procedure.model_validate(
        {
            "procedure": "smallshire",
            "title": "Worries & <fears>",
            "version": "1",
            "in_force_from": "unknown",
            "calendar": "england-and-wales",
            "source": "a test",
            "roles": {"officer": {"title": "Quality Officer"}, "director": {"title": "Director"}},
            "stages": stages,
            "steps": {key: usual | {"title": f"To {key}"} | step for key, step in steps.items()},
            "acts": {act: ["officer"] for act in ACTS},
        }
    )


def small() -> Procedure:
    """Watched, suspended, closed: with a way back, one step at any time and one that stays."""
    signed = {"by": ["director"], "together_with": [{"role": "officer", "when": "nursing_home"}]}
    return procedure(
        {
            "visit": {"from": ["suspended"]},
            "hand_over": {"from": "any", "to": "closed"},
            "suspend": {"from": ["watched"], "to": "suspended", "choices": ["nursing_home"]}
            | signed,
            "lift": {"from": ["suspended"], "to": "watched"},
            "close": {"from": ["watched", "suspended"], "to": "closed"},
        },
        watched={"label": "Watched", "rag": "amber", "start": True},
        suspended={"label": "No new placements", "rag": "red"},
        closed={"label": "Closed", "final": True},
    )


def crowded() -> Procedure:
    """Seven stages, with a step from each to each."""
    names = "abcdefg"
    return procedure(
        {f"{a}{b}": {"from": [a], "to": b} for a, b in permutations(names, 2)},
        **{name: {"label": f"Stage {name}", "start": name == "a"} for name in names},
    )


def parsed(drawn: Procedure) -> ET.Element:
    return ET.fromstring(draw(drawn))  # noqa: S314 - our own text, from our own data


def texts(image: ET.Element) -> list[str]:
    return [text.text or "" for text in image.iter(f"{SVG}text")]


def boxes(image: ET.Element) -> list[tuple[int, int, int, int]]:
    """Left, top, right, bottom of each stage's box."""
    return [
        (x, y, x + width, y + height)
        for rect in image.iter(f"{SVG}rect")
        if rect.get("rx") == "6"
        for x, y, width, height in [[int(rect.attrib[k]) for k in ("x", "y", "width", "height")]]
    ]


def arrows(image: ET.Element) -> list[list[tuple[int, int]]]:
    """The corners of each arrow."""
    return [
        [(int(x), int(y)) for x, y in re.findall(r"(\d+) (\d+)", path.attrib["d"])]
        for path in image.iter(f"{SVG}path")
        if path.get("fill") == "none"
    ]


def test_somebody_who_hears_the_diagram() -> None:
    """Title and description tell every stage and step in words (WCAG 2.2, 1.1.1)."""
    image = parsed(small())
    told = image.findtext(f"{SVG}desc") or ""
    assert image.get("role") == "img"
    assert image.findtext(f"{SVG}title") == "Stages and steps of the procedure “Worries & <fears>”"
    assert "Stage “Watched” (amber, start)." in told
    assert "Stage “Closed” (no colour, final)." in told
    assert (
        "1. “To suspend”, from “Watched”, to “No new placements”: decided by Director, "
        "together with Quality Officer (if nursing home)."
    ) in told
    assert "4. “To hand_over”, at any time, to “Closed”: decided by Quality Officer." in told


def test_a_title_and_description_that_are_named() -> None:
    """The image is labelled by its own title and description."""
    image = parsed(small())
    ids = [image.find(f"{SVG}{name}") for name in ("title", "desc")]
    assert image.get("aria-labelledby") == " ".join(
        found.attrib["id"] for found in ids if found is not None
    )


def test_somebody_who_sees_no_colours() -> None:
    """Each stage says its colour as a word; final ones have a double border (WCAG 2.2, 1.4.1)."""
    image = parsed(small())
    said = texts(image)
    assert said.index("AMBER · start") == said.index("Watched") + 1
    assert said.index("RED") == said.index("No new placements") + 1
    assert said.index("NO COLOUR") == said.index("Closed") + 1
    outer, inner = boxes(image)[-2:]
    assert len(boxes(image)) == 4
    assert (outer[0] + 5, outer[1] + 5, outer[2] - 5, outer[3] - 5) == inner


def test_words_on_every_background() -> None:
    """Words stand out 4.5 to 1 and borders 3 to 1 at least (WCAG 2.2, 1.4.3 and 1.4.11)."""
    colours = {"green": {"rag": "green"}, "amber": {"rag": "amber"}, "red": {"rag": "red"}}
    stages = {key: {"label": key, "start": key == "green"} | rag for key, rag in colours.items()}
    image = parsed(procedure({"any": {"from": "any"}}, **stages, none={"label": "none"}))
    inks = {text.attrib["fill"] for text in image.iter(f"{SVG}text")}
    rects = list(image.iter(f"{SVG}rect"))
    assert len({rect.attrib["fill"] for rect in rects}) == 5
    assert all(contrast(ink, rect.attrib["fill"]) >= 4.5 for ink in inks for rect in rects)
    strokes = {each.attrib["stroke"] for each in image.iter() if "stroke" in each.attrib}
    assert all(contrast(stroke, "#ffffff") >= 3 for stroke in strokes)


def contrast(one: str, other: str) -> float:
    """The contrast ratio as WCAG 2.2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(p * weight for p, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def test_the_measure_of_contrast() -> None:
    """The tests' own measure says 21 for black on white, as WCAG does."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_arrows_and_their_legend() -> None:
    """Steps that move the case are arrows, with numbers that the legend explains."""
    image = parsed(small())
    said = texts(image)
    assert len(arrows(image)) == 4
    legend = said[said.index("Steps that move the case (numbers on the arrows)") :]
    who = ["Director", "Quality Officer (if", "nursing home)"]
    assert legend[1:7] == ["1", "To suspend", *who, "SML-ST-01"]
    drawn = said[: said.index("No.")]
    assert [number for number in drawn if number.isdigit()] == ["1", "2", "3", "3"]


def test_steps_without_an_arrow() -> None:
    """What can be done at any time, or without leaving a stage, is listed and not drawn."""
    said = texts(parsed(small()))
    assert said[said.index("At any time") + 1 :][:2] == ["4", "To hand_over → Closed"]
    assert said[said.index("Without leaving: No new placements") + 1 :][:2] == ["5", "To visit"]


def test_many_arrows() -> None:
    """No arrow passes through a box, and no two enter or leave a box at one point."""
    image = parsed(crowded())
    assert len(boxes(image)) == 7
    assert len(arrows(image)) == 42
    for corners in arrows(image):
        for start, end in pairwise(corners):
            assert not any(crosses(start, end, box) for box in boxes(image))
    ends = [corners[end] for corners in arrows(image) for end in (0, -1)]
    assert len(set(ends)) == len(ends)


def crosses(start: tuple[int, int], end: tuple[int, int], box: tuple[int, int, int, int]) -> bool:
    """Does an upright or level line reach inside a box?"""
    (left, right), (top, bottom) = (sorted(pair) for pair in zip(start, end, strict=True))
    return left < box[2] and right > box[0] and top < box[3] and bottom > box[1]


def test_arrows_in_lanes() -> None:
    """No two arrows run upon each other, however many there are."""
    upright = [
        (start[0], *sorted((start[1], end[1])))
        for corners in arrows(parsed(crowded()))
        for start, end in pairwise(corners)
        if start[0] == end[0]
    ]
    for (x, top, bottom), (other_x, other_top, other_bottom) in permutations(upright, 2):
        assert x != other_x or bottom < other_top or other_bottom < top


def test_a_page_that_trusts_no_scripts_or_styles() -> None:
    """The image needs nothing else: no scripts, styles, links or pictures from elsewhere."""
    image = parsed(small())
    assert {each.tag.removeprefix(SVG) for each in image.iter()} == {
        *("svg", "title", "desc", "g", "rect", "path", "text"),
    }
    attributes = {name for each in image.iter() for name in each.attrib}
    assert not {name for name in attributes if name.startswith("on") or name in ("style", "href")}


def test_the_same_procedure_twice() -> None:
    """The same procedure gives the same bytes; another gives others."""
    assert draw(small()) == draw(small())
    assert draw(small()) != draw(crowded())
