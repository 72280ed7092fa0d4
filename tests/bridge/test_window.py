from datetime import UTC, datetime

import pytest
from starlette.exceptions import HTTPException

from bridge.window import Window, read_page, read_window


def test_the_end_reaches_through_its_minute() -> None:
    window = read_window({"start_date": "03/13/2026 17:28", "end_date": "03/13/2026 17:33"})
    start, end = datetime(2026, 3, 13, 17, 28, tzinfo=UTC), datetime(2026, 3, 13, 17, 34, tzinfo=UTC)
    assert window == Window(start, end)


def test_a_window_may_be_one_minute_long() -> None:
    window = read_window({"start_date": "03/13/2026 17:33:59", "end_date": " 3/13/2026 5:33 PM "})
    assert (window.end - window.start).total_seconds() == 60


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({}, "start_date is missing"),
        ({"start_date": "03/13/2026 17:28"}, "end_date is missing"),
        ({"start_date": "", "end_date": "03/13/2026 17:28"}, "start_date must be a time"),
        ({"start_date": "03/13/2026 17:28", "end_date": "soon"}, "end_date must be a time"),
        (
            {"start_date": "03/13/2026 17:28", "end_date": "03/13/2026 17:27"},
            "end_date lies before start_date",
        ),
        (
            {"start_date": "03/13/2026 17:28", "end_date": "12/31/9999 23:59"},
            "end_date lies beyond the calendar",
        ),
    ],
)
def test_what_is_no_window_is_refused(query: dict[str, str], sentence: str) -> None:
    with pytest.raises(HTTPException, match=sentence) as refused:
        read_window(query)
    assert refused.value.status_code == 400


def test_the_first_page_is_meant_when_none_is_named() -> None:
    assert (read_page({}), read_page({"page": "1"}), read_page({"page": "32768"})) == (1, 1, 32768)


@pytest.mark.parametrize("page", ["", "0", "-1", "abc", "1.5", " 1", "+1", "1e3", "٣", "9" * 5000])
def test_what_is_no_page_is_refused(page: str) -> None:
    with pytest.raises(HTTPException) as refused:
        read_page({"page": page})
    assert refused.value.status_code == 400
