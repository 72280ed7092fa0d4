"""Faults on purpose: which requests are spoiled, how, and how often.

What kinds there are, and where they strike, each mock says itself; here is what they have in common.
"""

import asyncio
import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mocks.control.payload import Refusal, integer, only, text

CAPACITY = 1000
"""Faults kept at a time."""

_SEEDS = 2**32


class Check(NamedTuple):
    """What a field may hold, as a JSON Schema, and the reading of a value for a field of some name.

    `read` gives the value as it is kept, and raises Refusal 400.
    """

    schema: dict[str, Any]
    read: Callable[[object, str], Any]


class Field(NamedTuple):
    """A field of a fault's description; one whose `default` is None may be null."""

    check: Check
    meaning: str
    default: Any = None


class Kind(NamedTuple):
    """A way to spoil something.

    on: what a fault of this kind strikes: a request, a pull, a notice.
    fixed: fields that can have no other value with this kind.
    like: what WireMock and Toxiproxy call it.
    wire: it needs the connection below HTTP, which only a mock that runs as a process has.
    """

    meaning: str
    fields: Mapping[str, Field] = {}
    on: str = "request"
    fixed: Mapping[str, Any] = {}
    like: str = ""
    wire: bool = False


def whole(low: int, high: int) -> Check:
    """Checks for a whole number."""
    schema = {"type": "integer", "minimum": low, "maximum": high}
    return Check(schema, lambda value, name: integer(value, name, low, high))


def one_of(*choices: str) -> Check:
    """Checks for one of some words."""

    def read(value: object, name: str) -> str:
        if not isinstance(value, str) or value not in choices:
            raise Refusal(400, f'"{name}" must be one of {", ".join(choices)}')
        return value

    return Check({"type": "string", "enum": list(choices)}, read)


SHORT_TEXT = Check(
    {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "\\S"},
    lambda value, name: text({name: value}, name, limit=100),
)
"""Checks for 1 to 100 characters."""


def _probability(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise Refusal(400, f'"{name}" must be a number above 0 and at most 1')
    return float(value)


_PROBABILITY = Check({"type": "number", "exclusiveMinimum": 0, "maximum": 1}, _probability)


def _pattern(value: object, name: str) -> str:
    if not isinstance(value, str) or not set(value) <= {"x", "."} or "x" not in value or len(value) > 1000:
        raise Refusal(400, f'"{name}" must be up to 1000 of the characters x and ., such as ..x')
    return value


_PATTERN = Check({"type": "string", "pattern": "^[.]*x[x.]*$", "maxLength": 1000}, _pattern)

COMMON = {
    "name": Field(SHORT_TEXT, "how it is called in the journal; the kind, if none is given"),
    "skip": Field(whole(0, 1_000_000), "how many that fit are left alone at first", 0),
    "count": Field(whole(1, 1_000_000), "how many are spoiled before the fault is spent; null for no end"),
    "pattern": Field(_PATTERN, "repeated from then on: `..x` spoils every third that fits", "x"),
    "probability": Field(_PROBABILITY, "how likely one that the pattern marks is spoiled", 1.0),
    "seed": Field(whole(0, _SEEDS - 1), "where chance begins; drawn, and shown, if none is given"),
}
"""The fields of every fault, beside `kind` and the tenant."""


@dataclass
class Fault:
    """One fault with all its fields; `seen` counts what fitted, `injected` what was spoiled."""

    id: int
    kind: str
    fields: dict[str, Any]
    seen: int = 0
    injected: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.random = random.Random(self.fields["seed"])  # noqa: S311 - to be repeated, not to be secret

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]

    @property
    def spent(self) -> bool:
        """Whether it will not strike again."""
        return self.fields["count"] is not None and self.injected >= self.fields["count"]

    def strikes(self) -> bool:
        """Count one that fits; whether it is to be spoiled."""
        number = self.seen - int(self["skip"])
        self.seen += 1
        if number < 0 or self["pattern"][number % len(self["pattern"])] != "x":
            return False
        if self["probability"] < 1 and self.random.random() >= self["probability"]:
            return False
        self.injected += 1
        return True

    async def wait(self, seconds: float) -> None:
        """Let time pass, but no longer than until the fault is removed or the mock stops."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.released.wait()

    def mark(self) -> dict[str, object]:
        """How the journal names it."""
        return {"id": self.id, "name": self["name"], "kind": self.kind}

    def to_json(self) -> dict[str, Any]:
        """The fault as the control side shows it."""
        return {
            "id": self.id,
            "kind": self.kind,
            **self.fields,
            "seen": self.seen,
            "injected": self.injected,
            "spent": self.spent,
        }


class Faults:
    """All faults of a mock, in the order in which they were added.

    tenant: the name of the field that limits a fault to one tenant.
    kinds: the kinds that there are.
    selectors: the mock's own fields, by which a fault chooses what it strikes.
    """

    def __init__(self, tenant: str, kinds: Mapping[str, Kind], selectors: Mapping[str, Field]) -> None:
        self.tenant = tenant
        self.kinds = kinds
        self.live: list[Fault] = []
        """Those that may still strike; as long as there are none, nobody else needs to be asked."""
        self._selectors = {tenant: Field(SHORT_TEXT, "whom it is limited to; everybody if null"), **selectors}
        self._kept: dict[int, Fault] = {}
        self._number = 0

    def fields_of(self, kind: str) -> dict[str, Field]:
        """The fields that a fault of this kind has."""
        return {**COMMON, **self._selectors, **self.kinds[kind].fields}

    def add(self, body: Mapping[str, Any], *, wire: bool = True) -> Fault:
        """Keep a fault as described. `wire`: connections can be reached. Raises Refusal 400, 409."""
        kind = one_of(*self.kinds).read(body.get("kind"), "kind")
        if self.kinds[kind].wire and not wire:
            raise Refusal(400, f'"kind": {kind} needs a mock that runs as a process of its own')
        fields = self._read(kind, body)
        if len(self._kept) >= CAPACITY:
            raise Refusal(409, f"There are {CAPACITY} faults already; remove some")
        self._number += 1
        fault = self._kept[self._number] = Fault(self._number, kind, fields)
        self.live.append(fault)
        return fault

    def _read(self, kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
        known, fixed = self.fields_of(kind), self.kinds[kind].fixed
        only(body, {"kind", *known})
        found: dict[str, Any] = {}
        for name, described in known.items():
            default = fixed.get(name, described.default)
            value = body.get(name, default)
            found[name] = None if value is None and default is None else described.check.read(value, name)
            if name in fixed and found[name] != fixed[name]:
                raise Refusal(400, f'"{name}" can only be {fixed[name]} with {kind}')
        found["name"] = found["name"] or kind
        if found["seed"] is None:
            found["seed"] = random.randrange(_SEEDS)  # noqa: S311 - to be repeated, not to be secret
        return found

    def take(self, tenant: str | None, fits: Callable[[Fault], bool]) -> Fault | None:
        """The first fault that fits and strikes; those behind it do not see what it took."""
        for fault in self.live:
            if fault[self.tenant] in (None, tenant) and fits(fault) and fault.strikes():
                if fault.spent:
                    self.live.remove(fault)
                return fault
        return None

    def read(self, tenant: str | None = None) -> list[Fault]:
        """The faults of one tenant, or all of them, spent ones too."""
        return [fault for fault in self._kept.values() if tenant in (None, fault[self.tenant])]

    def get(self, number: int) -> Fault:
        """One fault. Raises Refusal 404."""
        try:
            return self._kept[number]
        except KeyError:
            raise Refusal(404, "There is no such fault") from None

    def remove(self, fault: Fault) -> None:
        """Take a fault away; whoever waits because of it goes on at once."""
        del self._kept[fault.id]
        if fault in self.live:
            self.live.remove(fault)
        fault.released.set()

    def forget(self, tenant: str | None = None) -> None:
        """Remove the faults of one tenant, or all of them."""
        for fault in self.read(tenant):
            self.remove(fault)
