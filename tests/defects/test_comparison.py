"""The page that puts the contract beside its peers is about the gallery as it is."""

import re

import pytest

from tests.defects.comparison import PAGE, page
from tests.defects.comparison_peers import Finding
from tests.defects.gallery import load

CLEAN = Finding((), (), 200, 4)


def test_the_page_is_about_all_of_the_gallery() -> None:
    rows = re.findall(r"^\| (\w+) \| [A-Z]+-\d", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(load()), (
        "run `make comparison`, some minutes, and commit docs/comparison.md"
    )


def test_a_peer_gets_credit_for_each_bridge_that_it_reports() -> None:
    found = dict.fromkeys(load(), CLEAN)
    first, second, third = list(found)[:3]
    found[first] = Finding(("ignored_auth",), (), 7, 4)
    found[second] = Finding(("ignored_auth",), ("not well-formed", "status 500"), 7, 4)
    found[third] = Finding((), ("no answer",), 7, 4)
    text = page(CLEAN, found)
    assert f"| **all** | {len(found)} | {len(found)} | 2 | 2 | 3 |" in text
    assert (
        f"| {second} | {', '.join(load()[second].rules)} | ignored_auth | not well-formed, status 500 |"
        in text
    )


def test_there_is_no_page_when_a_peer_blames_the_unbroken_bridge() -> None:
    with pytest.raises(ValueError, match="unbroken bridge is blamed"):
        page(Finding((), ("no answer",), 7, 4), dict.fromkeys(load(), CLEAN))
