"""Bodies as people like to read them; whatever they hold, it is text."""

import json
import re

from lxml import etree

from mocks.control.contents import Part
from mocks.control.pages import secrets
from mocks.control.payload import is_deep

_CONTROL = r"\x00-\x08\x0b-\x1f\x7f-\x9f"
_DECEIVING = r"\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff"  # what turns the direction of reading
_INVISIBLE = re.compile(rf"[{_CONTROL}{_DECEIVING}\ud800-\udfff]")

_GROWTH = 20
"""How many times longer a body may become: indenting what is deeply nested makes much of little."""


def pretty(part: Part) -> str:
    """The body, indented if it is JSON or XML, without secrets; as it was sent if it cannot be read."""
    text = as_sent(part)
    indented = _indented(part, text)
    return visible(indented if len(indented) <= _GROWTH * len(text) else text)


def as_sent(part: Part) -> str:
    """The body as text, without secrets."""
    text = part.body.decode("utf-8", "replace").replace("\r\n", "\n")
    if "x-www-form-urlencoded" in content_type(part):
        return secrets.in_form(text)
    return secrets.in_text(text)


def content_type(part: Part) -> str:
    """The header Content-Type in lower case; empty if there is none."""
    return next((value.lower() for name, value in part.headers if name.lower() == "content-type"), "")


def _indented(part: Part, text: str) -> str:
    if not part.whole:
        return text
    start = text.lstrip("\ufeff \t\n")[:1]
    if start == "<" and "html" not in content_type(part):
        return _xml(part.body, text)
    if start in ("{", "["):
        return _json(text)
    return text


def _json(text: str) -> str:
    try:
        value = json.loads(text)
        return text if is_deep(value) else json.dumps(value, ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return text


def _xml(body: bytes, text: str) -> str:
    if b"<!" in body.replace(b"<![CDATA[", b"").replace(b"<!--", b""):
        return text  # a document type could make much of little
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_blank_text=True, strip_cdata=False, huge_tree=False
    )
    try:
        tree = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return text
    etree.indent(tree, "  ")
    return etree.tostring(tree, encoding="unicode")


def visible(text: str) -> str:
    r"""Text in which what cannot be seen, or deceives the eye, is written as \u and its number."""
    return _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
