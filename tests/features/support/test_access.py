import argparse
import io

import pytest

from features.support.access import Passage, from_environment, hook_address, not_checked, shop_option
from features.support.evidence import HarnessError

URL = "https://shop.example/store"


def test_credentials_come_from_the_environment() -> None:
    passage = from_environment(URL, {"DRYDOCK_USERNAME": "rx", "DRYDOCK_PASSWORD": "secret"})
    assert (passage.url, passage.username, passage.password) == (URL, "rx", "secret")
    assert "secret" not in repr(passage)


def test_without_environment_and_terminal_it_is_said_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(HarnessError, match="set DRYDOCK_USERNAME and DRYDOCK_PASSWORD"):
        from_environment(URL, {"DRYDOCK_USERNAME": "rx"})


def test_what_is_missing_is_asked_for_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: "rx")
    monkeypatch.setattr("getpass.getpass", lambda _question: "typed")
    passage = from_environment(URL, {})
    assert (passage.username, passage.password) == ("rx", "typed")


def test_a_target_that_is_only_looked_at_gets_no_write() -> None:
    with pytest.raises(HarnessError, match="POST must not be sent"):
        Passage(URL, "rx", "secret").spend("POST")


def test_a_look_takes_a_bounded_number_of_requests() -> None:
    passage = Passage(URL, "rx", "secret", limit=2)
    passage.spend("GET")
    passage.spend("GET")
    with pytest.raises(HarnessError, match="the 2 requests"):
        passage.spend("GET")


@pytest.mark.parametrize(
    ("tags", "shop", "checked"),
    [
        ({"passive"}, False, True),
        ({"shop"}, False, False),
        ({"passive", "write"}, False, False),
        ({"write"}, False, False),
        ({"must"}, False, False),
        ({"shop", "write"}, True, True),
    ],
)
def test_without_a_shop_only_passive_scenarios_are_checked(tags: set[str], shop: bool, checked: bool) -> None:
    assert (not_checked(tags, shop=shop) is None) == checked


@pytest.mark.parametrize("shop", ["careportals", "none", "hook:http://127.0.0.1:8900/a"])
def test_a_shop_that_is_known_is_taken(shop: str) -> None:
    assert shop_option(shop) == shop


@pytest.mark.parametrize(
    "shop", ["", "shopify", "hook:", "hook:127.0.0.1:8900", "hook:ftp://x", "hook:http:///a"]
)
def test_any_other_shop_is_refused(shop: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match=r"is none of careportals, none, hook:http://"):
        shop_option(shop)


def test_a_hooks_address_is_what_follows() -> None:
    assert hook_address("hook:http://x/y") == "http://x/y"
    assert hook_address("careportals") is None
