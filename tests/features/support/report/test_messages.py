import json
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import cucumber_messages
import pytest
from cucumber_messages.json_converter import JsonDataclassConverter

from features.support.evidence import Attachment
from features.support.report import messages
from features.support.report.record import Record
from tests.features.support.conftest import Write
from tests.features.support.report.conftest import outcomes, record_of

CONVERTER = JsonDataclassConverter(cucumber_messages._messages)


def envelopes(record: Record) -> list[dict[str, Any]]:
    return [json.loads(line) for line in messages.text(record).splitlines()]


def of(record: Record, kind: str) -> list[Any]:
    return [envelope[kind] for envelope in envelopes(record) if kind in envelope]


def statuses(record: Record) -> Iterator[list[str]]:
    """The results of each scenario's steps, in the order of the scenarios."""
    finished = of(record, "testStepFinished")
    for started in of(record, "testCaseStarted"):
        own = [each for each in finished if each["testCaseStartedId"] == started["id"]]
        yield [each["testStepResult"]["status"] for each in own]


@pytest.mark.parametrize("run", ["red", "green", "empty"])
def test_the_official_reader_takes_every_envelope_whole(run: str, request: pytest.FixtureRequest) -> None:
    for envelope in envelopes(request.getfixturevalue(run)):
        assert len(envelope) == 1
        read = CONVERTER.from_dict(envelope, cucumber_messages.Envelope)
        assert CONVERTER.to_dict(read) == envelope


def test_the_version_is_that_of_the_official_package(green: Record) -> None:
    assert of(green, "meta")[0]["protocolVersion"] == version("cucumber-messages")


def test_the_envelopes_come_in_the_order_of_cucumber(red: Record) -> None:
    kinds = [next(iter(envelope)) for envelope in envelopes(red)]
    first = {kind: kinds.index(kind) for kind in reversed(kinds)}
    assert sorted(first, key=lambda kind: first[kind]) == [
        "meta",
        "source",
        "gherkinDocument",
        "pickle",
        "testRunStarted",
        "testCase",
        "testCaseStarted",
        "testStepStarted",
        "testStepFinished",
        "testCaseFinished",
        "attachment",
        "testRunFinished",
    ]


def test_every_id_that_is_referred_to_exists_once(red: Record) -> None:
    pickles = {pickle["id"]: pickle for pickle in of(red, "pickle")}
    cases = {case["id"]: case for case in of(red, "testCase")}
    assert len(pickles) == len(cases) == len(red.outcomes)
    for case in cases.values():
        steps = [step["id"] for step in pickles[case["pickleId"]]["steps"]]
        assert [step["pickleStepId"] for step in case["testSteps"]] == steps
    assert {started["testCaseId"] for started in of(red, "testCaseStarted")} == set(cases)
    assert len({each["testStepId"] for each in of(red, "testStepFinished")}) == sum(
        len(case["testSteps"]) for case in cases.values()
    )


def test_each_step_has_its_result_and_none_is_left_out(red: Record) -> None:
    assert list(statuses(red)) == [
        ["PASSED", "PASSED", "PASSED", "PASSED"],
        ["PASSED", "PASSED", "PASSED", "FAILED"],
        ["PASSED", "UNDEFINED", "SKIPPED", "SKIPPED"],
        ["PASSED", "PASSED", "FAILED"],
        ["SKIPPED", "SKIPPED"],
    ]


def test_a_row_of_an_outline_is_the_pickle_of_its_row(red: Record) -> None:
    texts = [[step["text"] for step in pickle["steps"]] for pickle in of(red, "pickle")]
    assert (texts[1][2], texts[2][2]) == ("the user signs in slowly", "the user signs in often")


def test_rules_and_tables_are_in_the_document(red: Record) -> None:
    feature = of(red, "gherkinDocument")[0]["feature"]
    rule = feature["children"][1]["rule"]
    assert rule["name"] == "A user can sign in"
    table = rule["children"][1]["scenario"]["steps"][0]["dataTable"]["rows"]
    assert [cell["value"] for cell in table[1]["cells"]] == ["pat", "<secret>"]


def test_a_failed_step_has_the_evidence_and_the_answer_attached(red: Record) -> None:
    attached = of(red, "attachment")
    assert [each["fileName"] for each in attached] == [
        "evidence.txt",
        "answer.xml",
        "evidence.txt",
        "evidence.txt",
    ]
    assert attached[0]["body"].startswith("BROKEN USR-1\n")
    assert (attached[1]["mediaType"], attached[1]["body"]) == ("application/xml", "<Orders/>")


def test_a_screenshot_of_what_passed_is_attached_to_the_last_step(green: Record) -> None:
    green.outcomes[0].attachments.append(Attachment("a.png", "image/png", "iVBORw0KGgo="))
    [attached] = of(green, "attachment")
    assert (attached["fileName"], attached["contentEncoding"]) == ("a.png", "BASE64")
    assert attached["testStepId"] == of(green, "testCase")[0]["testSteps"][-1]["id"]


def test_a_failed_step_says_what_was_expected_and_a_skipped_one_why(red: Record) -> None:
    results = [each["testStepResult"] for each in of(red, "testStepFinished")]
    assert 'expected <orders>\ngot a "quiet" & day' in [result.get("message") for result in results]
    assert results[-1]["message"] == "not checked: no shop"


def test_a_failure_outside_of_any_step_belongs_to_a_hook(write: Write) -> None:
    died = outcomes()[0]
    died.state, died.got, died.steps = "error", "the worker died", []
    found = record_of(write, [died])
    (hook,) = of(found, "hook")
    assert of(found, "testCase")[0]["testSteps"][0]["hookId"] == hook["id"]
    assert list(statuses(found)) == [["FAILED", "SKIPPED", "SKIPPED", "SKIPPED", "SKIPPED"]]


def test_times_never_run_backwards(red: Record) -> None:
    def seconds(envelope: dict[str, Any]) -> float:
        at = next(iter(envelope.values()))["timestamp"]
        return float(at["seconds"] + at["nanos"] / 1e9)

    for started in of(red, "testCaseStarted"):
        mine = [e for e in envelopes(red) if next(iter(e.values())).get("testCaseStartedId") == started["id"]]
        times = [seconds(envelope) for envelope in mine if "attachment" not in envelope]
        assert times == sorted(times)


@pytest.mark.parametrize(("run", "success"), [("red", False), ("green", True), ("empty", False)])
def test_only_a_run_that_conforms_is_a_success(
    run: str, success: bool, request: pytest.FixtureRequest
) -> None:
    (finished,) = of(request.getfixturevalue(run), "testRunFinished")
    assert finished["success"] is success
    assert finished["message"].startswith("Verdict: ")


def test_a_step_points_to_the_definitions_that_match_it(write: Write) -> None:
    found = record_of(write, outcomes()[-1:])
    path = found.book[1].path
    path.write_text(
        path.read_text(encoding="utf-8").replace("it works", "the store is connected"), encoding="utf-8"
    )
    (definition,) = of(found, "stepDefinition")
    assert definition["pattern"] == {"source": "^the store is connected$", "type": "REGULAR_EXPRESSION"}
    assert definition["sourceReference"]["uri"] == "features/steps/stores.py"
    steps = of(found, "testCase")[0]["testSteps"]
    assert [step["stepDefinitionIds"] for step in steps] == [[], [definition["id"]]]
