"""Unusual spellings of dates and numbers that the schema and the vendor's guide grant."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import bridge.orders_document as orders_document
from bridge.timestamp import write_minute
from tests.defects.replies import replace
from tests.defects.unusual.catalogue import unusual
from tests.defects.unusual.documents import AMOUNTS, reshape, respell

DATED = ("DOC-1", "DOC-5", "DOC-13", "DOC-14", "DOC-15", "DOC-16", "DOC-17", "WIN-8")
PRICED = ("DOC-1", "DOC-5", "VAL-2", "VAL-11", "VAL-14", "VAL-26", "VAL-27", "VAL-28", "SYN-4")
COUNTED = ("DOC-1", "DOC-5", "DOC-21", "VAL-2", "VAL-12", "VAL-15", "VAL-27", "PAG-5", "WIN-6")


def _dated(write: Callable[[datetime], str]) -> None:
    replace(orders_document, "write_minute", write)


@unusual(*DATED)
def tells_the_half_of_the_day() -> None:
    """Dates have the 12-hour clock, which the vendor's guide allows."""
    _dated(lambda at: f"{at:%m/%d/%Y %I:%M %p}")


@unusual(*DATED)
def tells_the_half_of_the_day_twice() -> None:
    """AM or PM stands behind the 24-hour time, as in the vendor's own example."""
    _dated(lambda at: f"{at:%m/%d/%Y %H:%M %p}")


@unusual(*DATED)
def writes_dates_without_zeros() -> None:
    """Days, months and hours have no leading zeros; AM and PM are in small letters."""
    _dated(lambda at: f"{at.month}/{at.day}/{at.year} {at.hour % 12 or 12}:{at:%M %p}".lower())


@unusual(*DATED)
def tells_the_second() -> None:
    """Dates have seconds, which the published schema allows."""
    _dated(lambda at: f"{write_minute(at)}:{at:%S}")


@unusual(*DATED)
def tells_the_second_of_the_half_day() -> None:
    """Dates have seconds on the 12-hour clock."""
    _dated(lambda at: f"{at:%m/%d/%Y %I:%M:%S %p}")


@unusual(*DATED)
def says_that_dates_are_utc() -> None:
    """A Z stands behind each date, which the published schema allows."""
    _dated(lambda at: f"{write_minute(at)}Z")


@unusual(*PRICED)
def leaves_zeros_out_of_amounts() -> None:
    """Amounts have no more decimals than they need: 25, 0.5."""
    respell(lambda text: f"{Decimal(text).normalize():f}", *AMOUNTS)


@unusual(*PRICED)
def adds_zeros_to_amounts() -> None:
    """Amounts have four decimals, the last two of them zeros."""
    respell(lambda text: f"{text}00", *AMOUNTS)


@unusual(*PRICED)
def writes_amounts_as_the_schema_lets_it() -> None:
    """Amounts have a sign, leading zeros and blanks around them, and none before a point."""

    def spell(text: str) -> str:
        sign, digits = ("-", text[1:]) if text.startswith("-") else ("+", text)
        return f"\n  {sign}{digits[1:] if digits.startswith('0.') else '0' + digits} "

    respell(spell, *AMOUNTS)


@unusual(*COUNTED)
def writes_counts_as_the_schema_lets_it() -> None:
    """Quantities and the number of pages have a sign, leading zeros and blanks around them."""
    respell(lambda text: f" +0{text}\n", "Quantity")
    reshape(lambda root: root.set("pages", f" +0{root.get('pages')} "))


@unusual("DOC-1", "DOC-5", "VAL-2", "VAL-14", "VAL-26", "VAL-28")
def says_yes_with_a_one() -> None:
    """A discount is marked with 1, which is a true of XML Schema."""
    respell(lambda _text: " 1 ", "Adjustment")
