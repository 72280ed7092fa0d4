"""How pages word things."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from mocks.shipstation.mapping import TABS
from mocks.shipstation.pages.words import TAB_NAMES, line_total, moment, pretty_xml, summary


def line(name: str, *, adjustment: bool = False) -> dict[str, Any]:
    return {"quantity": 2, "name": name, "adjustment": adjustment}


def test_a_moment_is_told_in_utc() -> None:
    assert moment("2026-03-03T07:04:40.123Z") == "3 Mar 2026, 07:04:40 UTC"
    assert moment(datetime(2026, 3, 3, 1, tzinfo=timezone(timedelta(hours=2)))) == "2 Mar 2026, 23:00:00 UTC"
    assert moment(datetime(1970, 1, 1, tzinfo=UTC)) == "1 Jan 1970, 00:00:00 UTC"


def test_every_tab_has_a_name() -> None:
    assert set(TAB_NAMES) == set(TABS)


def test_the_summary_names_two_goods_and_no_adjustment() -> None:
    assert summary([line("A"), line("OFF", adjustment=True)]) == "2 × A"
    assert summary([line("A"), line("B"), line("C"), line("D")]) == "2 × A, 2 × B and 2 more"
    assert summary([]) == ""


@pytest.mark.parametrize(
    ("price", "total"), [("50.00", "100.00"), (" 1.005 ", "2.01"), ("-10", "-20.00"), ("9" * 40, "9" * 40)]
)
def test_a_line_costs_quantity_times_price(price: str, total: str) -> None:
    assert str(line_total({"quantity": 2, "unitPrice": price})) == total


def test_xml_is_shown_with_a_line_for_each_element() -> None:
    assert pretty_xml("<?xml version='1.0' encoding='utf-8'?>\n<a><b>x</b></a>") == "<a>\n  <b>x</b>\n</a>"
