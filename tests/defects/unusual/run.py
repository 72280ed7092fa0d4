"""Run the contract against unusual bridges, in a process that is used for nothing else."""

from collections.abc import Sequence

from features.support.sandwich import Addresses
from tests.defects.run import Result, check
from tests.defects.unusual.catalogue import load


def run(names: Sequence[str], mocks: Addresses, rules: tuple[str, ...] = ()) -> Result:
    """Serve one bridge that is unusual in all these ways; check `rules`, or all that they could trip.

    Where two ways touch the same, the later one has the last word.
    """
    chosen = [load()[name] for name in names]
    for one in chosen:
        one.install()
    return check(rules or tuple({rule: None for one in chosen for rule in one.rules}), mocks)


def unmet(result: Result) -> set[str]:
    """The recommendations that the bridge was told not to follow."""
    return {outcome.rule for outcome in result.outcomes if outcome.state == "unmet"}
