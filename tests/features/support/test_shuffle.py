from types import SimpleNamespace
from typing import Any

import pytest

from features.support import shuffle
from features.support.shuffle import Shuffle


def order(seed: str, names: str) -> str:
    items: list[Any] = [SimpleNamespace(nodeid=name) for name in names]
    Shuffle(seed).pytest_collection_modifyitems(items)
    return "".join(item.nodeid for item in items)


class Config:
    """As much of pytest's configuration as is looked at."""

    def __init__(self, seed: str | None) -> None:
        self.seed = seed
        self.workerinput: dict[str, str] = {}
        self.registered: list[Shuffle] = []
        self.pluginmanager = SimpleNamespace(register=lambda plugin, _name: self.registered.append(plugin))

    def getoption(self, name: str) -> str | None:
        assert name == "--shuffle"
        return self.seed


def seeds(config: Any) -> list[str]:
    shuffle.register(config)
    return [each.seed for each in config.registered]


def test_a_seed_gives_one_order_and_another_seed_another() -> None:
    found = order("one", "abcdefghij")
    assert sorted(found) == list("abcdefghij")
    assert order("one", "jihgfedcba") == found != order("two", "abcdefghij")


def test_the_order_of_two_does_not_depend_on_the_others() -> None:
    assert order("one", "bdfh") == "".join(each for each in order("one", "abcdefghij") if each in "bdfh")


def test_nothing_is_shuffled_unless_that_is_asked_for() -> None:
    assert seeds(Config(None)) == []
    assert seeds(Config("1")) == ["1"]


def test_a_new_seed_is_one_that_the_workers_are_told() -> None:
    main, worker = Config("new"), Config("new")
    (seed,) = seeds(main)
    main.registered[0].pytest_configure_node(SimpleNamespace(workerinput=worker.workerinput))
    assert seeds(worker) == [seed] != seeds(Config("new"))


def test_the_seed_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    reporter: Any = SimpleNamespace(write_line=print)
    Shuffle("7f").pytest_terminal_summary(reporter)
    assert capsys.readouterr().out == "\nShuffled: --shuffle 7f, or make bdd SHUFFLE=7f\n"
