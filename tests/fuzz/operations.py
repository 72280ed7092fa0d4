"""What an OpenAPI document says can be asked: methods, paths, and the names of all that can be given."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    """One method of one path, whose parameters stand in it as {name}; `required` are fields of `body`."""

    method: str
    path: str
    query: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    media_type: str = "application/json"

    @property
    def name(self) -> str:
        """Method and path."""
        return f"{self.method} {self.path}"


def described(document: Path) -> list[Operation]:
    """The operations of an OpenAPI document, without those that spoil others on purpose."""
    content = json.loads(document.read_text(encoding="utf-8"))
    return [
        _operation(content, method, path, item)
        for path, item in content["paths"].items()
        for method in METHODS
        if method in item and "Faults" not in item[method].get("tags", [])
    ]


def _operation(content: Any, method: str, path: str, item: Any) -> Operation:
    parameters = [
        _resolved(content, entry)
        for entry in [*item.get("parameters", []), *item[method].get("parameters", [])]
    ]
    bodies = _resolved(content, item[method].get("requestBody", {})).get("content", {})
    media_type = next(iter(bodies), "application/json")
    schema = _resolved(content, bodies.get(media_type, {}).get("schema", {}))
    return Operation(
        method.upper(),
        path,
        tuple(entry["name"] for entry in parameters if entry["in"] == "query"),
        tuple(schema.get("properties", {})),
        tuple(schema.get("required", [])),
        media_type,
    )


def _resolved(content: Any, entry: Any) -> Any:
    while "$ref" in entry:
        found = content
        for step in entry["$ref"].removeprefix("#/").split("/"):
            found = found[step.replace("~1", "/").replace("~0", "~")]
        entry = found
    return entry
