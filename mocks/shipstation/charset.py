"""In which encoding a reply is written: byte order mark, then the HTTP header, then the XML declaration.

That is the order of RFC 7303. libxml2 never sees the header, so the text is decoded here.
"""

import codecs
import re
from email.message import Message

from mocks.shipstation.failure import Failure, excerpt

_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,100}?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Python knows codecs that are no character sets of the web, some of them slow on hostile input.
_ALLOWED = re.compile(
    r"utf-8|ascii|utf-16(-[lb]e)?|iso8859-\d+|cp125\d|koi8-[ru]|shift_jis|euc_jp|gb18030|big5"
)


def decoded(body: bytes, content_type: str) -> tuple[bytes, list[str]]:
    """The document in UTF-8 without a byte order mark, and what is odd about it. Raises Failure."""
    warnings: list[str] = []
    declaration = _DECLARED.match(body)
    declared = declaration[1].decode().lower() if declaration else None
    header = _charset_of(content_type)
    marked = next(((mark, name) for mark, name in _MARKS if body.startswith(mark)), None)
    if header and declared and _codec(header) != _codec(declared):
        warnings.append(f"The header says charset={header}, the XML declaration says {declared}")
    if marked:
        body = body[len(marked[0]) :]
    if marked and marked[1] == "utf-8":
        warnings.append("There is a byte order mark in front of the document")
    name = marked[1] if marked else header or declared or "utf-8"
    return _as_utf8(body, name), warnings


def _charset_of(content_type: str) -> str | None:
    message = Message()
    message["Content-Type"] = content_type
    charset = message.get_param("charset")
    return charset.strip().lower() or None if isinstance(charset, str) else None


def _codec(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return name


def _as_utf8(body: bytes, name: str) -> bytes:
    codec = _codec(name)
    if not _ALLOWED.fullmatch(codec):
        raise _invalid(f"System does not support '{name[:50]}' encoding.", body)
    if codec == "utf-16" and not body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # .NET's words for a document that declares UTF-16 and is written in bytes.
        raise _invalid("There is no Unicode byte order mark. Cannot switch to Unicode.", body)
    try:
        return body.decode(codec).encode()
    except UnicodeError:
        raise _invalid(f"Invalid character in the given encoding ({name}).", body) from None


def _invalid(reason: str, body: bytes) -> Failure:
    received = excerpt(body)
    message = f"Invalid XML. Error: '{reason}' We received: '{received}'"
    return Failure(message, note=f"Invalid XML: {reason}", received=received)
