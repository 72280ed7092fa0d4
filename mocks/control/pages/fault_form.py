"""A form for each kind of fault, made of the fields that the kind has, and what was typed into it."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from mocks.control.faults import COMMON, Faults, Field

_NAMED = re.compile(r'"(\w+)"')


class Input(NamedTuple):
    """How a field is filled in. `options`: the values to choose from; none for what is typed."""

    name: str
    label: str
    hint: str
    value: str
    options: list[tuple[str, str]]
    type: str
    limits: dict[str, str]


class FaultForm(NamedTuple):
    """The inputs: those that say what is spoiled and how, and those of every fault: how often."""

    main: list[Input]
    common: list[Input]


def fault_form(faults: Faults, kind: str, typed: Mapping[str, str]) -> FaultForm:
    """The form of a kind, with what was typed, else the defaults."""
    fixed = faults.kinds[kind].fixed
    fields = {name: field for name, field in faults.fields_of(kind).items() if name not in fixed}
    own = [name for name in fields if name not in COMMON]
    own.sort(key=lambda name: name not in faults.kinds[kind].fields)
    inputs = {name: _input(name, field, typed.get(name)) for name, field in fields.items()}
    return FaultForm([inputs[name] for name in own], [inputs[name] for name in fields if name in COMMON])


def described(faults: Faults, kind: str, typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, as the API takes it; what is no number stays text, for the API to refuse."""
    found: dict[str, Any] = {"kind": kind}
    for name, field in faults.fields_of(kind).items():
        text = typed.get(name, "").strip()
        if text:
            found[name] = _value(text, field.check.schema["type"])
    return found


def wrong(message: str) -> dict[str, str]:
    """A refusal of the API at the field that it names; at `kind` if it names none."""
    named = _NAMED.match(message)
    if named is None:
        return {"kind": message}
    rest = message[named.end() :].strip(" :")
    return {named[1]: rest[:1].upper() + rest[1:]}


def label(name: str) -> str:
    """The name of a field in words: retryAfter is Retry after."""
    words = re.sub(r"([A-Z])", r" \1", name).lower()
    return words[:1].upper() + words[1:]


def _value(text: str, kind: str) -> Any:
    if kind == "array":
        return [each.strip() for each in text.split(",") if each.strip()]
    try:
        return {"integer": int, "number": float}[kind](text)
    except (KeyError, ValueError):
        return text


def _input(name: str, field: Field, typed: str | None) -> Input:
    schema = field.check.schema
    default = "" if field.default is None else str(field.default)
    options = [(each, each) for each in schema.get("enum", ())]
    if options and field.default is None:
        options.insert(0, ("", "any"))
    kind = "number" if schema["type"] in ("integer", "number") else "text"
    limits = {
        html: str(schema[json])
        for html, json in (("min", "minimum"), ("max", "maximum"), ("maxlength", "maxLength"))
        if json in schema
    }
    if schema["type"] == "number":
        limits["step"] = "any"
    hint = f"{field.meaning}; with commas between them" if schema["type"] == "array" else field.meaning
    hint = hint.replace("`", "").replace("null", "empty")
    return Input(name, label(name), hint[:1].upper() + hint[1:], typed or default, options, kind, limits)
