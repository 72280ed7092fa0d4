"""One word about a whole run, its reason, and the exit code that says it to a machine."""

from collections.abc import Sequence
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


@dataclass(frozen=True)
class Judgement:
    """A verdict and the sentence that gives its reason."""

    verdict: Verdict
    reason: str


def judge(outcomes: Sequence[Outcome], exit_code: int) -> Judgement:
    """The verdict over all scenarios that ran; `exit_code` is what pytest made of the session.

    A broken rule outweighs an error of the harness, which outweighs a scenario that was not checked.
    """
    states = [outcome.state for outcome in outcomes]
    broken = sorted({outcome.rule for outcome in outcomes if outcome.state == "broken"})
    if exit_code in {Verdict.INTERRUPTED.value, Verdict.USAGE_ERROR.value, Verdict.UNREACHABLE.value}:
        return Judgement(Verdict(exit_code), "the run did not come to its end")
    if broken:
        count = states.count("broken")
        return Judgement(Verdict.BROKEN, f"{_count(count, 'scenario')} failed, rules: {', '.join(broken)}")
    if "error" in states or exit_code in {Verdict.BROKEN.value, Verdict.HARNESS_ERROR.value}:
        return Judgement(Verdict.HARNESS_ERROR, "the harness or a mock failed; see the errors above")
    if "passed" not in states:
        return Judgement(Verdict.NOTHING_RAN, "no scenario was selected, so nothing was checked")
    if "skipped" in states:
        return Judgement(
            Verdict.NOT_FULLY_CHECKED, f"{_count(states.count('skipped'), 'scenario')} not checked"
        )
    return Judgement(Verdict.CONFORMS, f"{_count(len(outcomes), 'scenario')} passed")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
