"""How a step's text is matched: `"{name}"` takes what stands in quotation marks, `{name:d}` a number."""

import re

from pytest_bdd import parsers


class _Quoted:
    pattern = r'[^"]*'

    def __call__(self, text: str) -> str:
        return text


def phrase(text: str) -> parsers.parse:
    """A step pattern whose quoted parts cannot run over the end of their quotation marks."""
    return parsers.parse(re.sub(r'"\{(\w+)\}"', r'"{\1:Quoted}"', text), extra_types={"Quoted": _Quoted()})


def unescaped(text: str) -> str:
    r"""The text with escapes such as \u0007 replaced; features cannot hold control characters themselves."""
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)


def rows(table: list[list[str]]) -> list[dict[str, str]]:
    """A data table as one dictionary per row, by the names in its first row."""
    head, *body = table
    return [dict(zip(head, row, strict=True)) for row in body]
