import json
from dataclasses import replace

from features.support.coverage import Coverage, Point
from features.support.invocation import Invocation
from features.support.report import verdict_json
from features.support.report.record import Record


def test_the_verdict_stands_at_the_top(red: Record) -> None:
    found = json.loads(verdict_json.text(red))
    assert list(found)[:5] == ["format", "verdict", "exitCode", "reason", "target"]
    assert (found["verdict"], found["exitCode"]) == ("broken", 1)
    assert found["reason"] == "1 scenario failed, rules: USR-1"


def test_it_says_when_and_with_what(red: Record) -> None:
    found = verdict_json.document(red)
    assert (found["startedAt"], found["seconds"]) == ("1970-01-01T00:16:40.000Z", 2.5)
    assert found["versions"] == {"drydock": "0.1.0", "python": "3.11.7"}


def test_scenarios_are_counted_by_state(red: Record) -> None:
    counts = verdict_json.document(red)["scenarios"]
    assert counts.pop("total") == sum(counts.values()) == 5
    assert counts["passed"] == counts["skipped"] == 1


def test_every_rule_has_its_state_and_scenarios(red: Record) -> None:
    first, second, third = verdict_json.document(red)["rules"]
    assert (first["id"], first["level"], first["state"]) == ("USR-1", "must", "broken")
    assert (first["source"], first["needs"]) == ("G1", ["shop"])
    assert [s["state"] for s in first["scenarios"]] == ["passed", "broken", "error"]
    assert (second["source"], third["state"]) == ("Inferred", "skipped")


def test_a_scenario_tells_only_what_is_known(red: Record) -> None:
    passed, broken, _ = verdict_json.document(red)["rules"][0]["scenarios"]
    assert set(passed) == {
        "name",
        "example",
        "row",
        "guide",
        "file",
        "line",
        "node",
        "state",
        "seconds",
    }
    assert set(broken) - set(passed) == {"steps", "hops", "step", "stepLine", "expected", "got"}


def test_a_rule_that_was_not_run_says_so(green: Record) -> None:
    assert [rule["state"] for rule in verdict_json.document(green)["rules"]] == [
        "passed",
        "not run",
        "not run",
    ]


def test_what_was_not_checked_is_listed_with_its_reason(red: Record) -> None:
    assert verdict_json.document(red)["notChecked"] == [
        {"reason": "not checked: no shop", "scenarios": 1, "rules": ["STO-1"]}
    ]


def test_known_deviations_are_listed_with_their_use(red: Record) -> None:
    assert verdict_json.document(red)["deviations"] == [
        {"rule": "STO-1", "reason": "TICKET-1", "until": "2026-12-31", "use": "not checked"}
    ]


def test_the_guide_names_the_rules_that_checked_it(red: Record) -> None:
    guide = verdict_json.document(red)["guide"]
    assert (guide["G1"], guide["G9"], guide["G20"]) == (["USR-1"], ["STO-1"], [])


def test_an_empty_run_is_told_as_such(empty: Record) -> None:
    found = verdict_json.document(empty)
    assert (found["verdict"], found["scenarios"]["total"]) == ("nothing ran", 0)


def test_what_the_run_was_given_is_told(red: Record) -> None:
    found = verdict_json.document(replace(red, invocation=Invocation("RULE=WIN-1", "SHOP=none", "1f")))
    assert (found["selection"], found["parts"], found["seed"]) == ("RULE=WIN-1", "SHOP=none", "1f")


def test_what_the_traffic_has_shown_is_told_point_by_point(red: Record) -> None:
    coverage = Coverage((Point("Document", "Order", valid=True), Point("Document", "Item")))
    found = verdict_json.document(replace(red, coverage=coverage))["coverage"]
    assert (found["seen"], found["total"], found["percent"]) == (1, 2, 50)
    assert found["points"][0]["name"] == "Order"
    assert verdict_json.document(red)["coverage"] is None
