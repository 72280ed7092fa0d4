"""Examples in the parts' OpenAPI documents that do not fit their schemas, until somebody copies one."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openapi_schema_validator import OAS31Validator

from features.support.rules import FEATURES

DOCUMENTS = (
    "bridge/openapi.json",
    "mocks/careportals/openapi.json",
    "mocks/shipstation/openapi.json",
)


def lint_openapi(root: Path = FEATURES.parent) -> list[str]:
    """One sentence per example that does not fit, each beginning with the file; empty when all do."""
    return [
        f"{name}: {mistake}"
        for name in DOCUMENTS
        for mistake in misfits(json.loads((root / name).read_text(encoding="utf-8")))
    ]


def misfits(document: dict[str, Any]) -> Iterator[str]:
    """The JSON pointer of each example that its schema refuses, and why."""
    components = {"components": document.get("components", {})}
    for pointer, schema, example in _examples(document, ""):
        # References in a schema are looked up in the schema itself, so it takes the components along.
        for error in OAS31Validator(components | schema).iter_errors(example):
            yield f"{pointer} does not fit its schema: {error.message}"


def _examples(node: Any, pointer: str) -> Iterator[tuple[str, Any, Any]]:
    """Each example with its place and its schema: of media types, parameters, and schemas themselves."""
    if isinstance(node, list):
        for index, each in enumerate(node):
            yield from _examples(each, f"{pointer}/{index}")
    elif isinstance(node, dict):
        yield from _examples_of(node, pointer)
        for name, each in node.items():
            if name not in {"example", "examples"}:
                yield from _examples(each, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}")


def _examples_of(node: dict[str, Any], pointer: str) -> Iterator[tuple[str, Any, Any]]:
    examples = node.get("examples")
    if "schema" in node and "example" in node:
        yield f"{pointer}/example", node["schema"], node["example"]
    if "schema" in node and isinstance(examples, dict):
        for name, found in examples.items():
            yield f"{pointer}/examples/{name}", node["schema"], found.get("value")
    elif isinstance(examples, list):
        for index, found in enumerate(examples):
            yield f"{pointer}/examples/{index}", node, found
