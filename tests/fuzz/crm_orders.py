"""Orders as no CRM should send them: any text or number anywhere, fields left out, added, of other types."""

import copy
import json
from collections.abc import Iterator
from random import Random
from typing import Any

from tests.bridge.fake_crm import JSON, line, order
from tests.fuzz import hostile

_RAW_NUMBERS = (
    "1e400",
    "-1e400",
    "1E-400",
    "-0",
    "-0.0",
    "9" * 400,
    "0." + "1" * 400,
    "1e22",
    "NaN",
    "Infinity",
)
"""JSON, or what some take for it, that Python does not write."""

_MARK = "@number@"

Path = tuple[str | int, ...]


def page(chance: Random) -> list[JSON]:
    """Up to five orders, each with something wrong; what tells them apart is never touched."""
    return [_spoiled(chance, number) for number in range(1392, 1392 + chance.randint(1, 5))]


def _spoiled(chance: Random, number: int) -> JSON:
    found = order(number, lineItems=[line("SKU-A", 2, 30.0), line("SKU-B", 1, 40.0)])
    for _ in range(chance.randint(1, 6)):
        paths = [path for path in _paths(found) if path[0] not in ("_id", "id", "updatedAt")]
        _spoil(chance, found, chance.choice(paths))
    return found


def _paths(value: object, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _paths(inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _paths(inner, (*path, number))


def _spoil(chance: Random, found: Any, path: Path) -> None:
    for step in path[:-1]:
        found = found[step]
    last = path[-1]
    kind = chance.randrange(6)
    if kind == 0:
        del found[last]
    elif kind == 1 and isinstance(found, dict):
        found[hostile.text(chance)[:100]] = hostile.value(chance)
    elif kind == 2:
        found[last] = hostile.text(chance) * chance.choice((1, 1, 1, 60, 500))
    elif kind == 3:
        found[last] = _MARK + chance.choice(_RAW_NUMBERS)
    elif kind == 4:
        found[last] = [copy.deepcopy(found[last]) for _ in range(chance.randint(0, 3))]
    else:
        found[last] = hostile.value(chance)


def listing(orders: list[JSON]) -> bytes:
    """The CRM's answer with all of them, as it is on the wire."""
    text = json.dumps({"orders": orders, "total": len(orders), "nextCursor": None})
    for number in _RAW_NUMBERS:
        text = text.replace(f'"{_MARK}{number}"', number)
    return text.encode()
