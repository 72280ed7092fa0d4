"""Parsing replies."""

import pytest

from mocks.shipstation.failure import Failure
from mocks.shipstation.wellformed import parsed


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "Root element is missing."),
        (" \n", "Root element is missing."),
        ("hello", "Data at the root level is invalid. Line 1, position 1."),
        ('{"orders": []}', "The reply looks like JSON."),
        ("[]", "The reply looks like JSON."),
        ("<!DOCTYPE html><html><br></html>", "DTD is prohibited"),
        ("<!DOCTYPE Orders><Orders/>", "DTD is prohibited"),
        ('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "DTD is prohibited"),
        ('<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>', "DTD is prohibited"),
        ("<a>&nbsp;</a>", "Reference to undeclared entity 'nbsp'."),
        ("<a>x & y</a>", "parsing EntityName"),
        ("<a>\x01</a>", "'0x01' is an invalid character."),
        ("<a>&#1;</a>", "'0x01' is an invalid character."),
        ("<a>\x00</a>", "'0x00' is an invalid character."),
        ("<a>\n<b></a>", "The 'b' start tag on line 2 does not match the end tag of 'a'. Line 2"),
        ("<a><b>", "not closed: b."),
        ("<a", "Unexpected end of file"),
        ("\n<?xml version='1.0'?><a/>", "Unexpected XML declaration."),
        ("<a/><b/>", "multiple root elements"),
        ("<a b='1' b='2'/>", "duplicate attribute"),
        ("<p:a/>", "'p' is an undeclared prefix."),
        ("<a>" * 300, "Excessive depth"),
    ],
)
def test_what_is_not_well_formed_is_told_in_dotnet_words(body: str, says: str) -> None:
    with pytest.raises(Failure) as failed:
        parsed(body.encode(), "text/xml")
    assert failed.value.message.startswith("Invalid XML. Error: '")
    assert says in failed.value.message


def test_an_empty_body_is_told_in_the_words_that_were_seen() -> None:
    with pytest.raises(Failure) as failed:
        parsed(b"", "text/xml")
    assert failed.value.message == "Invalid XML. Error: 'Root element is missing.' We received: ''"


def test_a_long_reply_is_cut_and_the_note_quotes_nothing() -> None:
    with pytest.raises(Failure) as failed:
        parsed(b"<p>Jane Doe" + b"x" * 5000, "text/xml")
    assert len(failed.value.message) < 500
    assert "Jane" not in failed.value.note


def test_comments_instructions_and_cdata_disappear_in_the_text() -> None:
    root, _ = parsed(b"<a>x<!-- c -->y<?p i?><![CDATA[ & z]]></a>", "text/xml")
    assert root.text == "xy & z"


@pytest.mark.parametrize("content_type", ["text/html", "application/json", "", "xml"])
def test_a_content_type_that_is_not_xml_is_a_warning(content_type: str) -> None:
    assert len(parsed(b"<a/>", content_type)[1]) == 1


@pytest.mark.parametrize("content_type", ["text/xml", "application/xml; charset=utf-8", "application/a+xml"])
def test_the_content_types_of_xml_are_not(content_type: str) -> None:
    assert parsed(b"<a/>", content_type)[1] == []
