from datetime import UTC, datetime

import pytest
from lxml import etree

from features.support.document import (
    Document,
    is_in_cdata,
    place,
    read_minute,
    repeated,
    same_encoding,
)

XML = '<?xml version="1.0" encoding="{}"?>\n<Orders><Order><Name><![CDATA[Zoë]]></Name></Order></Orders>'


def document(body: bytes | str, header: str = "application/xml") -> Document:
    return Document(body if isinstance(body, bytes) else body.encode(), header)


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_a_declared_encoding_is_used(encoding: str) -> None:
    found = document(XML.format(encoding).encode(encoding))
    assert found.declared == encoding
    assert found.root().findtext("Order/Name") == "Zoë"


def test_the_header_comes_before_the_declaration() -> None:
    found = document(XML.format("iso-8859-1"), "text/xml; charset=utf-8")
    assert (found.charset, found.root().findtext("Order/Name")) == ("utf-8", "Zoë")


def test_a_mark_comes_before_the_header() -> None:
    found = document(b"\xef\xbb\xbf" + XML.format("utf-8").encode(), "text/xml; charset=latin-1")
    assert (found.mark, found.before) == ("utf-8", "")
    assert found.root().findtext("Order/Name") == "Zoë"


def test_without_any_word_it_is_utf_8() -> None:
    found = document("<Orders>ë</Orders>", "text/xml")
    assert (found.mark, found.charset, found.declared, found.root().text) == (None, None, None, "ë")


def test_wrong_bytes_and_unknown_encodings_are_told() -> None:
    with pytest.raises(UnicodeError):
        document(b"<Orders>\xff</Orders>").root()
    with pytest.raises(LookupError):
        document("<Orders/>", "text/xml; charset=x-none").root()


@pytest.mark.parametrize(
    ("body", "before"),
    [
        ('<?xml version="1.0"?><Orders/>', ""),
        ('\n <?xml version="1.0"?><Orders/>', "\n "),
        ('Notice: x<?xml version="1.0"?><Orders/>', "Notice: x"),
        ("\n<Orders/>", ""),
        ("Warning <Orders/>", "Warning "),
    ],
)
def test_what_stands_before_the_document(body: str, before: str) -> None:
    assert document(body).before == before


def test_cdata_is_told_from_escaped_text() -> None:
    root = document("<Orders><a><![CDATA[x]]></a><b>&lt;![CDATA[x]]&gt;</b></Orders>").root()
    assert [is_in_cdata(element) for element in root] == [True, False]


def test_repeated_elements_are_found_where_they_stand() -> None:
    root = etree.fromstring("<Orders><Order>\n<Items/>\n<Items/></Order><Order/></Orders>")
    assert [place(element) for element in repeated(root)] == ["/Orders/Order[1]/Items[2] (line 3)"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("UTF-8", "utf8", True), ("latin-1", "ISO-8859-1", True), ("X-a", "x-A", True), ("utf-8", "x-a", False)],
)
def test_encodings_have_many_names(one: str, other: str, same: bool) -> None:
    assert same_encoding(one, other) is same


@pytest.mark.parametrize(
    "text",
    ["03/01/2026 00:05", "3/1/2026 0:05", "03/01/26 00:05:59", "03/01/2026 12:05 AM", "3/1/2026 12:05am"],
)
def test_one_minute_in_many_spellings(text: str) -> None:
    assert read_minute(text) == datetime(2026, 3, 1, 0, 5, tzinfo=UTC)


def test_a_half_of_the_day_behind_24_hours_is_passed_over() -> None:
    assert read_minute("10/18/2019 21:56 PM") == datetime(2019, 10, 18, 21, 56, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "2026-03-01T00:05", "13/01/2026 00:05", "02/30/2026 00:05", "03/01/2026 24:05"]
)
def test_what_is_no_minute(text: str) -> None:
    assert read_minute(text) is None


def test_comments_and_instructions_are_no_part_of_the_document() -> None:
    body = (
        b"<Orders><Order><!-- a --><?shop a?><Total>1<!-- b -->9</Total><!-- c --><?shop b?></Order></Orders>"
    )
    root = Document(body, "text/xml").root()
    assert root.findtext("Order/Total") == "19"
    assert list(repeated(root)) == []
