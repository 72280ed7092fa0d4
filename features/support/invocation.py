"""What a run was given, as people type it after `make bdd`."""

import shlex
from dataclasses import dataclass

import pytest

from features.support.exchange import without_credentials

PARTS = {
    "--target": "TARGET",
    "--careportals": "CAREPORTALS",
    "--shipstation": "SHIPSTATION",
    "--bridge": "BRIDGE",
    "--shop": "SHOP",
    "--driver": "DRIVER",
    "--ca": "CA",
    "--time-limit": "TIME_LIMIT",
    "--deviations": "DEVIATIONS",
}
"""Options of pytest, and the variables of `make bdd` that stand for them."""


@dataclass(frozen=True)
class Invocation:
    """Variables of `make bdd`: which scenarios were selected, with which parts, in which order.

    Addresses are without the passwords that they may hold.
    """

    selection: str = ""
    parts: str = ""
    seed: str = ""

    def __str__(self) -> str:
        shuffled = f"SHUFFLE={shlex.quote(self.seed)}" if self.seed else ""
        return " ".join(filter(None, ("make bdd", self.selection, self.parts, shuffled)))

    def of(self, selection: str) -> str:
        """The command that runs some other scenarios with the same parts."""
        return " ".join(filter(None, ("make bdd", selection, self.parts)))


def invocation(config: pytest.Config, usual: dict[str, object], seed: str = "") -> Invocation:
    """What a run was given beside what is usual."""
    given = {name: config.getoption(name, None) for name in PARTS}
    parts = [
        f"{PARTS[name]}={shlex.quote(_shown(str(value)))}"
        for name, value in given.items()
        if value and value != usual.get(name)
    ]
    nodes = [arg for arg in config.args if "::" in arg]
    chosen = {"NODE": " ".join(nodes), "RULE": str(config.getoption("markexpr", ""))}
    selection = [f"{name}={shlex.quote(value)}" for name, value in chosen.items() if value]
    return Invocation(" ".join(selection), " ".join(parts), seed)


def _shown(text: str) -> str:
    hook, url = ("hook:", text[5:]) if text.startswith("hook:") else ("", text)
    return hook + without_credentials(url) if url.startswith(("http://", "https://")) else text
