"""The order of the slow tests."""

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where workers take one test after the other, what may take longest begins first.

    Otherwise all but one would wait in the end.
    """
    if config.getoption("dist", "no") == "load":
        items.sort(key=_limit, reverse=True)


def _limit(item: pytest.Item) -> float:
    mark = item.get_closest_marker("timeout")
    return float(mark.args[0]) if mark else 0.0
