import pytest

from mocks.control.contents import Part, part
from mocks.control.pages.pretty import pretty, visible

JSON = [("Content-Type", "application/json")]
XML = [("Content-Type", "application/xml; charset=utf-8")]


def test_json_is_indented() -> None:
    assert pretty(part(JSON, b'{"a":[1,"\xc3\xbc"],"password":"x"}')) == (
        '{\n  "a": [\n    1,\n    "ü"\n  ],\n  "password": "***"\n}'
    )


def test_xml_is_indented_and_keeps_its_cdata() -> None:
    assert pretty(part(XML, b'<?xml version="1.0"?><a><b><![CDATA[<x>]]></b><c/></a>')) == (
        "<a>\n  <b><![CDATA[<x>]]></b>\n  <c/>\n</a>"
    )


BOMB = b'<!DOCTYPE a [<!ENTITY x "yyyy">]><a>&x;</a>'


@pytest.mark.parametrize(
    "body", [b"{cut", b"<a><b></a>", BOMB, b"[" * 5000, b"<a>" * 5000, b"plain", b"[" * 500 + b"]" * 500]
)
def test_what_cannot_be_read_or_should_not_stays_as_it_is(body: bytes) -> None:
    assert pretty(part([], body)) == body.decode()


def test_what_was_cut_stays_as_it_is() -> None:
    assert pretty(Part(JSON, b'{"a":1}', 99)) == '{"a":1}'


def test_deep_nesting_makes_not_much_of_little() -> None:
    body = b"<a>" * 250 + b"<b/>" * 5000 + b"</a>" * 250
    assert len(pretty(part(XML, body))) <= 20 * len(body)


def test_html_is_not_taken_for_xml() -> None:
    assert pretty(part([("content-type", "text/html")], b"<p><b>x</b></p>")) == "<p><b>x</b></p>"


def test_a_form_is_shown_without_secrets() -> None:
    headers = [("content-type", "application/x-www-form-urlencoded")]
    assert pretty(part(headers, b"a=b&password=c")) == "a=b&password=***"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\nc", "a\tb\nc"),
        ("\x00\x1b", "\\u0000\\u001b"),
        ("\u202eabc", "\\u202eabc"),
        ("\ud800", "\\ud800"),
    ],
)
def test_what_cannot_be_seen_is_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown
