"""What tests of several packages share."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module")
def unmeasured() -> Iterator[None]:
    """Lets processes run without coverage, with which a contract run takes three times as long.

    For modules whose processes do nothing that other tests do not measure.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in ("COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START"):
            patch.setenv(name, "")
        yield
