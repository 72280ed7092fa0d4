from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from features.support.rules import Chapter, chapters
from features.support.sandwich import Addresses, Sandwich
from features.support.wire import client

Write = Callable[..., tuple[Chapter, ...]]
"""Writes each text given into a feature file of its own and reads them all."""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    folder = tmp_path / "features"

    def write_and_read(*texts: str) -> tuple[Chapter, ...]:
        folder.mkdir(exist_ok=True)
        for number, text in enumerate(texts, start=1):
            (folder / f"{number:02}_topic.feature").write_text(text, encoding="utf-8")
        return chapters(folder)

    return write_and_read


@pytest.fixture(scope="session")
def addresses() -> Iterator[Addresses]:
    """Both mocks and the bridge, for all tests of a worker; each test has names of its own."""
    with Sandwich() as started:
        yield started


@pytest.fixture
def http() -> Iterator[httpx2.Client]:
    """What asks the target."""
    with client() as asking:
        yield asking
