"""How a step's text is matched: `"{name}"` takes what stands in quotation marks, `{name:d}` a number."""

import re
from functools import cached_property
from typing import Any

from pytest_bdd import parsers

_FIELD = re.compile(r'"\{(?P<quoted>\w+)\}"|\{(?P<number>\w+):d\}|\{(?P<words>\w+)\}')


class Phrase(parsers.StepParser):
    """A step's text with places for values.

    `"{name}"` takes what stands in quotation marks, and cannot run over their end; `{name:d}` a whole number;
    `{name}` any words.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        first = _FIELD.search(name)
        self._beginning = name[: first.start()] if first else name
        self._numbers = {field["number"] for field in _FIELD.finditer(name) if field["number"]}

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        pattern, end = "", 0
        for field in _FIELD.finditer(self.name):
            pattern += re.escape(self.name[end : field.start()])
            if field["quoted"]:
                pattern += f'"(?P<{field["quoted"]}>[^"]*)"'
            elif field["number"]:
                pattern += rf"(?P<{field['number']}>-?\d+)"
            else:
                pattern += f"(?P<{field['words']}>.+?)"
            end = field.end()
        return re.compile(pattern + re.escape(self.name[end:]), re.ASCII | re.DOTALL)

    def is_matching(self, name: str) -> bool:
        """Whether a step has this text."""
        # Most texts begin otherwise, and most processes need few of the expressions.
        return name.startswith(self._beginning) and self._regex.fullmatch(name) is not None

    def parse_arguments(self, name: str) -> dict[str, Any] | None:
        """The values in a step's text, None when it is another step's."""
        match = self._regex.fullmatch(name)
        if match is None:
            return None
        return {
            key: int(value) if key in self._numbers else value for key, value in match.groupdict().items()
        }


def phrase(text: str) -> Phrase:
    """The parser for a step definition's text."""
    return Phrase(text)


def unescaped(text: str) -> str:
    r"""The text with escapes such as \u0007 replaced; features cannot hold control characters themselves."""
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)


def rows(table: list[list[str]]) -> list[dict[str, str]]:
    """A data table as one dictionary per row, by the names in its first row."""
    head, *body = table
    return [dict(zip(head, row, strict=True)) for row in body]
