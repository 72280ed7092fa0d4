"""How requests are worded."""

from datetime import UTC, datetime
from typing import Literal
from urllib.parse import parse_qs

import pytest
from lxml import etree

from mocks.shipstation.form import read_form
from mocks.shipstation.protocol import (
    Window,
    basic_header,
    export_query,
    full_url,
    minute,
    notice_bytes,
    notify_query,
)
from mocks.shipstation.settings import StoreSettings
from tests.mocks.shipstation.shop import form

WINDOW = Window(datetime(2012, 1, 23, 17, 28, tzinfo=UTC), datetime(2012, 1, 23, 17, 33, tzinfo=UTC))
PLAIN = StoreSettings()


def test_a_poll_is_worded_as_in_the_vendors_guide() -> None:
    assert export_query(WINDOW, 1, PLAIN) == (
        "action=export&start_date=01%2f23%2f2012+17%3a28&end_date=01%2f23%2f2012+17%3a33&page=1"
    )


def test_the_other_spellings_can_be_chosen() -> None:
    settings = StoreSettings(blank="%20", hex_case="upper")
    assert "start_date=01%2F23%2F2012%2017%3A28" in export_query(WINDOW, 1, settings)


def test_a_notice_names_number_carrier_service_tracking() -> None:
    assert notify_query("1392", "UPS", "UPS Ground", "", PLAIN) == (
        "action=shipnotify&order_number=1392&carrier=UPS&service=UPS+Ground&tracking_number="
    )


def test_every_character_can_be_escaped() -> None:
    settings = StoreSettings(escaped="every", hex_case="upper")
    query = notify_query("A1", "ü b", "", "", settings)
    assert "order_number=%41%31&carrier=%C3%BC+%62&service=&" in query
    assert parse_qs(query)["carrier"] == ["ü b"]


@pytest.mark.parametrize(
    ("encoding", "start"),
    [("utf-8", b"<?x"), ("utf-8-sig", b"\xef\xbb\xbf<?x"), ("utf-16", b"\xff\xfe<\x00")],
)
def test_a_notice_is_encoded_as_it_says(
    encoding: Literal["utf-8", "utf-8-sig", "utf-16"], start: bytes
) -> None:
    body = "<?xml version='1.0' encoding='utf-8'?>\n<ShipNotice>Núñez</ShipNotice>"
    written = notice_bytes(body, StoreSettings(notice_encoding=encoding))
    assert written.startswith(start)
    assert etree.fromstring(written).text == "Núñez"


def test_a_plus_sign_in_a_value_is_no_blank() -> None:
    query = notify_query("A+1", "ü&=", "", "", StoreSettings(blank="%20"))
    assert "order_number=A%2b1&carrier=%c3%bc%26%3d" in query


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("http://h/x", "http://h/x?q=1"),
        ("http://h/x?", "http://h/x?q=1"),
        ("http://h/x?r=a", "http://h/x?r=a&q=1"),
        ("http://h/x?r=a&", "http://h/x?r=a&q=1"),
    ],
)
def test_a_query_of_the_endpoints_own_is_kept(url: str, whole: str) -> None:
    assert full_url(read_form(form(urlToCustomXmlPage=url)), StoreSettings(auth="basic"), "q=1") == whole


def test_credentials_in_the_query_stand_in_front() -> None:
    url = full_url(read_form(form(password="p&1")), StoreSettings(auth="query"), "q=1")
    assert url.endswith("?SS-UserName=rx%40clinic.example&SS-Password=p%261&q=1")


def test_the_header_is_basic_in_utf_8() -> None:
    assert basic_header(read_form(form(username="Aladdin", password="open sesame"))) == (
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    )


def test_minutes_are_cut_not_rounded() -> None:
    at = datetime(2026, 3, 13, 17, 33, 59, 999000, tzinfo=UTC)
    assert minute(at) == datetime(2026, 3, 13, 17, 33, tzinfo=UTC)
