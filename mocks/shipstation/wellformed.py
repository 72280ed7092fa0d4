"""Parsing a reply safely, and saying as .NET does why it is not well-formed."""

import re

from lxml import etree

from mocks.shipstation.charset import decoded
from mocks.shipstation.failure import Failure, excerpt

_DTD = "For security reasons DTD is prohibited in this XML document."

_REASONS: tuple[tuple[str, str], ...] = (
    (r"Start tag expected", "Data at the root level is invalid."),
    (r"Extra content at the end", "There are multiple root elements, or data after the root element."),
    (
        r"XML declaration allowed only at the start",
        "Unexpected XML declaration. The XML declaration must be the first node in the document, "
        "and no white space characters are allowed to appear before it.",
    ),
    (
        r"Opening and ending tag mismatch: (?P<start>\S+) line (?P<at>\d+) and (?P<end>[^\s,]+)",
        "The '{start}' start tag on line {at} does not match the end tag of '{end}'.",
    ),
    (
        r"Premature end of data in tag (?P<start>[^\s,]+)",
        "Unexpected end of file has occurred. The following elements are not closed: {start}.",
    ),
    (r"Couldn't find end of Start Tag", "Unexpected end of file has occurred."),
    (r"Entity '(?P<name>[^']*)' not defined", "Reference to undeclared entity '{name}'."),
    (r"EntityRef", "An error occurred while parsing EntityName."),
    (r"(PCDATA|CData|xmlParseCharRef).*?(?P<code>\d+)", "'{hex}' is an invalid character."),
    (r"Char 0x(?P<hex>[0-9A-Fa-f]+) out of", "'0x0{hex}' is an invalid character."),
    (r"Attribute (?P<name>\S+) redefined", "'{name}' is a duplicate attribute name."),
    (r"Namespace prefix (?P<name>\S+) ", "'{name}' is an undeclared prefix."),
)


def parsed(body: bytes, content_type: str) -> tuple[etree._Element, list[str]]:
    """The root element and what is odd about the reply. Raises Failure for anything but plain XML.

    A DOCTYPE is refused, entities are never expanded, nothing is ever loaded from elsewhere.
    """
    document, warnings = decoded(body, content_type)
    media_type = content_type.partition(";")[0].strip().lower()
    if not media_type.endswith(("/xml", "+xml")):
        warnings.append(f"The Content-Type is {media_type[:100]!r}, not XML")
    try:
        root = etree.fromstring(document, _parser())
    except etree.XMLSyntaxError as error:
        raise _not_well_formed(document, error) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _invalid(_DTD, document, 1)
    return root, warnings


def _parser() -> etree.XMLParser:
    # Comments go, so that a value split by one is read whole.
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _not_well_formed(document: bytes, error: etree.XMLSyntaxError) -> Failure:
    if not document.strip():
        return _invalid("Root element is missing.", document, None)
    if b"<!DOCTYPE" in document[:1000].upper():
        return _invalid(_DTD, document, 1)
    line, column = error.position
    reason = f"{_reason(error.msg or '')} Line {line}, position {column}."
    if document.lstrip()[:1] in (b"{", b"["):
        reason += " The reply looks like JSON."
    return _invalid(reason, document, line)


def _reason(message: str) -> str:
    for pattern, words in _REASONS:
        if found := re.search(pattern, message):
            parts = {name: value for name, value in found.groupdict().items() if value is not None}
            if "code" in parts:
                parts["hex"] = f"0x{int(parts['code']):02X}"
            return words.format(**parts)
    return message.partition(", line ")[0].strip() + "."


def _invalid(reason: str, document: bytes, line: int | None) -> Failure:
    received = excerpt(document)
    message = f"Invalid XML. Error: '{reason}' We received: '{received}'"
    return Failure(message, note="Invalid XML", line=line, received=received)
