"""Feature files, parsed once per run.

To parse is a tenth of what a process of a run does before its first scenario. We and pytest-bdd need the same
documents, and so does each xdist worker, which gets them from the main process.
"""

import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from gherkin.ast_builder import AstBuilder
from gherkin.errors import ParserError
from gherkin.parser import Parser
from gherkin.stream.id_generator import IdGenerator
from pytest_bdd.gherkin_parser import GherkinDocument

_PARSER = "pytest_bdd.parser"
_READ = "get_gherkin_document"

# By the text, not by the path: nobody is given what a file held before.
_parsed: dict[str, Any] = {}


class Ids(IdGenerator):
    """Ids for what is in one file, which no other file has, nor anything else that is told in a report."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._file = sha256(text.encode()).hexdigest()[:8]

    def get_next_id(self) -> str:
        """Such as `0c1f5a3e-17`."""
        return f"{self._file}-{super().get_next_id()}"


class Unreadable(Exception):
    """A feature file that is no Gherkin; the text names file, line and what was expected there."""


def document(path: Path) -> Any:
    """The Gherkin document in a file, not to be changed. Raises Unreadable."""
    text = path.read_text(encoding="utf-8")
    if text not in _parsed:
        try:
            _parsed[text] = Parser(AstBuilder(Ids(text))).parse(text)
        except ParserError as error:
            raise Unreadable(f"{path.parent.name}/{path.name}: {error}") from error
    return _parsed[text]


def handed_over() -> str:
    """All documents that this process knows, for `take_over` in another."""
    return json.dumps(_parsed)


def take_over(documents: str) -> None:
    """Know these documents without parsing them."""
    _parsed.update(json.loads(documents))


def install() -> None:
    """Let pytest-bdd read the documents that are known. Raises AttributeError when it has no such reading."""
    module = sys.modules[_PARSER]
    getattr(module, _READ)
    setattr(module, _READ, _read)


def _read(name: str, encoding: str) -> GherkinDocument:
    if encoding != "utf-8":
        raise ValueError(f"{name}: a feature file is UTF-8, not {encoding}")
    return GherkinDocument.from_dict(document(Path(name)))
