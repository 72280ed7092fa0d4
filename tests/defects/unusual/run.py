"""Run the contract against unusual bridges, in a process that is used for nothing else."""

from collections.abc import Sequence

from features.support.sandwich import Addresses
from tests.defects.run import Result, check
from tests.defects.unusual.catalogue import load


def run(names: Sequence[str], rules: tuple[str, ...], mocks: Addresses) -> Result:
    """Serve one bridge that is unusual in all these ways and check `rules` against it; `mocks` are shared.

    Where two ways touch the same, the later one has the last word.
    """
    for name in names:
        load()[name].install()
    return check(rules, mocks)


def unmet(result: Result) -> set[str]:
    """The recommendations that the bridge was told not to follow."""
    return {outcome.rule for outcome in result.outcomes if outcome.state == "unmet"}
