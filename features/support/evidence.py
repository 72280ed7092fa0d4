"""What a broken rule looks like to the people who have to act on it."""

import json
import re
from dataclasses import dataclass, field, fields

# What XML 1.0 cannot hold, even escaped; no report should differ from another for their sake.
_UNPRINTABLE = re.compile(r"[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\x7f")


class Broken(AssertionError):
    """The target does not keep the contract: what was expected, what came, and where it was seen.

    `where` is a request, an XPath or a line; one per row.
    """

    def __init__(self, expected: object, got: object, where: str = "") -> None:
        super().__init__(f"expected {expected}, got {got}")
        self.expected = str(expected)
        self.got = str(got)
        self.where = where


class HarnessError(Exception):
    """The harness or a mock failed, so nothing can be said about the target."""


def expect(condition: object, expected: object, got: object, where: str = "") -> None:
    """Raise Broken unless `condition` holds."""
    if not condition:
        raise Broken(expected, got, where)


def printable(text: str) -> str:
    r"""The text with control characters and lone surrogates spelled out, such as `\\x07`."""
    return _UNPRINTABLE.sub(lambda found: ascii(found[0])[1:-1], text.replace("\r\n", "\n"))


@dataclass
class StepResult:
    """One step of a scenario; `state` is passed, failed, undefined or skipped, `seconds` how long it took."""

    text: str
    line: int
    state: str = "skipped"
    started: float = 0.0
    seconds: float = 0.0


@dataclass
class Attachment:
    """Something to look at beside a step: name, media type, and the text itself; a picture is in Base64."""

    name: str
    media_type: str
    body: str

    @property
    def is_picture(self) -> bool:
        """Whether it says of itself that it is one that reports can show."""
        return self.media_type in {"image/png", "image/jpeg"}


@dataclass
class Hop:
    """One exchange on the way that an order or a notice took, or what stands for several that are left out.

    `asker` is ShipStation or the harness when the target was asked, and the target when it asked CarePortals;
    what it asked follows its own hop. `status` is None, and `note` says why, when no whole answer came; a hop
    without a method is only its note. `orders` are the scenario's orders that the address names, `last` marks
    the latest request to the target.
    """

    asker: str
    method: str = ""
    url: str = ""
    status: int | None = None
    note: str = ""
    seconds: float = 0.0
    orders: list[int] = field(default_factory=list)
    last: bool = False


@dataclass
class Outcome:
    """How one scenario (or one row of an outline) ended; travels between processes as plain data.

    `state` is one of
        passed
        broken        a step found that the target does not keep the rule
        unmet         the same for a recommendation (@should), which does not break conformance
        deviation     the same for a rule whose failure is accepted for the time being
        error         the harness or a mock failed, or a step is not defined
        skipped       not checked, for lack of something; `reason` says of what
        inapplicable  the rule does not concern this target; `reason` says why

    `example` and `row` (counted from 0) tell the rows of an outline apart, `started` is seconds since 1970.
    `given` are the variables of `make bdd` that say which parts the run had. From `step` on the fields tell
    about the step that failed.
    """

    rule: str
    scenario: str
    example: str
    file: str
    line: int
    row: int = 0
    node: str = ""
    level: str = "must"
    guide: list[str] = field(default_factory=list)
    source: str = ""
    state: str = "passed"
    reason: str = ""
    started: float = 0.0
    seconds: float = 0.0
    steps: list[StepResult] = field(default_factory=list)
    given: str = ""
    step: str = ""
    step_line: int = 0
    expected: str = ""
    got: str = ""
    where: str = ""
    chain: str = ""
    curl: str = ""
    hops: list[Hop] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The scenario's name, with its row of the outline."""
        return f"{self.scenario} [{self.example}]" if self.example else self.scenario

    @property
    def failed(self) -> bool:
        """Whether a step or the harness failed, accepted or not."""
        return self.state in {"broken", "unmet", "deviation", "error"}

    def as_data(self) -> str:
        """For `report.user_properties`, which xdist carries from worker to controller.

        JSON, because xdist takes several times as long to carry the same in dictionaries.
        """
        return json.dumps(self, default=vars)

    @classmethod
    def from_data(cls, data: str) -> "Outcome":
        """The outcome that `as_data` was made from."""
        found = json.loads(data)
        found["steps"] = [StepResult(**step) for step in found["steps"]]
        found["hops"] = [Hop(**hop) for hop in found["hops"]]
        found["attachments"] = [Attachment(**each) for each in found["attachments"]]
        return cls(**found)

    def clean(self) -> None:
        """Make every text printable, so that all reports can hold it."""
        for each in fields(self):
            if isinstance(value := getattr(self, each.name), str):
                setattr(self, each.name, printable(value))
        for hop in self.hops:
            hop.url, hop.note = printable(hop.url), printable(hop.note)
        for attachment in self.attachments:
            attachment.body = printable(attachment.body)


HEADS = {
    "broken": "BROKEN",
    "unmet": "RECOMMENDATION NOT MET",
    "deviation": "KNOWN DEVIATION",
    "error": "HARNESS ERROR",
}


def failure_text(outcome: Outcome, sentence: str) -> str:
    """The rule, where it is written, what was expected and got, and the command that repeats it."""
    source = ", ".join(outcome.guide) or outcome.source or "inferred"
    rows = [
        ("rule", f"{outcome.rule} ({outcome.level}, {source}): {sentence}"),
        ("accepted", outcome.reason),
        ("scenario", outcome.title),
        ("", f"{outcome.file}:{outcome.line}"),
        ("step", outcome.step),
        ("", f"{outcome.file}:{outcome.step_line}" if outcome.step_line else ""),
        ("expected", outcome.expected),
        ("got", outcome.got),
        ("where", outcome.where),
        ("chain", outcome.chain),
        ("curl", outcome.curl),
        ("repeat", f"make bdd RULE={outcome.rule} {outcome.given}".rstrip()),
        ("", f"make bdd NODE='{outcome.node}' {outcome.given}".rstrip() if outcome.node else ""),
    ]
    head = f"{HEADS[outcome.state]} {outcome.rule}".rstrip()
    return "\n".join([head, *(_row(name, value) for name, value in rows if value)])


def _row(name: str, value: str) -> str:
    first, *rest = value.splitlines()
    return "\n".join([f"  {name:<9} {first}", *(f"  {'':<9} {line}".rstrip() for line in rest)])
