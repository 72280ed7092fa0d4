"""Which encoding a reply is read in."""

import pytest

from mocks.shipstation.charset import decoded
from mocks.shipstation.failure import Failure


def test_without_a_word_it_is_utf_8() -> None:
    assert decoded("<a>é</a>".encode(), "text/xml") == ("<a>é</a>".encode(), [])


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<a>é</a>".encode("latin-1"), "text/xml; charset=ISO-8859-1"),
        ('<?xml version="1.0" encoding="iso-8859-1"?><a>é</a>'.encode("latin-1"), "text/xml"),
        ("\ufeff<a>é</a>".encode("utf-16-le"), "text/xml"),
        ("\ufeff<a>é</a>".encode("utf-16-be"), "text/xml; charset=utf-16"),
    ],
)
def test_mark_header_and_declaration_are_heeded(body: bytes, content_type: str) -> None:
    document, warnings = decoded(body, content_type)
    assert document.decode().endswith("<a>é</a>")
    assert warnings == []


def test_the_header_wins_over_the_declaration_with_a_warning() -> None:
    body = '<?xml version="1.0" encoding="utf-16"?><a>é</a>'.encode()
    document, warnings = decoded(body, "text/xml; charset=utf-8")
    assert document == body
    assert warnings == ["The header says charset=utf-8, the XML declaration says utf-16"]


def test_two_names_of_one_encoding_do_not_differ() -> None:
    body = b'<?xml version="1.0" encoding="UTF8"?><a/>'
    assert decoded(body, 'text/xml; charset="utf-8"')[1] == []


def test_a_byte_order_mark_in_utf_8_is_told() -> None:
    assert decoded("\ufeff<a/>".encode(), "text/xml") == (
        b"<a/>",
        ["There is a byte order mark in front of the document"],
    )


@pytest.mark.parametrize(
    ("body", "content_type", "says"),
    [
        (b"<a>\xe9</a>", "text/xml", "Invalid character in the given encoding (utf-8)"),
        (b"<a/>", "text/xml; charset=idna", "does not support 'idna'"),
        (b"<a/>", "text/xml; charset=no such thing", "does not support"),
        (b"<a/>", "text/xml; charset=a\x00b", "does not support"),
        (b'<?xml version="1.0" encoding="utf-16"?><a/>', "text/xml", "no Unicode byte order mark"),
    ],
)
def test_what_cannot_be_decoded_fails(body: bytes, content_type: str, says: str) -> None:
    with pytest.raises(Failure, match=r"Invalid XML") as failed:
        decoded(body, content_type)
    assert says in failed.value.message
