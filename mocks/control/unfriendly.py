"""Unfriendly mode: what a mock does on purpose so that a client learns early what it must bear."""

import argparse
import random
from collections.abc import Mapping
from typing import Any, NamedTuple

from mocks.control.faults import Fault, Faults

SEEDS = 2**32
"""A seed is below it."""


class Quirk(NamedTuple):
    """One oddity, legal or at least usual: `settings` that are changed, or a `fault` that is added."""

    meaning: str
    settings: Mapping[str, Any] = {}
    fault: Mapping[str, Any] = {}


def faults(quirks: Mapping[str, Quirk], seed: int) -> list[dict[str, Any]]:
    """The descriptions of the faults, each under its quirk's name."""
    return [{**quirk.fault, "name": name, "seed": seed} for name, quirk in quirks.items() if quirk.fault]


def settings(quirks: Mapping[str, Quirk]) -> dict[str, Any]:
    """All settings that differ from the defaults."""
    return {name: value for quirk in quirks.values() for name, value in quirk.settings.items()}


def in_force(quirks: Mapping[str, Quirk], present: Mapping[str, Any], held: Faults) -> bool:
    """Whether any quirk is at work, with these settings and faults."""
    changed = any(present[name] == value for name, value in settings(quirks).items())
    return changed or any(_is_quirk(quirks, fault) for fault in held.read())


def take_back(quirks: Mapping[str, Quirk], held: Faults) -> None:
    """Remove the faults that the quirks have added."""
    for fault in held.read():
        if _is_quirk(quirks, fault):
            held.remove(fault)


def _is_quirk(quirks: Mapping[str, Quirk], fault: Fault) -> bool:
    quirk = quirks.get(fault["name"])
    return quirk is not None and quirk.fault.get("kind") == fault.kind


def announcement(quirks: Mapping[str, Quirk], seed: int) -> str:
    """What is said at the start."""
    return f"unfriendly with the seed {seed}: {', '.join(quirks)}; see docs/faults.md"


def add_flag(parser: argparse.ArgumentParser) -> None:
    """Add --unfriendly: None without it, else its seed, drawn if none is given."""
    parser.add_argument(
        "--unfriendly",
        nargs="?",
        type=_seed,
        const=random.randrange(SEEDS),  # noqa: S311 - to be repeated, not to be secret
        metavar="SEED",
        help="be difficult on purpose (docs/faults.md); chance begins at SEED, else at a drawn number",
    )


def _seed(given: str) -> int:
    seed = int(given)
    if not 0 <= seed < SEEDS:
        raise argparse.ArgumentTypeError(f"must be from 0 to {SEEDS - 1}")
    return seed
