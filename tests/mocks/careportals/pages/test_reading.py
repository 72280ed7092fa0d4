from datetime import UTC, datetime

import pytest

from mocks.careportals.pages.reading import dollars, joined, mapping, moment, words


@pytest.mark.parametrize(
    ("value", "text"),
    [(" a ", "a"), (2, "2"), (0.5, "0.5"), (None, ""), (True, ""), ([1], ""), ({"a": 1}, "")],
)
def test_words_are_texts_and_numbers(value: object, text: str) -> None:
    assert words(value) == text


def test_what_is_missing_leaves_no_gap() -> None:
    assert joined("a", None, " ", 3, by=", ") == "a, 3"


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234.5, "$1,234.50"), (0, "$0.00"), (-3, "-$3.00"), (1e300, "1e+300"), ("5", ""), (True, "")],
)
def test_amounts_are_dollars(value: object, text: str) -> None:
    assert dollars(value) == text


@pytest.mark.parametrize("value", [None, 5, "", "soon", "2024-13-01T00:00:00Z", "0001-01-01T00:00:00+14:00"])
def test_what_is_no_time_is_none(value: object) -> None:
    assert moment(value) is None


def test_a_time_is_read_as_documented() -> None:
    assert moment("2024-07-25T10:00:00.000Z") == datetime(2024, 7, 25, 10, tzinfo=UTC)


@pytest.mark.parametrize(("value", "found"), [({"a": 1}, {"a": 1}), ([], {}), ("x", {})])
def test_what_is_no_object_is_an_empty_one(value: object, found: object) -> None:
    assert mapping(value) == found
