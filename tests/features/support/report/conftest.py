from dataclasses import replace
from datetime import date

import pytest

from features.support.deviations import Deviation
from features.support.evidence import Attachment, Outcome, StepResult
from features.support.report.record import Record
from features.support.verdict import judge
from tests.features.support.conftest import Write

CHAPTER = """\
Feature: Users

  Background:
    Given an organization

  @USR-1 @must @G1 @shop
  Rule: A user can sign in
    Because the guide says so.

    Background:
      Given a user

    Scenario: Plainly
      When the user signs in
        | name | password |
        | pat  | <secret> |
      Then it works

    Scenario Outline: In many ways
      When the user signs in <how>
      Then it works

      Examples: By hand
        | how    |
        | slowly |
      Examples: By machine
        | how   |
        | often |

  @USR-2 @should @shop
  Rule: A user can sign out | with <style>
    Inferred.

    Scenario: Out
      When the user signs out
      Then it works
"""
SECOND = """\
Feature: Stores

  @STO-1 @must @G9 @shop
  Rule: A store has an address
    Because.

    Scenario: Here
      When there is a store
      Then it works
"""
USERS, STORES = "features/01_topic.feature", "features/02_topic.feature"


def steps(*states: str) -> list[StepResult]:
    texts = ("Given an organization", "Given a user", "When the user signs in", "Then it works")
    found = zip(texts[-len(states) :], states, strict=True)
    return [
        StepResult(text, 1, state, 1000.0 + index if state != "skipped" else 0.0, 0.25)
        for index, (text, state) in enumerate(found)
    ]


def outcome(rule: str, scenario: str, file: str, line: int, state: str, *, row: int = 0) -> Outcome:
    node = f"features/test_contract.py::test_{scenario.lower().replace(' ', '_')}"
    return Outcome(
        rule, scenario, "", file, line, row=row, node=node, state=state, started=1000.0, seconds=1.5
    )


def outcomes() -> list[Outcome]:
    """One scenario in each state that a run with failures has."""
    plainly = outcome("USR-1", "Plainly", USERS, 13, "passed")
    slowly = outcome("USR-1", "In many ways", USERS, 19, "broken", row=0)
    often = outcome("USR-1", "In many ways", USERS, 19, "error", row=1)
    out = outcome("USR-2", "Out", USERS, 34, "unmet")
    here = outcome("STO-1", "Here", STORES, 7, "skipped")
    for found in (slowly, out):
        found.step, found.step_line = "Then it works", 22
        found.expected, found.got = "<orders>", 'a "quiet" & day'
    attached = [Attachment("answer.xml", "application/xml", "<Orders/>")]
    return [
        replace(plainly, guide=["G1"], steps=steps("passed", "passed", "passed", "passed")),
        replace(
            slowly,
            example="slowly",
            guide=["G1"],
            steps=steps("passed", "passed", "passed", "failed"),
            attachments=attached,
        ),
        replace(
            often,
            example="often",
            guide=["G1"],
            steps=steps("passed", "undefined", "skipped", "skipped"),
            step="Given a user",
            got="StepDefinitionNotFoundError: Given a user",
        ),
        replace(out, level="should", steps=steps("passed", "passed", "failed")),
        replace(here, guide=["G9"], reason="not checked: no shop"),
    ]


def record_of(book: Write, found: list[Outcome], exit_code: int = 1) -> Record:
    return Record(
        book=book(CHAPTER, SECOND),
        outcomes=tuple(found),
        judgement=judge(found, exit_code),
        target="http://bridge.example/shipstation/{org}",
        started=1000.0,
        finished=1002.5,
        accepted=(Deviation("STO-1", "TICKET-1", date(2026, 12, 31)),),
        versions={"drydock": "0.1.0", "python": "3.11.7"},
    )


@pytest.fixture
def red(write: Write) -> Record:
    """A run in which something of everything happened."""
    return record_of(write, outcomes())


@pytest.fixture
def green(write: Write) -> Record:
    """A run of one scenario that passed."""
    return record_of(write, outcomes()[:1], 0)


@pytest.fixture
def empty(write: Write) -> Record:
    """A run of nothing."""
    return record_of(write, [], 5)
