from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bridge.record import MISSING, Record, clean

ABSURD: list[Any] = [None, True, [], {}, [[1]], {"a": {}}, -1, Decimal("NaN"), Decimal("Infinity"), 10**50]


def test_characters_that_xml_lacks_are_left_out() -> None:
    assert clean("a\x00\x07\x0b\ufffe\uffff\ud800b\t\n", 50) == "ab\t\n"


def test_texts_are_cut_between_characters_and_counted_in_utf_16_units() -> None:
    assert clean("ab😀", 4) == "ab😀"
    assert clean("ab😀", 3) == "ab"
    assert clean("😀" * 30, 50) == "😀" * 25


@settings(deadline=None, database=None)
@given(st.text(st.characters(exclude_categories=())), st.integers(1, 20))
def test_whatever_is_cleaned_fits_and_can_be_written(text: str, limit: int) -> None:
    cleaned = clean(text, limit)
    assert len(cleaned.encode("utf-16-le")) <= 2 * limit
    etree.Element("X").text = cleaned


def test_a_text_of_blanks_is_none() -> None:
    assert Record({"a": " \t"}).text("a", 10) == ""


def test_a_needed_text_that_is_missing_is_blamed_by_its_path() -> None:
    record = Record({"lineItems": [{}, {"extras": {"name": 3}}]})
    assert record.children("lineItems")[1].child("extras").needed("name", 10) == MISSING
    assert record.unusable == ["lineItems[1].extras.name"]


@pytest.mark.parametrize("value", ABSURD)
def test_absurd_values_are_no_values(value: Any) -> None:
    record = Record({"a": value})
    assert record.text("a", 10) == ""
    assert record.child("a").children("a") == []
    assert record.time("a") is None
    assert record.amount("a") is None
    assert record.count("a") is None


@pytest.mark.parametrize("value", ["text", 7, None, [{}]])
def test_what_is_no_object_reads_as_an_empty_one(value: Any) -> None:
    assert Record(value).text("a", 10) == ""


@pytest.mark.parametrize(
    ("value", "identity"), [(1392, "1392"), ("ab", "ab"), (0, "0"), ("x" * 50, "x" * 50)]
)
def test_identities_are_whole_numbers_or_texts(value: Any, identity: str) -> None:
    assert Record({"id": value}).identity("id") == identity


@pytest.mark.parametrize("value", [None, True, "", " ", "a\x00", "x" * 51, Decimal("1.5"), 10**50, []])
def test_an_identity_is_never_repaired(value: Any) -> None:
    assert Record({"id": value}).identity("id") is None


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (5, "5.00"),
        (Decimal("0.005"), "0.01"),
        (Decimal("2.675"), "2.68"),
        (Decimal("-0.0"), "0.00"),
        (Decimal("9999999.99"), "9999999.99"),
        (Decimal("1E-400"), "0.00"),
    ],
)
def test_amounts_are_whole_cents_rounded_half_up(value: Any, amount: str) -> None:
    assert str(Record({"a": value}).amount("a")) == amount


@pytest.mark.parametrize(
    "value", [Decimal("9999999.995"), 10_000_000, Decimal("-0.01"), "5", Decimal("1E+400")]
)
def test_amounts_beyond_nine_digits_or_below_zero_are_none(value: Any) -> None:
    assert Record({"a": value}).amount("a") is None


def test_counts_are_whole_and_in_shipstations_range() -> None:
    values = [1, 99_999, Decimal("2.0"), 0, 100_000, Decimal("1.5")]
    assert [Record({"n": value}).count("n") for value in values] == [1, 99_999, 2, None, None, None]


def test_a_version_is_a_whole_number() -> None:
    assert [Record({"version": value}).version() for value in (3, True, "3", None)] == [3, None, None, None]


def test_times_are_read_in_utc() -> None:
    time = Record({"at": "2026-03-13T17:34:00.000Z"}).time("at")
    assert time is not None
    assert time.hour == 17
    assert Record({"at": "never"}).time("at") is None


def test_only_true_is_a_flag() -> None:
    assert [Record({"f": value}).flag("f") for value in (True, 1, "true", None)] == [
        True,
        False,
        False,
        False,
    ]
