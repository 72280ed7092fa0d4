"""Secrets left out of what people are shown of an exchange."""

import json
import re
from typing import Any

from mocks.control.journal import redacted

_HEADER = re.compile(r"authorization|cookie|secret|token|pass|api-?key", re.IGNORECASE)
_FIELD = re.compile(r"pass(word|wd|phrase)?$|secret|token|authorization|api_?key|cookie", re.IGNORECASE)
_WRITTEN = re.compile(
    r'("[^"\\]*(?:pass|secret|token|authorization|api_?key|cookie)[^"\\]*"\s*:\s*)"(?:[^"\\]|\\.)*"?',
    re.IGNORECASE | re.DOTALL,
)
"""A field of JSON that is cut off or broken in some other way."""

MASK = "***"


def header(name: str, value: str) -> str:
    """The value of a header, masked if it may be a secret; URLs in it are masked as in the journal."""
    if _HEADER.search(name):
        return MASK
    return redacted(value) if "?" in value or "/activate/" in value else value


def in_json(value: Any) -> Any:
    """A JSON value without the secrets in it; as deep as `json` itself reads."""
    if isinstance(value, dict):
        return {
            name: MASK if _FIELD.search(name) and isinstance(held, str | int) else in_json(held)
            for name, held in value.items()
        }
    return [in_json(item) for item in value] if isinstance(value, list) else value


def in_text(text: str) -> str:
    """A body without the secrets in it, whether or not it can be read as JSON."""
    try:
        value = json.loads(text)
        masked = in_json(value)
        return text if masked == value else json.dumps(masked, ensure_ascii=False)
    except (ValueError, RecursionError):
        return _WRITTEN.sub(rf'\1"{MASK}"', text)


def in_form(text: str) -> str:
    """A form as a browser sends it, without the secrets in it."""
    return redacted(f"?{text}").removeprefix("?")
