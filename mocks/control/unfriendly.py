"""Unfriendly mode: what a mock does on purpose so that a client learns early what it must bear."""

import argparse
import random
from collections.abc import Mapping
from typing import Any, NamedTuple

_SEEDS = 2**32


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


def announcement(quirks: Mapping[str, Quirk], seed: int) -> str:
    """What is said at the start."""
    return f"unfriendly with the seed {seed}: {', '.join(quirks)}; see docs/faults.md"


def add_flag(parser: argparse.ArgumentParser) -> None:
    """Add --unfriendly: None without it, else its seed, drawn if none is given."""
    parser.add_argument(
        "--unfriendly",
        nargs="?",
        type=_seed,
        const=random.randrange(_SEEDS),  # noqa: S311 - to be repeated, not to be secret
        metavar="SEED",
        help="be difficult on purpose (docs/faults.md); chance begins at SEED, else at a drawn number",
    )


def _seed(given: str) -> int:
    seed = int(given)
    if not 0 <= seed < _SEEDS:
        raise argparse.ArgumentTypeError(f"must be from 0 to {_SEEDS - 1}")
    return seed
