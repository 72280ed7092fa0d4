from datetime import UTC, date, datetime

import pytest

from bridge.timestamp import read_date, read_iso, read_minute, write_iso, write_minute


@pytest.mark.parametrize(
    "text",
    ["03/04/2026 17:05", "3/4/2026 17:05", "3/4/2026 5:05 PM", "3/4/2026 5:05pm", "03/04/2026 17:05:59"],
)
def test_all_forms_of_a_minute_are_read(text: str) -> None:
    assert read_minute(text) == datetime(2026, 3, 4, 17, 5, tzinfo=UTC)


def test_midnight_and_noon_on_the_twelve_hour_clock() -> None:
    assert read_minute("1/2/2026 12:00 AM").hour == 0
    assert read_minute("1/2/2026 12:00 PM").hour == 12


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-03-04 17:05",
        "13/04/2026 17:05",
        "02/29/2026 17:05",
        "03/04/2026",
        "03/04/2026 24:05",
        "03/04/2026 17:60",
        "03/04/2026 17:05:61",
        "03/04/2026 17:05 PM",
        "03/04/2026 0:05 AM",
        "03/04/2026  17:05",
        "03/04/26 17:05",
        "00/04/2026 17:05",
        "03/04/0000 17:05",
        "٠٣/04/2026 17:05",
        "03/04/2026 17:05\n",
    ],
)
def test_what_is_no_minute_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_minute(text)


def test_a_date_needs_no_time() -> None:
    assert read_date("10/9/2019") == date(2019, 10, 9)
    with pytest.raises(ValueError, match="MM/dd/yyyy"):
        read_date("2019-10-09")


def test_minutes_are_written_with_all_their_digits() -> None:
    assert write_minute(datetime(2026, 3, 4, 7, 5, 59, tzinfo=UTC)) == "03/04/2026 07:05"
    assert write_minute(datetime(26, 3, 4, 7, 5, tzinfo=UTC)) == "03/04/0026 07:05"


def test_iso_times_come_out_in_utc() -> None:
    assert read_iso("2024-07-25T10:00:00.123Z") == datetime(2024, 7, 25, 10, 0, 0, 123000, tzinfo=UTC)
    assert read_iso("2024-07-25T10:00:00+02:00").hour == 8
    assert read_iso("2024-07-25T10:00:00").hour == 10


@pytest.mark.parametrize("text", ["", "yesterday", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-01:00"])
def test_what_is_no_iso_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_iso(text)


def test_iso_times_are_written_as_careportals_writes_them() -> None:
    assert write_iso(datetime(2024, 7, 25, 10, tzinfo=UTC)) == "2024-07-25T10:00:00.000Z"
