"""How many examples Hypothesis makes up: few and always the same in the tests, many for `make fuzz`."""

import os

from hypothesis import HealthCheck, Phase, settings

TIMES = int(os.environ.get("FUZZ_TIMES", "1"))
"""How many times as many; other ones each time when it is more than once, by --hypothesis-seed."""


def some(count: int) -> settings:
    """Settings for this many examples. Nothing is timed, and nothing is remembered from run to run."""
    return settings(
        max_examples=count * TIMES,
        deadline=None,
        database=None,
        derandomize=TIMES == 1,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
