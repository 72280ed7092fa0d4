"""The options of a run: where the parts are, what is asked of them, what is told of it."""

from pathlib import Path

import pytest

from features.support import shuffle, wire
from features.support.access import shop_option

USUAL = {"--shop": "careportals", "--time-limit": wire.TIME_LIMIT, "--driver": "http"}
"""What holds when nothing else is said."""


def add(parser: pytest.Parser) -> None:
    """Add them all to pytest's own."""
    group = parser.getgroup("drydock", "contract of a ShipStation Custom Store")
    _parts(group)
    _told(group)


def _parts(group: pytest.OptionGroup) -> None:
    """Each part that is not given is started for the run."""
    group.addoption(
        "--target", metavar="URL", help="Custom Store under test, with {org} for the organization"
    )
    group.addoption("--careportals", metavar="URL", help="mock CarePortals that the target works with")
    group.addoption("--shipstation", metavar="URL", help="mock ShipStation that polls the target")
    group.addoption("--bridge", metavar="COMMAND", help="start this bridge instead of python -m bridge")
    group.addoption(
        "--shop",
        type=shop_option,
        default=USUAL["--shop"],
        metavar="careportals|none|hook:URL",
        help="none: only look at the target; credentials come from the environment or are asked for. "
        "hook:URL: another shop than CarePortals, reached by the five calls of docs/shop-hook.md",
    )
    group.addoption(
        "--driver",
        choices=("http", "browser"),
        default=USUAL["--driver"],
        help="who does what people do: calls of the APIs, or clicks in Chromium for the guide's chapters",
    )
    group.addoption("--ca", metavar="FILE", help="trust this CA when the target is asked by https")
    group.addoption(
        "--time-limit",
        type=float,
        default=USUAL["--time-limit"],
        metavar="SECONDS",
        help="how long the target may take to answer one request",
    )


def _told(group: pytest.OptionGroup) -> None:
    """What counts, in which order, and what is written down."""
    group.addoption("--reports", type=Path, metavar="DIR", help="write verdict.json, junit.xml and more here")
    group.addoption("--deviations", type=Path, metavar="FILE", help="failures accepted for now, TOML")
    group.addoption(
        "--strict-should", action="store_true", help="count a recommendation that is not met as broken"
    )
    group.addoption(
        "--min-coverage",
        type=float,
        metavar="PERCENT",
        help="a run of the whole contract conforms only if its traffic has shown so much of it",
    )
    group.addoption(
        "--shuffle", metavar="SEED", help=f"run the scenarios in a random order; {shuffle.NEW}: any order"
    )
