"""The bytes that are hashed: framed in one way, and read back only if framed in that way."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concerns.evidence.entry import MAX_ENTRY, Entry, frame, parse, parts
from concerns.evidence.leaf import leaf_hash
from concerns.evidence.unsound import Fault, Unsound

ENTRY = Entry(
    origin="concerns.example/northtown-1",
    index=41,
    recorded_at=datetime(2026, 3, 2, 9, 30, 0, 120, UTC),
    case=UUID("018f3a3e-5c00-7000-8000-00000000000a"),
    version=7,
    name="plan-agreed/1",
    body=b'{"reason":"three actions\xe2\x80\x94one late"}',
)
RAW = (
    b"provider-concerns-entry/1\n"
    b"concerns.example/northtown-1\n"
    b"41\n"
    b"2026-03-02T09:30:00.000120Z\n"
    b"018f3a3e-5c00-7000-8000-00000000000a\n"
    b"7\n"
    b"plan-agreed/1\n"
    b'{"reason":"three actions\xe2\x80\x94one late"}'
)


def test_an_entry_has_exactly_these_bytes() -> None:
    """Pinned for ever: every hash of every log rests on them."""
    assert frame(ENTRY) == RAW
    assert parse(RAW) == ENTRY
    assert leaf_hash(RAW) == sha256(b"\x00" + RAW).digest()


def test_an_entrys_parts_are_its_own_bytes() -> None:
    """For comparing the copies in columns, without reading what they mean."""
    found = parts(RAW)
    assert b"\n".join([b"provider-concerns-entry/1", *found]) == RAW
    assert (found.leaf_index, found.name, found.body) == (b"41", b"plan-agreed/1", ENTRY.body)


def test_an_instant_is_written_in_utc() -> None:
    """The same moment told in another zone is the same entry."""
    summer = timezone(timedelta(hours=1))
    assert frame(replace(ENTRY, recorded_at=ENTRY.recorded_at.astimezone(summer))) == RAW
    year_one = replace(ENTRY, recorded_at=datetime(1, 1, 1, tzinfo=UTC))
    assert b"\n0001-01-01T00:00:00.000000Z\n" in frame(year_one)
    assert parse(frame(year_one)) == year_one


@pytest.mark.parametrize(
    ("held", "put"),
    [
        (b"entry/1", b"entry/2"),
        (b"provider", b" provider"),
        (b"concerns.example/northtown-1\n", b"\n"),
        (b"northtown-1", b"north town"),
        (b"northtown-1", b"north+town"),
        (b"northtown-1", b"north\ttown"),
        (b"northtown-1", b"north\xfftown"),
        (b"northtown-1", b"north\xc2\xa0town"),
        (b"\n41\n", b"\n041\n"),
        (b"\n41\n", b"\n-41\n"),
        (b"\n41\n", b"\n+41\n"),
        (b"\n41\n", b"\n4_1\n"),
        (b"\n41\n", b"\n41 \n"),
        (b"\n41\n", b"\n41\r\n"),
        (b"\n41\n", b"\n\n"),
        (b"\n41\n", b"\n\xd9\xa4\n"),
        (b"\n41\n", b"\n9223372036854775808\n"),
        (b"\n41\n", b"\n99999999999999999999\n"),
        (b"2026-03-02", b"2026-02-30"),
        (b"2026-03-02", b"2026-13-02"),
        (b"2026-03-02", b"0000-03-02"),
        (b"2026-03-02", b"20260302"),
        (b"T09:30", b" 09:30"),
        (b"T09:30", b"T24:00"),
        (b"09:30:00", b"09:30:60"),
        (b".000120Z", b".00012Z"),
        (b".000120Z", b"Z"),
        (b".000120Z", b".000120+00:00"),
        (b".000120Z", b".000120z"),
        (b"00000000000a", b"00000000000A"),
        (b"00000000000a", b"0000000000a"),
        (b"018f3a3e-5c00", b"018f3a3e5c00"),
        (b"018f3a3e-", b"{018f3a3e-"),
        (b"\n7\n", b"\n07\n"),
        (b"\n7\n", b"\n9223372036854775808\n"),
        (b"plan-agreed/1", b"plan-agreed"),
        (b"plan-agreed/1", b"plan-agreed/0"),
        (b"plan-agreed/1", b"plan-agreed/01"),
        (b"plan-agreed/1", b"Plan-agreed/1"),
        (b"plan-agreed/1", b"plan agreed/1"),
        (ENTRY.body, b""),
        (b"\n" + ENTRY.body, b""),
        (b"\nplan-agreed/1", b""),
    ],
)
def test_what_would_be_written_otherwise_is_refused(held: bytes, put: bytes) -> None:
    """No entry has two spellings, so no two entries share a hash's meaning."""
    assert held in RAW
    with pytest.raises(Unsound) as refused:
        parse(RAW.replace(held, put))
    assert refused.value.fault == Fault.ENTRY_MALFORMED


@pytest.mark.parametrize(
    "wrong",
    [
        replace(ENTRY, origin=""),
        replace(ENTRY, origin="two\nlines"),
        replace(ENTRY, origin="\ud800"),
        replace(ENTRY, index=-1),
        replace(ENTRY, index=2**63),
        replace(ENTRY, version=-1),
        replace(ENTRY, recorded_at=datetime(2026, 3, 2)),  # noqa: DTZ001 - no zone is the point
        replace(ENTRY, name="plan-agreed/1\n"),
        replace(ENTRY, name="plan-agreed"),
        replace(ENTRY, body=b""),
    ],
)
def test_what_could_not_be_read_back_is_never_framed(wrong: Entry) -> None:
    """Also a time that does not say its zone."""
    with pytest.raises(Unsound) as refused:
        frame(wrong)
    assert refused.value.fault == Fault.ENTRY_MALFORMED


def test_the_largest_numbers_are_entries_too() -> None:
    """As many leaves as a checkpoint can count, as many versions as a column can hold."""
    largest = replace(ENTRY, index=2**63 - 1, version=2**63 - 1)
    assert parse(frame(largest)) == largest
    first = replace(ENTRY, index=0, version=0)
    assert parse(frame(first)) == first


def test_an_entry_fits_into_a_bundle_or_is_refused() -> None:
    """C2SP tlog-tiles gives its length two bytes."""
    room = MAX_ENTRY - len(RAW) + len(ENTRY.body)
    largest = frame(replace(ENTRY, body=b"x" * room))
    assert len(largest) == 65_535
    assert parse(largest).body == b"x" * room
    for call in (lambda: frame(replace(ENTRY, body=b"x" * (room + 1))), lambda: parts(RAW * 999)):
        with pytest.raises(Unsound) as refused:
            call()
        assert refused.value.fault == Fault.ENTRY_TOO_LARGE


@given(
    st.integers(0, 2**63 - 1),
    st.datetimes(timezones=st.just(UTC)),
    st.uuids(),
    st.integers(0, 2**63 - 1),
    st.from_regex(r"[a-z][a-z0-9-]{0,20}/[1-9][0-9]{0,2}", fullmatch=True),
    st.binary(min_size=1, max_size=80),
)
def test_every_entry_comes_back(
    index: int, at: datetime, case: UUID, version: int, name: str, body: bytes
) -> None:
    """Any body, also one with newlines."""
    entry = Entry("concerns.example/x", index, at, case, version, name, body)
    assert parse(frame(entry)) == entry


@given(st.integers(0, len(RAW) - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused_or_says_something_else(at: int, change: int) -> None:
    """Whatever is read, is what is written; and its hash is another."""
    changed = RAW[:at] + bytes([RAW[at] ^ change]) + RAW[at + 1 :]
    try:
        entry = parse(changed)
    except Unsound:
        return
    assert entry != ENTRY
    assert frame(entry) == changed
    assert leaf_hash(changed) != leaf_hash(RAW)
