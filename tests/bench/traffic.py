"""What the bridge has answered, by its own access log."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Self

BUSY = (429, 503)
"""Statuses by which a server asks to be left alone for a while; no defect."""


@dataclass(frozen=True)
class Answer:
    """One answer: to `export` or `shipnotify`, and how many milliseconds it took."""

    action: str
    status: int
    milliseconds: float


@dataclass(frozen=True)
class Traffic:
    """All answers of a run."""

    answers: list[Answer]

    @classmethod
    def logged(cls, log: Path) -> Self:
        """What is in the log; lines of anything but the two actions are left out."""
        lines = (json.loads(line) for line in log.read_text(encoding="utf-8").splitlines())
        return cls([Answer(at["action"], at["status"], at["ms"]) for at in lines if at["action"]])

    def of(self, action: str) -> Self:
        """The answers to one action."""
        return type(self)([answer for answer in self.answers if answer.action == action])

    def percentile(self, percent: int) -> float:
        """So many percent of the answers took at most this many milliseconds."""
        times = [answer.milliseconds for answer in self.answers]
        return quantiles(times, n=100)[percent - 1] if len(times) > 1 else times[0]

    def count(self, statuses: Iterable[int]) -> int:
        """How many answers have one of the statuses."""
        wanted = set(statuses)
        return sum(answer.status in wanted for answer in self.answers)

    def defects(self) -> int:
        """Answers that no client should ever get."""
        return self.count(set(range(500, 600)) - set(BUSY))
