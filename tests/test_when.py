"""When something happened, as surely as anybody knows it."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from edtf import parse_edtf
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, ValidationError

from concerns.when import When

days = st.dates(date(1000, 1, 1), date(9998, 12, 31))
recent = st.dates(date(2010, 1, 1), date(2030, 12, 31))
exact = recent.map(date.isoformat)
# Few months and years, so that edtf (milliseconds each) reads each only once.
coarse = st.sampled_from(["2014", "2014-07", "2016-02", "201X", "2015-XX", "2014~", "2014-07~"])
points = exact | coarse
uncertain = (
    points
    | points.map("../{}".format)
    | points.map("{}/..".format)
    | st.just("unknown")
    | st.just("2014-07?")
).map(When)


class Happening(BaseModel):
    model_config = ConfigDict(frozen=True)

    occurred: When


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "in_words"),
    [
        ("2014-07-26", "2014-07-26", "2014-07-26", "26 July 2014"),
        ("2014-07", "2014-07-01", "2014-07-31", "July 2014"),
        ("2016-02", "2016-02-01", "2016-02-29", "February 2016"),
        ("2014", "2014-01-01", "2014-12-31", "2014"),
        ("2014-07-26~", "2014-07-25", "2014-07-27", "about 26 July 2014"),
        ("2014-07~", "2014-06-01", "2014-08-31", "about July 2014"),
        ("2014-01~", "2013-12-01", "2014-02-28", "about January 2014"),
        ("2014~", "2013-01-01", "2015-12-31", "about 2014"),
        ("2014-07?", "2014-07-01", "2014-07-31", "perhaps July 2014"),
        ("2014-07-26?", "2014-07-26", "2014-07-26", "perhaps 26 July 2014"),
        ("2014%", "2013-01-01", "2015-12-31", "perhaps about 2014"),
        (
            "201X",
            "2010-01-01",
            "2019-12-31",
            "some day between 1 January 2010 and 31 December 2019",
        ),
        ("2014-07-XX", "2014-07-01", "2014-07-31", "some day between 1 July 2014 and 31 July 2014"),
        (
            "2004-10/2004-12",
            "2004-10-01",
            "2004-12-31",
            "between October 2004 and December 2004",
        ),
        (
            "2004-06~/2004-08-11",
            "2004-05-01",
            "2004-08-11",
            "between about June 2004 and 11 August 2004",
        ),
        ("../2015-04", "0001-01-01", "2015-04-30", "in or before April 2015"),
        ("../2015-04-03", "0001-01-01", "2015-04-03", "on or before 3 April 2015"),
        ("2015-04/..", "2015-04-01", "9999-12-31", "in or after April 2015"),
        ("unknown", "0001-01-01", "9999-12-31", "at a date not known"),
        ("2026-11-22T14:05:00+00:00", "2026-11-22", "2026-11-22", "22 November 2026 at 14:05"),
        ("2026-06-30T23:30:00Z", "2026-07-01", "2026-07-01", "1 July 2026 at 00:30"),
        ("2026-07-01T00:30:00.5+02:00", "2026-06-30", "2026-06-30", "30 June 2026 at 23:30"),
    ],
)
def test_a_date_is_read_as_surely_as_it_is_written(
    text: str, earliest: str, latest: str, in_words: str
) -> None:
    """Section 3: the first and last day it can have been, and how a person would say it."""
    when = When(text)
    assert (when.earliest.isoformat(), when.latest.isoformat()) == (earliest, latest)
    assert when.in_words == in_words
    assert when.text == str(when) == text


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "a date is missing"),
        ("/2015", "a date is missing"),
        ("26 July 2014", "a form not known here"),
        ("20140726", "a form not known here"),
        ("2014-21", "a form not known here"),  # EDTF's spring: whose, is not said
        ("2014-X1", "a form not known here"),
        ("[2014,2015]", "a form not known here"),
        ("2014/2015/2016", "a form not known here"),
        ("2014-07-26\n", "a form not known here"),
        ("٢٠١٤-07-26", "a form not known here"),
        ("2014-02-30", "day is out of range"),
        ("2014-02-30~", "no such day"),
        ("2014-13", "no such day or month"),
        ("2015/2014", "ends before it begins"),
        ("../..", "write unknown"),
        ("0214-07-26", "between 1000 and 9998"),
        ("9999-12-31", "between 1000 and 9998"),
        ("1000~", "between 1000 and 9998"),
        ("2014-07-26T10:00:00", "needs its offset"),
        ("2014-07-26T25:00:00Z", "no such day, time or offset"),
        ("2014-07-26T10:00:00+25:00", "no such day, time or offset"),
        ("0001-01-01T00:00:00+10:00", "between 1000 and 9998"),
    ],
)
def test_what_cannot_be_read_is_answered_with_what_is_wrong(text: str, wrong: str) -> None:
    """Section 12: what is wrong, in plain words, with dates that can be read."""
    with pytest.raises(ValueError, match=wrong) as refused:
        When(text)
    assert repr(text) in str(refused.value)
    assert "Try 2014-07-26, 2014-07, 2014" in str(refused.value)


@given(st.text(max_size=30) | st.text("0123456789-X/.~?%T:Z+", max_size=24))
@settings(max_examples=200)
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text can raise anything but ValueError, and what is read comes back unchanged."""
    try:
        when = When(text)
    except ValueError as refused:
        assert "cannot be read as a date" in str(refused)  # noqa: PT017 - both ways are right
    else:
        assert when.text == text
        assert when.in_words


def test_spaces_around_are_left_out() -> None:
    """What a person typed is read; the value itself takes none."""
    assert When.parse(" 2014-07 \n") == When("2014-07")


@given(uncertain, uncertain)
def test_bounds_are_in_order_and_the_text_is_the_identity(one: When, other: When) -> None:
    """The first possible day is never after the last; equal texts are equal values."""
    assert one.earliest <= one.latest
    assert (one == other) == (one.text == other.text)
    assert hash(one) == hash(When(one.text))


@given(days)
@settings(max_examples=40)
def test_the_fast_way_reads_exact_dates_as_edtf_does(day: date) -> None:
    """The short cut past the library may not differ from it."""
    when = When(day.isoformat())
    theirs = parse_edtf(day.isoformat())
    assert when.is_exact
    assert tuple(theirs.lower_strict()[:3]) == when.earliest.timetuple()[:3]
    assert tuple(theirs.upper_strict()[:3]) == when.latest.timetuple()[:3]


@pytest.mark.parametrize(
    ("text", "is_exact"),
    [
        ("2014-07-26", True),
        ("2026-11-22T14:05:00Z", True),
        ("2014-07-26?", False),
        ("2014-07-26~", False),
        ("2014-07-26%", False),
        ("2014-07", False),
        ("unknown", False),
    ],
)
def test_only_one_undoubted_day_is_exact(text: str, is_exact: bool) -> None:  # noqa: FBT001
    """A day that is doubted is not exact, though it has one day only."""
    assert When(text).is_exact is is_exact


@given(uncertain, recent)
def test_by_a_day_is_told_only_when_sure(when: When, day: date) -> None:
    """Section 5: True if every possible day is by then, False if none is, else cannot be told."""
    answer = when.by(day)
    assert (answer is True) == (when.latest <= day)
    assert (answer is False) == (when.earliest > day)
    if answer is True:
        assert when.by(day + timedelta(days=1)) is True


def test_an_unknown_date_is_never_told() -> None:
    """Not even at the end of the calendar: unknown is not late."""
    assert When("unknown").by(date.max) is None
    assert When("unknown").by(date.min) is None
    assert When("2015-04/..").by(date.max) is None


@given(uncertain, uncertain)
def test_before_agrees_with_every_day_each_can_have_been(one: When, other: When) -> None:
    """True if every pair of possible days is in order, False if none is, else cannot be told."""
    answer = one.before(other)
    assert (answer is True) == (one.latest < other.earliest)
    assert (answer is False) == (one.earliest >= other.latest)
    if answer is True:
        assert other.before(one) is False


def test_two_moments_of_a_day_are_in_order() -> None:
    """By the moment where both name one; otherwise the same day is not before."""
    morning, noon = When("2026-11-22T09:00:00Z"), When("2026-11-22T13:00:00+01:00")
    assert morning.before(noon) is True
    assert noon.before(morning) is False
    assert morning.before(When("2026-11-22")) is False


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)), st.integers(-14, 14))  # noqa: DTZ001
def test_a_moment_is_the_same_in_every_offset(at: datetime, hours: int) -> None:
    """RFC 3339: the offset it is written with changes neither the moment nor London's day."""
    here = at.replace(tzinfo=UTC)
    there = here.astimezone(timezone(timedelta(hours=hours)))
    one, other = When(here.isoformat()), When(there.isoformat())
    assert one.moment == other.moment == here
    assert (one.earliest, one.latest) == (other.earliest, other.latest)


@given(points.map(When), points.map(When))
def test_days_between_dates_are_least_and_most(one: When, other: When) -> None:
    """The least is reached from the last day to the first, the most the other way round."""
    between = one.days_to(other)
    assert between is not None
    least, most = between
    assert one.latest + timedelta(days=least) == other.earliest
    assert one.earliest + timedelta(days=most) == other.latest
    assert other.days_to(one) == (-most, -least)


def test_days_between_a_month_and_a_day() -> None:
    """30 days from the month's first day, none from its last."""
    assert When("2014-07").days_to(When("2014-07-31")) == (0, 30)


@given(uncertain, uncertain)
def test_days_to_an_open_date_cannot_be_told(one: When, other: When) -> None:
    """None exactly where a side is not bounded."""
    is_open = any("unknown" in w.text or ".." in w.text for w in (one, other))
    assume(is_open)
    assert one.days_to(other) is None


@given(uncertain)
def test_it_travels_through_json_as_its_text(when: When) -> None:
    """Section 3: a fact stores the EDTF text, and reads back the same value."""
    happening = Happening(occurred=when)
    assert happening.model_dump_json() == f'{{"occurred":"{when.text}"}}'
    assert happening.model_dump() == {"occurred": when.text}
    assert Happening.model_validate_json(happening.model_dump_json()) == happening


def test_a_model_says_which_field_cannot_be_read() -> None:
    """Section 12: what is wrong and where."""
    with pytest.raises(ValidationError, match=r"occurred[\s\S]*ends before it begins"):
        Happening.model_validate({"occurred": "2015/2014"})
    with pytest.raises(ValidationError, match="occurred"):
        Happening.model_validate({"occurred": 2014})


def test_the_schema_is_a_string_with_examples() -> None:
    """OpenAPI readers see what may be written."""
    said = Happening.model_json_schema()["properties"]["occurred"]
    assert said["type"] == "string"
    assert said["examples"] == ["2014-07-26", "2014-07"]


def test_a_value_cannot_be_changed() -> None:
    """Frozen, bounds included."""
    with pytest.raises(AttributeError):
        When("2014").latest = date.max  # type: ignore[misc]


def test_it_can_be_imported_where_warnings_are_errors() -> None:
    """The libraries' remarks on their own grammar are silenced, and no other warning is."""
    code = "import warnings; from concerns.when import When; When('2014-07~'); warnings.warn('x')"
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False
    )
    assert ran.stderr.strip().endswith("UserWarning: x")
