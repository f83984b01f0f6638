"""Which moment a stamp means, and which of a message's stamps is a value's."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.wire.hl7 import read, readings
from euthymia.wire.hl7.times import seconds, written

MSH = "MSH|^~\\&|APP|FAC|EUTHYMIA||20250610120000+0000||ORU^R01^ORU_R01|7|P|2.6"
ROW = "OBX|1|NM|150456^MDC_PULS_OXIM_SAT_O2^MDC|1.3.1|97|262688^MDC_DIM_PERCENT^MDC|||||R"
ARRIVED_S = datetime(2025, 6, 10, 12, 3, tzinfo=UTC).timestamp()


def row_of(text):
    return read(text.encode(), default_zone=UTC, received_s=ARRIVED_S).observations[0]


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("20210425230332.872-0400", "2021-04-26T03:03:32.872+00:00"),
        ("20210425230332", "2021-04-25T21:03:32+00:00"),  # the device's zone: Vienna
        ("202104252303", "2021-04-25T21:03:00+00:00"),
        ("20080101123456- 0600", "2008-01-01T18:34:56+00:00"),
        (" 20080101123456-0600 ", "2008-01-01T18:34:56+00:00"),
        ("20080101123456-0600^S", "2008-01-01T18:34:56+00:00"),
        ("20251026023000", "2025-10-26T00:30:00+00:00"),  # the repeated hour: the first, where nothing tells
        ("20251026023000.25", "2025-10-26T00:30:00.25+00:00"),
        ("20210425230332.8²", None),
        ("202104252303.5", None),  # half a minute is no way to write seconds
        ("20210425230332872-0400", "2021-04-26T03:03:32.872+00:00"),  # the fraction without its point
        ("20210425230332.Z", "2021-04-25T23:03:32+00:00"),
        ("2021-04-25T23:03:32Z", "2021-04-25T23:03:32+00:00"),  # ISO 8601
        ("2021-04-25 23:03:32.25-04:00", "2021-04-26T03:03:32.25+00:00"),
        ("20210425T230332+01", "2021-04-25T22:03:32+00:00"),
        ("20210425230360", "2021-04-25T21:04:00+00:00"),  # second 60 and hour 24 are the moment that follows
        ("20210425240000", "2021-04-25T22:00:00+00:00"),
        ("20210425", None),  # a day is no time of a reading
        ("2021042523", None),
        ("20211325230332", None),
        ("20210425230361", None),
        ("20210425240001", None),
        ("20210425230332+9900", None),
        ("now", None),
        ("", None),
    ],
)
def test_a_time_is_read_by_its_own_offset_or_else_the_device_s_zone(stamp, expected):
    found = seconds(stamp, ZoneInfo("Europe/Vienna"))

    assert found == (None if expected is None else pytest.approx(datetime.fromisoformat(expected).timestamp()))


@pytest.mark.parametrize(("received", "expected"), [("00:30:02", "00:30:00"), ("01:30:02", "01:30:00")])
def test_in_the_repeated_hour_the_time_of_receipt_tells_which_is_meant(received, expected):
    near_s = datetime.fromisoformat(f"2025-10-26T{received}+00:00").timestamp()

    found = seconds("20251026023000", ZoneInfo("Europe/Vienna"), near_s)

    assert found == datetime.fromisoformat(f"2025-10-26T{expected}+00:00").timestamp()


def test_a_fraction_of_a_second_counts_in_either_of_the_repeated_hours():
    near_s = datetime.fromisoformat("2025-10-26T01:30:00+00:00").timestamp()

    assert seconds("20251026023000.25", ZoneInfo("Europe/Vienna"), near_s) == near_s + 0.25


@given(st.integers(10**8, 7 * 10**9), st.integers(-14 * 60, 14 * 60))
def test_a_time_written_in_any_offset_is_the_same_moment(at_s, minutes):
    moment = datetime.fromtimestamp(at_s, timezone(timedelta(minutes=minutes)))
    sign, offset = ("-", -minutes) if minutes < 0 else ("+", minutes)
    stamp = f"{moment:%Y%m%d%H%M%S}{sign}{offset // 60:02}{offset % 60:02}"

    assert seconds(stamp, UTC) == moment.timestamp()
    assert seconds(written(moment.timestamp()), UTC) == moment.timestamp()


@pytest.mark.parametrize(
    ("own", "order", "expected"),
    [
        ("20250610110000+0000", "20250610113000+0000", "11:00"),
        ("", "20250610113000+0000", "11:30"),
        ("", "", "12:00"),
        ('""', "20250610113000+0000", "11:30"),  # null and blank are absent
        (" ", "20250610113000+0000", "11:30"),
        ("", '""', "12:00"),
        ("soon", "20250610113000+0000", "12:03"),  # wrong: of no other time but its arrival
        ("", "soon", "12:03"),
    ],
)
def test_a_row_s_time_is_its_own_then_its_order_s_then_the_message_s(own, order, expected):
    row = row_of(f"{MSH}\rOBR|1||||||{order}\r{ROW}|||{own}\r")

    assert row.at_s == datetime.fromisoformat(f"2025-06-10T{expected}:00+00:00").timestamp()


@pytest.mark.parametrize(
    ("own", "order", "sent", "timed"),
    [
        ("20250610110000+0000", "20250610113000+0000", "20250610120000+0000", "own"),
        ("", "20250610113000+0000", "20250610120000+0000", "order"),
        ("", "", "20250610120000+0000", "message"),
        ("", "", "", "arrival"),
        ("soon", "", "20250610120000+0000", "arrival"),
    ],
)
def test_where_a_row_s_time_comes_from_is_kept(own, order, sent, timed):
    text = f"{MSH.replace('20250610120000+0000', sent)}\rOBR|1||||||{order}\r{ROW}|||{own}\r"

    assert row_of(text).timed == timed


def test_without_a_time_and_an_arrival_a_row_has_none():
    message = read(f"{MSH.replace('20250610120000+0000', '')}\r{ROW}".encode(), default_zone=UTC)

    assert message.observations[0].at_s is None
    assert [u.reason for u in readings(message)[1]] == ["its time cannot be read"]


@pytest.mark.parametrize(
    ("sent", "own", "expected"),
    [
        ("20250610070000-0500", "20250610070000", "12:00"),  # the header's zone counts for what has none
        ("20250610070000-0500", "20250610115900+0000", "11:59"),  # its own counts first
        ("20250610070000", "20250610120000", "12:00"),  # the device's as set up, at last
        ("2025-06-10T07:00:00-05:00", "20250610070000", "12:00"),
        ("20250610120000Z", "20250610120000", "12:00"),
    ],
)
def test_the_zone_of_the_header_is_the_default_of_the_rest(sent, own, expected):
    row = row_of(f"{MSH.replace('20250610120000+0000', sent)}\r{ROW}|||{own}\r")

    assert row.at_s == datetime.fromisoformat(f"2025-06-10T{expected}:00+00:00").timestamp()
