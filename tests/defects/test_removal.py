from pathlib import Path
from typing import Any

import pytest

from features.support.rules import all_rules, contract
from tests.defects import matrix, removal


def data(*reds: list[str]) -> dict[str, Any]:
    return {"defects": {f"defect_{n}": {"red": dict.fromkeys(red, "n")} for n, red in enumerate(reds)}}


def test_a_rule_is_worth_what_it_alone_catches() -> None:
    alone = removal.only_killer(data(["WIN-1"], ["WIN-1", "WIN-2"], ["WIN-1"], []))
    assert alone["WIN-1"] == ["defect_0", "defect_2"]
    assert alone["WIN-2"] == []


def test_recommendations_need_no_worth() -> None:
    should = [rule.id for rule in all_rules(contract()) if rule.level == "should"]
    assert not removal.only_killer(data()).keys() & set(should)


def test_a_rule_that_catches_nothing_alone_needs_a_reason() -> None:
    musts = dict.fromkeys(removal.only_killer(data()), "because")
    assert removal.unsettled(data(), musts) == []
    del musts["WIN-1"]
    (complaint,) = removal.unsettled(data(["WIN-1", "WIN-2"]), musts)
    assert complaint.startswith("WIN-1 can be removed")
    assert removal.unsettled(data(["WIN-1"]), musts) == []


def test_a_reason_that_is_not_needed_is_refused() -> None:
    kept = dict.fromkeys(removal.only_killer(data()), "because") | {"WIN-99": "because"}
    assert removal.unsettled(data(["WIN-1"]), kept) == [
        "WIN-1 needs no reason in kept.toml: it alone catches defect_0",
        "WIN-99 in kept.toml is no @must rule",
    ]


def test_reasons_are_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "kept.toml").write_text('WIN-1 = "because"\n', encoding="utf-8")
    assert removal.reasons(tmp_path / "kept.toml") == {"WIN-1": "because"}


@pytest.mark.skipif(not matrix.FILE.exists(), reason="the full matrix was not made yet: make defects FULL=1")
def test_every_must_rule_is_worth_something_or_has_a_reason() -> None:
    assert removal.unsettled(matrix.read(), removal.reasons()) == []
