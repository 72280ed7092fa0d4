"""The endpoints for faults in OpenAPI, made from the kinds of faults that a mock has."""

from typing import Any

from mocks.control.faults import Faults, Field
from mocks.control.journal import CONTROL_PREFIX

TAG = {
    "name": "Faults",
    "description": "Part of the control side, which asks for no sign-in: docs/faults.md. "
    "Leave these out when you let a fuzzer loose.",
}

_PATH = f"{CONTROL_PREFIX}/faults"

Described = dict[str, Any]


def paths(faults: Faults) -> dict[str, Described]:
    """The path items."""
    tenant = {
        "name": faults.tenant,
        "in": "query",
        "description": "Only the faults that are limited to this one",
        "schema": {"type": "string"},
    }
    number = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}
    unknown = _answer("There is no such fault", "Error")
    return {
        _PATH: {
            "get": _operation(
                "readFaults", "The faults, oldest first", {"200": _answer("All", "Faults")}, tenant
            ),
            "post": {
                **_operation(
                    "addFault",
                    "Add a fault",
                    {
                        "201": _answer("The fault, with the seed that was drawn", "Fault"),
                        "400": _answer("The field that is wrong", "Error"),
                        "409": _answer("There are too many faults", "Error"),
                    },
                ),
                "requestBody": {"required": True, "content": _json("NewFault")},
            },
            "delete": _operation(
                "removeFaults", "Remove faults", {"204": {"description": "Removed"}}, tenant
            ),
        },
        f"{_PATH}/{{id}}": {
            "parameters": [number],
            "get": _operation("readFault", "One fault", {"200": _answer("It", "Fault"), "404": unknown}),
            "delete": _operation(
                "removeFault", "Remove a fault", {"204": {"description": "Removed"}, "404": unknown}
            ),
        },
    }


def schemas(faults: Faults) -> dict[str, Described]:
    """The schemas that the paths refer to, but for `Error`, which both mocks have."""
    counts = {name: {"type": "integer", "minimum": 0} for name in ("id", "seen", "injected")}
    return {
        "NewFault": _new(faults),
        "Fault": {
            "type": "object",
            "description": "All fields of the fault, what fitted it and what it spoiled",
            "properties": {
                "kind": {"type": "string", "enum": list(faults.kinds)},
                "name": {"type": "string"},
                "seed": {"type": "integer"},
                "spent": {"type": "boolean"},
                **counts,
            },
            "required": ["id", "injected", "kind", "name", "seed", "seen", "spent"],
        },
        "Faults": {
            "type": "object",
            "properties": {"faults": {"type": "array", "items": {"$ref": "#/components/schemas/Fault"}}},
            "required": ["faults"],
        },
    }


def _new(faults: Faults) -> Described:
    """All fields of all kinds; which kind has which is told in words."""
    fields: dict[str, Described] = {}
    for kind in faults.kinds:
        for name, field in faults.fields_of(kind).items():
            fields.setdefault(name, _field(field))
    for name, described in fields.items():
        having = [kind for kind in faults.kinds if name in faults.kinds[kind].fields]
        if having:
            described["description"] = f"Only {', '.join(having)}: {described['description']}"
    kinds = "\n".join(f"- `{name}`: {kind.meaning}" for name, kind in faults.kinds.items())
    return {
        "type": "object",
        "properties": {
            "kind": {"type": "string", "enum": list(faults.kinds), "description": kinds},
            **fields,
        },
        "required": ["kind"],
        "additionalProperties": False,
    }


def _field(field: Field) -> Described:
    if field.default is not None:
        return {**field.check.schema, "default": field.default, "description": field.meaning}
    return {"anyOf": [field.check.schema, {"type": "null"}], "description": field.meaning}


def _operation(name: str, summary: str, answers: Described, *parameters: Described) -> Described:
    found = {"operationId": name, "tags": [TAG["name"]], "summary": summary, "security": []}
    return found | ({"parameters": list(parameters)} if parameters else {}) | {"responses": answers}


def _answer(description: str, schema: str) -> Described:
    return {"description": description, "content": _json(schema)}


def _json(schema: str) -> Described:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
