"""The page that puts the contract beside its peers is about the gallery as it is."""

import json

import pytest

from tests.defects.comparison import DATA, PAGE, Findings, as_data, outdated, page, still_true
from tests.defects.comparison_peers import Finding
from tests.defects.gallery import load

CLEAN = Finding((), (), 200, 4)


def test_the_page_is_about_the_gallery_as_it_is() -> None:
    data = json.loads(DATA.read_text(encoding="utf-8"))
    assert outdated(data) == [], "run `make comparison`, some minutes, and commit docs/comparison.*"
    assert PAGE.read_text(encoding="utf-8") == page(data)


def told(found: Findings) -> str:
    return page(json.loads(json.dumps(as_data(CLEAN, found))))


def test_a_change_is_noticed() -> None:
    data = as_data(CLEAN, dict.fromkeys(load(), CLEAN))
    assert outdated(data) == []
    data["inputs"]["bridge/openapi.json"] = data["sources"]["says_one_page"] = "other"
    data["sources"]["was_there_once"] = "any"
    assert outdated(data) == [
        "the defect says_one_page is new or has changed",
        "the defect was_there_once is gone",
        "the file bridge/openapi.json has changed",
    ]


def test_what_has_not_changed_is_not_asked_again() -> None:
    data = as_data(CLEAN, dict.fromkeys(load(), CLEAN))
    data["sources"]["says_one_page"] = "other"
    assert load().keys() - still_true(data).keys() == {"says_one_page"}
    data["inputs"]["bridge/openapi.json"] = "other"
    assert still_true(data) == {}


def test_a_peer_gets_credit_for_each_bridge_that_it_reports() -> None:
    found = dict.fromkeys(load(), CLEAN)
    first, second, third = list(found)[:3]
    found[first] = Finding(("ignored_auth",), (), 7, 4)
    found[second] = Finding(("ignored_auth",), ("not well-formed", "status 500"), 7, 4)
    found[third] = Finding((), ("no answer",), 7, 4)
    text = told(found)
    assert f"| **all** | {len(found)} | {len(found)} | 2 | 2 | 3 |" in text
    assert (
        f"| {second} | {', '.join(load()[second].rules)} | ignored_auth | not well-formed, status 500 |"
        in text
    )


def test_there_is_no_page_when_a_peer_blames_the_unbroken_bridge() -> None:
    with pytest.raises(ValueError, match="unbroken bridge is blamed"):
        page(as_data(Finding((), ("no answer",), 7, 4), dict.fromkeys(load(), CLEAN)))
