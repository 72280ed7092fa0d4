"""What the contract says of an endpoint that is unusual and right: nothing that it may be blamed for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from features.support.evidence import Outcome
from tests.defects.unusual.catalogue import Unusual


@dataclass
class Blame:
    """`red` holds the scenarios that ended otherwise than they may, with what they got.

    `told` are the rules that said of a recommendation that it is not followed. `run` and `spared` count
    scenarios: those that ran, and those that the endpoint leaves where the reference bridge leaves them.
    """

    endpoint: str
    ways: Sequence[str]
    rules: Sequence[str]
    red: dict[str, str] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    run: int = 0
    spared: int = 0
    trouble: str = ""

    def note(self, rule: str, node: str, outcome: Outcome | None) -> None:
        """Add what came of a scenario; None for one that was spared."""
        if outcome is None:
            self.spared += 1
            return
        self.run += 1
        if outcome.state == "unmet" or (outcome.state, outcome.level) == ("broken", "should"):
            self.told.add(rule)
        elif outcome.state not in ("passed", "inapplicable"):
            self.red[node.partition("::")[2]] = f"{rule}, {outcome.state}: {outcome.got}"

    def wrong(self, unusual: dict[str, Unusual]) -> Iterator[str]:
        """What is wrong, a sentence for each scenario and rule; nothing for an endpoint without blame.

        `unusual` are all unusual bridges by name.
        """
        if self.trouble:
            yield self.trouble
        elif not self.run:
            yield "nothing was checked"
        yield from (f"{node}: {why}" for node, why in self.red.items())
        due = {rule for way in self.ways for rule in unusual[way].unmet if rule in self.rules}
        yield from (f"{rule} says that a recommendation is not followed" for rule in sorted(self.told - due))
        if not self.trouble:
            yield from (
                f"{rule} does not say that its recommendation is passed over"
                for rule in sorted(due - self.told)
            )
