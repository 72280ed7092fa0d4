from pathlib import Path

import pytest
from lxml import etree

from features.support.report import junit
from features.support.report.record import Record

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("junit.xsd")))


def parsed(record: Record) -> etree._Element:
    return etree.fromstring(junit.text(record).encode())


@pytest.mark.parametrize("run", ["red", "green", "empty"])
def test_the_file_is_what_ci_servers_read(run: str, request: pytest.FixtureRequest) -> None:
    SCHEMA.assertValid(parsed(request.getfixturevalue(run)))


def test_the_totals_are_those_of_the_cases(red: Record) -> None:
    root = parsed(red)
    assert [root.get(name) for name in ("tests", "failures", "errors")] == ["5", "1", "1"]
    for suite in root:
        cases = suite.findall("testcase")
        assert suite.get("tests") == str(len(cases))
        assert suite.get("skipped") == str(len(suite.findall("testcase/skipped")))


def test_a_case_is_a_scenario_of_a_rule(red: Record) -> None:
    names = [(case.get("classname"), case.get("name")) for case in parsed(red).iter("testcase")]
    assert names == [
        ("USR-1", "Plainly"),
        ("USR-1", "In many ways [slowly]"),
        ("USR-1", "In many ways [often]"),
        ("USR-2", "Out"),
        ("STO-1", "Here"),
    ]


def test_a_failure_holds_our_text(red: Record) -> None:
    (failure,) = parsed(red).iter("failure")
    assert failure.get("message") == 'expected <orders>, got a "quiet" & day'
    assert str(failure.text).startswith("BROKEN USR-1\n  rule      USR-1 (must, G1): A user can sign in\n")


def test_an_error_is_no_failure_of_the_target(red: Record) -> None:
    (error,) = parsed(red).iter("error")
    assert error.get("message") == "StepDefinitionNotFoundError: Given a user"


def test_what_does_not_break_conformance_is_skipped_and_told(red: Record) -> None:
    unmet, skipped = parsed(red).iter("skipped")
    assert unmet.get("message") == "recommendation not met"
    assert "RECOMMENDATION NOT MET USR-2" in str(unmet.getparent().findtext("system-out"))  # type: ignore[union-attr]
    assert skipped.get("message") == "not checked: no shop"


def test_the_verdict_is_among_the_properties(green: Record) -> None:
    assert {p.get("name"): p.get("value") for p in parsed(green).iter("property")}["verdict"] == "conforms"
