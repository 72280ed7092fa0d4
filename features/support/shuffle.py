"""Scenarios in a random order, which can be repeated: none may depend on another."""

from hashlib import sha256
from secrets import token_hex
from typing import Any

import pytest

NEW = "new"
_SEED = "drydock-seed"


class Shuffle:
    """Hooks of pytest; with the same `seed` two scenarios run in the same order, whatever else is selected.

    So each xdist worker, which collects for itself, comes to the order of the others.
    """

    def __init__(self, seed: str) -> None:
        self.seed = seed

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put the scenarios in their order."""
        items.sort(key=lambda item: sha256(f"{self.seed} {item.nodeid}".encode()).digest())

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a new xdist worker the seed: it is given the options as they were typed."""
        node.workerinput[_SEED] = self.seed

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say how the order can be had again."""
        terminalreporter.write_line("")
        terminalreporter.write_line(f"Shuffled: --shuffle {self.seed}, or make bdd SHUFFLE={self.seed}")


def register(config: pytest.Config) -> str:
    """Shuffle if that was asked for; the seed, empty when it was not."""
    seed: str = getattr(config, "workerinput", {}).get(_SEED) or config.getoption("--shuffle") or ""
    if seed:
        seed = token_hex(4) if seed == NEW else seed
        config.pluginmanager.register(Shuffle(seed), "drydock-shuffle")
    return seed
