"""Values that want to be more than data, or less: texts, numbers, JSON, bytes."""

import copy
import functools
import json
import unicodedata
from random import Random
from typing import Any

_CATEGORIES = "Cc Cf Co Cn Ll Lm Lo Lt Lu Mc Me Mn Nd Nl No Pc Pd Pe Pf Pi Po Ps Sc Sk Sm So Zl Zp Zs"

CATEGORIES = tuple(_CATEGORIES.split())
"""Every category of Unicode but the surrogates, which are no text."""

TEXTS = (
    "",
    " ",
    "\x00",
    "\r\nX-Injected: yes",
    "\r\n\r\n<html>",
    "\x85\u2028\u2029",
    "'; DROP TABLE orders; --",
    "' OR '1'='1",
    '" OR ""="',
    "%",
    "_",
    "{$ne: null}",
    "${jndi:ldap://127.0.0.1/a}",
    "{{7*7}}",
    "=1+1",
    "../../etc/passwd",
    "..%2f..%2fhealth",
    "clinic_x/../clinic_y",
    "clinic_x,clinic_y",
    "clinic_y\x00clinic_x",
    "CLINIC_X",
    "%00",
    "%2525",
    "诊所",
    "عيادة",
    "\u202egnp.exe",
    "e\u0301\u0327" * 10,
    "\ufeff",
    "\ufffe\uffff",
    "\U0001f469\u200d\u2695\ufe0f",
    "]]>",
    "<!--",
    "<?xml?>",
    "&#1;",
    "&amp;lt;",
    "x" * 101,
    "x" * 70_000,
    "-1",
    "0",
    "00000000000000000001",
    "1e309",
    "9223372036854775808",
    "18446744073709551616",
    "١٢٣",
    "²",
    "1_000",
    "+1",
    "NaN",
    "true",
    "null",
    "[]",
    "02/30/2026 25:61",
    "12/31/9999 23:59",
    "01/01/0001 00:00",
    "9999-12-31T23:59:59.999999-23:59",
    "0001-01-01T00:00:00+23:59",
    "2026-03-13T17:34:00[Europe/Paris]",
)
"""Known ways to break in, out or down."""

VALUES: tuple[Any, ...] = (
    0,
    -1,
    1,
    2**31,
    2**53 + 1,
    2**63 - 1,
    2**63,
    -(2**63) - 1,
    2**64,
    10**40,
    0.5,
    -0.0,
    1e308,
    5e-324,
    None,
    True,
    False,
    [],
    {},
    [None],
    {"": None},
    [[[]]],
    ["a", 1],
    {"a": {}},
)
"""JSON values of the wrong type or size."""

DEEP = b'{"a":' * 5000 + b"1" + b"}" * 5000

BODIES = (
    b"",
    b" ",
    b"\x00",
    b"null",
    b"[]",
    b'"text"',
    b"1",
    b"{",
    b"{}",
    b"{]",
    b"\xff\xfe",
    b"\xef\xbb\xbf{}",
    b'{"a": NaN}',
    b'{"a": Infinity}',
    b'{"a": 1e999}',
    b'{"a": "\\ud800"}',
    b'{"a": "\xed\xa0\x80"}',
    b'{"a": 1, "a": 2}',
    b'{"a": ' + b"9" * 5000 + b"}",
    b'{"__proto__": {"a": 1}}',
    DEEP,
    b"[" * 100_000,
    "{}".encode("utf-16"),
    b"<a/>",
    b"<ShipNotice/>",
    b"<ShipNotice xmlns='urn:x'/>",
    b"<!DOCTYPE ShipNotice [<!ENTITY a 'b'>]><ShipNotice>&a;</ShipNotice>",
    b"<?xml version='1.0' encoding='utf-7'?><ShipNotice/>",
    b"<?xml version='1.1'?><ShipNotice/>",
    b"<ShipNotice>" + b"<a>" * 300 + b"</a>" * 300 + b"</ShipNotice>",
    b"username=a&password=b",
    b"x" * 1_100_000,
)
"""Bodies that are no request at all, or one of another protocol."""


def text(chance: Random) -> str:
    """A known attack, text of one category of Unicode, or of any."""
    kind = chance.randrange(3)
    if kind == 0:
        return chance.choice(TEXTS)
    if kind == 1:
        return of_category(chance, chance.choice(CATEGORIES))
    return "".join(map(character, (chance.randrange(0x110000) for _ in range(chance.randrange(8)))))


def character(code: int) -> str:
    """The character of a code; the replacement character for half of a pair, which is none."""
    return chr(code) if not 0xD800 <= code <= 0xDFFF else "\ufffd"


def of_category(chance: Random, category: str) -> str:
    """Text of one category of Unicode."""
    return "".join(chance.choice(_characters()[category]) for _ in range(chance.randint(1, 5)))


@functools.cache
def _characters() -> dict[str, str]:
    found: dict[str, list[str]] = {category: [] for category in CATEGORIES}
    for code in range(0x110000):
        if (category := unicodedata.category(chr(code))) in found:
            found[category].append(chr(code))
    return {category: "".join(members) for category, members in found.items()}


def value(chance: Random) -> Any:
    """Any JSON value, the caller's own to change."""
    return text(chance) if chance.randrange(2) else copy.deepcopy(chance.choice(VALUES))


def body(chance: Random) -> bytes:
    """What is no JSON object that anybody asked for."""
    kind = chance.randrange(4)
    if kind == 0:
        return json.dumps(value(chance)).encode()
    return raw(chance, 20) if kind == 1 else chance.choice(BODIES)


def raw(chance: Random, longest: int) -> bytes:
    """Some bytes."""
    return bytes(chance.randrange(256) for _ in range(chance.randrange(longest + 1)))
