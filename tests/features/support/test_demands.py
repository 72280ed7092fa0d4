from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from features.support import demands, options

USUAL = {
    **options.USUAL,
    "--target": None,
    "--careportals": None,
    "--bridge": None,
    "--ca": None,
    "--min-coverage": None,
    "numprocesses": None,
}

STORE = {"--shop": "none"}
"""A store that is only looked at."""


def check(given: Mapping[str, object], tags: str = "") -> None:
    told = {**USUAL, **given}
    config: Any = SimpleNamespace(
        getoption=lambda name, default=None: told.get(name, default),
        getini=lambda _name: ["MAP-2: tag of the contract", "MAP-3: tag", "slow(x): takes long"],
        option=SimpleNamespace(markexpr=tags),
    )
    demands.check(config)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"--bridge": "python -m 'my bridge'", "numprocesses": 3},
        STORE | {"--target": "https://shop.example:8443/store?x=1"},
        {"--target": "http://[::1]:8000/{org}", "--careportals": "http://127.0.0.1:1"},
        {"--shop": "hook:http://127.0.0.1:9"},
        {"--time-limit": 0.5, "--min-coverage": 100.0},
    ],
)
def test_what_can_be_meant_is_taken(given: dict[str, object]) -> None:
    check(given)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (STORE, "--shop none needs --target"),
        (STORE | {"--target": "http://127.0.0.1:9/s", "numprocesses": 2}, "one request at a time"),
        ({"--target": "http://127.0.0.1:9/s"}, "must hold {org}"),
        ({"--target": "http://127.0.0.1:9/{org}"}, "needs --careportals"),
        ({"--shop": "hook:http://127.0.0.1:9", "--bridge": "x"}, "give no other part"),
        ({"--bridge": "it's"}, "--bridge is no command"),
        (STORE | {"--target": "shop.example/store"}, "must be an address"),
        (STORE | {"--target": "ftp://shop.example/store"}, "must be an address"),
        (STORE | {"--target": "http:///store"}, "must be an address"),
        (STORE | {"--target": "http://[/store"}, "must be an address"),
        (STORE | {"--target": "http://127.0.0.1:9/s#there"}, "must hold no #"),
        (STORE | {"--target": "http://127.0.0.1:9/{org}"}, "without {org}"),
        ({"--time-limit": 0.0}, "--time-limit must be above 0"),
        ({"--time-limit": float("nan")}, "--time-limit must be above 0"),
        ({"--min-coverage": float("nan")}, "--min-coverage must be a percentage"),
        ({"--min-coverage": 101.0}, "--min-coverage must be a percentage"),
        ({"--ca": "no/such/file.pem"}, "there is no such file"),
        ({"--driver": "browser", "--shop": "hook:http://127.0.0.1:9"}, "clicks in CarePortals"),
    ],
)
def test_what_cannot_be_meant_is_refused(given: dict[str, object], said: str) -> None:
    with pytest.raises(pytest.UsageError) as refused:
        check(given)
    assert said in str(refused.value)


@pytest.mark.parametrize("address", ["http://user:the-secret@127.0.0.1:9/s", "http://the-secret@127.0.0.1/"])
def test_a_password_in_an_address_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(pytest.UsageError, match="no user name and no password") as refused:
        check(STORE | {"--target": address})
    assert "the-secret" not in str(refused.value)


@pytest.mark.parametrize("tags", ["MAP-2 and", "MAP-2 MAP-3", "(MAP-2", "or MAP-3"])
def test_a_selection_that_is_none_is_refused(tags: str) -> None:
    with pytest.raises(pytest.UsageError, match="no selection of rules"):
        check({}, tags)


def test_a_selection_may_be_long() -> None:
    check({}, "(MAP-2 or MAP-3) and not slow")


def test_a_tag_that_the_contract_does_not_have_ends_the_run() -> None:
    with pytest.raises(pytest.exit.Exception, match="the contract has no tag NOPE-1") as ended:
        check({}, "MAP-2 or NOPE-1")
    assert ended.value.returncode == 5
