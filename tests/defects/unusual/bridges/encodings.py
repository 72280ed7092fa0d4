"""Unusual encodings that are declared truly."""

import re

from starlette.requests import Request
from starlette.responses import Response

from tests.defects.unusual.answers import body_of, change_exports, with_body
from tests.defects.unusual.bridges.markup import CDATA, DECLARATION, FORM
from tests.defects.unusual.catalogue import unusual
from tests.defects.unusual.documents import rewrite

READ = (*FORM, "VAL-1", "VAL-4", "VAL-6", "VAL-9", "WIN-6", "MAP-8", "STO-6")


def _encoded(name: str, *, kind: str, codec: str = "", mark: bytes = b"") -> None:
    """Write the finished document in this encoding; `kind` is the Content-Type."""

    def changed(_request: Request, answer: Response) -> Response:
        text = DECLARATION.sub(b"", body_of(answer)).decode()
        text = f'<?xml version="1.0" encoding="{name}"?>\n{text}'
        return with_body(
            answer, mark + text.encode(codec or name, "xmlcharrefreplace"), **{"content-type": kind}
        )

    change_exports(changed)


def _in_the_small(name: str, *, kind: str) -> None:
    """Write what the encoding lacks by its number; a reference has no place in CDATA, so text is escaped."""
    names = {b"&": b"&amp;", b"<": b"&lt;", b">": b"&gt;"}

    def escaped(found: re.Match[bytes]) -> bytes:
        return re.sub(rb"[&<>]", lambda odd: names[odd[0]], found[1])

    rewrite(lambda document: CDATA.sub(escaped, document))
    _encoded(name, kind=kind)


@unusual(*READ)
def writes_utf_16() -> None:
    """The document is UTF-16 with its byte order mark, and says so three times."""
    _encoded("UTF-16", kind="application/xml; charset=utf-16", codec="utf-16-le", mark=b"\xff\xfe")


@unusual(*READ)
def writes_utf_16_the_other_way_round() -> None:
    """The document is UTF-16 with the upper byte first; the header leaves the encoding to the mark."""
    _encoded("utf-16", kind="text/xml", codec="utf-16-be", mark=b"\xfe\xff")


@unusual(*READ, unmet=("DOC-11",))
def writes_latin_1() -> None:
    """The document is ISO-8859-1, with references for all other characters."""
    _in_the_small("ISO-8859-1", kind="text/xml; charset=iso-8859-1")


@unusual(*READ, unmet=("DOC-11",))
def writes_windows_1252() -> None:
    """The document is windows-1252, as only its declaration says."""
    _in_the_small("windows-1252", kind="application/xml")


@unusual(*READ, unmet=("DOC-11",))
def writes_ascii() -> None:
    """The document is US-ASCII."""
    _in_the_small("US-ASCII", kind="text/xml; charset=US-ASCII")
