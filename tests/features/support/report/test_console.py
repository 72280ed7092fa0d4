from dataclasses import replace
from datetime import date
from pathlib import Path

from features.support.coverage import Coverage, Point
from features.support.deviations import Deviation
from features.support.evidence import Outcome
from features.support.report import console
from features.support.report.record import STATES, Record
from features.support.verdict import Judgement, Verdict
from tests.features.support.conftest import Write

GOLDEN = Path(__file__).parents[1] / "golden"

USERS = """\
Feature: Users

  @USR-1 @must @G1 @G3 @shop
  Rule: A user can sign in
    Because.

  @USR-2 @should @shop
  Rule: A user can sign out
    Because.

  @USR-3 @must @G2 @shop
  Rule: A user can wait
    Because.

  @USR-4 @must @shop
  Rule: A user can vanish
    Because.
"""
STORES = """\
Feature: Stores

  @STO-1 @must @G9 @shop
  Rule: A store has an address
    Because.
"""
PULLS = """\
Feature: Pulls

  @WIN-1 @must @G19 @shop
  Rule: Nobody asked for this one
    Because.
"""


def outcome(rule: str, state: str, *guide: str) -> Outcome:
    return Outcome(rule, "A scenario", "", "f.feature", 1, state=state, guide=list(guide))


OUTCOMES = [
    outcome("USR-1", "passed", "G1", "G3"),
    outcome("USR-1", "broken", "G1"),
    outcome("USR-1", "error", "G1", "G4"),
    replace(outcome("USR-2", "skipped"), reason="no shop"),
    replace(outcome("USR-2", "unmet"), level="should", expected="this", got="that"),
    outcome("USR-3", "error", "G2"),
    replace(outcome("STO-1", "skipped", "G9"), reason="no shop"),
    *[outcome("STO-1", "passed", "G10") for _ in range(100)],
]


def test_a_run_reads_like_this(write: Write) -> None:
    judgement = Judgement(Verdict.BROKEN, "1 scenario failed, rules: USR-1")
    record = Record(write(USERS, STORES, PULLS), tuple(OUTCOMES), judgement, "http://bridge.example")
    found = "\n".join(console.lines(record))
    assert found + "\n" == (GOLDEN / "console.txt").read_text(encoding="utf-8")


def test_the_worse_state_comes_first() -> None:
    assert list(STATES) == ["broken", "error", "unmet", "deviation", "skipped", "passed", "inapplicable", ""]


def test_known_deviations_are_told_at_the_end(write: Write) -> None:
    known = Deviation("USR-1", "T-1", date(2026, 12, 31))
    judgement = Judgement(Verdict.NOTHING_RAN, "no scenario was selected")
    record = Record(write(USERS), (), judgement, "http://bridge.example", accepted=(known,))
    assert list(console.lines(record))[-4:-1] == [
        "",
        "USR-1: known deviation until 2026-12-31: T-1 (not checked)",
        "",
    ]


def test_what_the_traffic_has_shown_is_told_before_the_verdict(red: Record, green: Record) -> None:
    coverage = Coverage((Point("Document", "Order", valid=True), Point("Document", "Item")))
    said = [list(console.lines(replace(record, coverage=coverage)))[-3] for record in (red, green)]
    assert said[0] == "The traffic has shown 1 of 2 points, 50 % of the contract"
    assert said[1] == f"{said[0]}; only a part of it was selected"
