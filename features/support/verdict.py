"""One word about a whole run, its reason, and the exit code that says it to a machine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from features.support.evidence import Outcome


class Verdict(Enum):
    """What a run can come to; the value is the process's exit code.

    0 to 5 are pytest's own codes with the same meaning, the others are ours.
    """

    CONFORMS = 0
    BROKEN = 1
    INTERRUPTED = 2
    HARNESS_ERROR = 3
    USAGE_ERROR = 4
    NOTHING_RAN = 5
    UNREACHABLE = 6
    NOT_FULLY_CHECKED = 7

    @property
    def words(self) -> str:
        """As people read it."""
        return self.name.replace("_", " ").lower()


STOPPED = (Verdict.INTERRUPTED, Verdict.USAGE_ERROR, Verdict.UNREACHABLE)
"""Verdicts of a run that did not come to its end, whatever it had seen by then."""

FAILED = {"broken", "error", "unmet", "deviation"}


@dataclass(frozen=True)
class Judgement:
    """A verdict and the sentence that gives its reason."""

    verdict: Verdict
    reason: str

    def __str__(self) -> str:
        return f"Verdict: {self.verdict.words} - {self.reason}"


def judge(
    outcomes: Sequence[Outcome], exit_code: int, trouble: str = "", fallen: str | None = None
) -> Judgement:
    """The verdict over all scenarios that ran.

    `exit_code` is what pytest made of the session, `trouble` what went wrong outside of any scenario, and
    `fallen` says of a mock that it has ended: whatever was seen from then on says nothing of the target.
    A broken rule outweighs an error of the harness, which outweighs a scenario that was not checked.
    Recommendations (@should) that are not met or not checked are told and weigh nothing, and so do known
    deviations and rules that do not concern the target.
    """
    states = {outcome.state for outcome in outcomes}
    for stopped in STOPPED:
        if exit_code == stopped.value:
            return Judgement(stopped, trouble or "the run did not come to its end")
    if fallen:
        return Judgement(Verdict.HARNESS_ERROR, f"a mock ended during the run: {fallen}")
    if "broken" in states:
        broken = _of(outcomes, "broken")
        return Judgement(Verdict.BROKEN, f"{counted(broken, 'scenario')} failed, rules: {_rules(broken)}")
    if trouble or "error" in states or _unexplained(exit_code, states):
        reason = trouble or "the harness or a mock failed; see the errors above"
        return Judgement(Verdict.HARNESS_ERROR, reason)
    if not states & {"passed", "unmet", "deviation"}:
        nothing = "no scenario was selected, so nothing was checked"
        return Judgement(Verdict.NOTHING_RAN, "no scenario could be checked here" if outcomes else nothing)
    reason = f"{counted(_of(outcomes, 'passed'), 'scenario')} passed{''.join(_remarks(outcomes))}"
    unchecked = [outcome for outcome in _of(outcomes, "skipped") if outcome.level == "must"]
    if unchecked:
        missing = f"{counted(unchecked, 'scenario')} not checked, rules: {_rules(unchecked)}"
        return Judgement(Verdict.NOT_FULLY_CHECKED, f"{missing}; {reason}")
    return Judgement(Verdict.CONFORMS, reason)


def _unexplained(exit_code: int, states: set[str]) -> bool:
    """Whether pytest saw a failure that no scenario accounts for."""
    return exit_code == Verdict.HARNESS_ERROR.value or (
        exit_code == Verdict.BROKEN.value and not states & FAILED
    )


def _remarks(outcomes: Iterable[Outcome]) -> Iterable[str]:
    outcomes = tuple(outcomes)
    advice = [outcome for outcome in _of(outcomes, "skipped") if outcome.level == "should"]
    for found, noun, what in (
        (_of(outcomes, "unmet"), "recommendation", "not met"),
        (advice, "recommendation", "not checked"),
        (_of(outcomes, "deviation"), "known deviation", ""),
    ):
        if found:
            rules = {outcome.rule for outcome in found}
            yield f", {counted(rules, noun)} {what}".rstrip() + f" ({_rules(found)})"


def _of(outcomes: Iterable[Outcome], state: str) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.state == state]


def _rules(outcomes: Iterable[Outcome]) -> str:
    return ", ".join(sorted({outcome.rule for outcome in outcomes}))


def counted(things: Sequence[object] | set[str], noun: str) -> str:
    """How many, with the noun in its right number."""
    return f"{len(things)} {noun}" if len(things) == 1 else f"{len(things)} {noun}s"
