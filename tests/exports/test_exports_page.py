"""docs/reference/exports.md says what exports hold: no column, object or format is left out."""

from pathlib import Path

import orjson
import pytest
from export_logs import every_kind, two_cases, written

from concerns.exports.attributes import common
from concerns.exports.formats import FORMATS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "exports.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_each_format_is_described(form: str) -> None:
    """By the name that is typed, with its suffix."""
    suffix = FORMATS[form].suffix  # pyright: ignore[reportArgumentType] - a name from the list
    assert f"| `{form}` | `{suffix}` |" in PAGE


def test_each_attribute_of_every_event_is_described() -> None:
    """An analyst looks a column up."""
    assert [name for name in common(two_cases()[0]) if f"`{name}`" not in PAGE] == []


def test_each_object_its_attributes_and_its_links_are_described() -> None:
    """As OCEL names them."""
    told = orjson.loads(written("ocel", every_kind()))
    kinds = {one["name"]: {a["name"] for a in one["attributes"]} for one in told["objectTypes"]}
    assert len(kinds) == 7
    for kind, attributes in kinds.items():
        (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{kind}` | `")]
        assert [name for name in attributes if f"`{name}`" not in row] == []
    links = {link["qualifier"] for event in told["events"] for link in event["relationships"]}
    assert [link for link in links if f"`{link}`" not in PAGE] == []
