"""One broken bridge, chased through the scenarios of the contract until each rule has shown its colour."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from contextlib import redirect_stderr
from dataclasses import dataclass, field
from functools import partial

from features.support.evidence import Outcome
from tests.defects.course import Course
from tests.defects.documents import Documents
from tests.defects.gallery import Defect
from tests.defects.haste import HastyLoop
from tests.defects.matrix import Row
from tests.defects.pruning import Executed, taken_away
from tests.defects.replay import Replay
from tests.defects.replies import put_back, touches_the_server
from tests.defects.tape import Tape
from tests.defects.unusual.blame import Blame
from tests.defects.unusual.catalogue import Unusual
from tests.nowhere import Nowhere

Run = Callable[[str], Outcome | None]

Order = Mapping[str, Sequence[str]]
"""The scenarios of each rule, in the order in which they are tried."""


@dataclass(frozen=True)
class Reference:
    """A scenario against the reference bridge: how it ended, what was asked, whether it needs no network."""

    node: str
    outcome: Outcome
    tape: Tape
    indoors: bool


@dataclass
class Chase:
    """How broken bridges are checked: `tapes`, if any, tell which scenarios one cannot touch, and
    `documents` what the reference bridge writes in them.

    `indoors` are the scenarios that need no network. `before` says which scenario of a rule a broken bridge
    failed last time, by the names of both.
    """

    course: Course
    order: Order
    tapes: Mapping[str, Tape] = field(default_factory=dict)
    documents: Documents = field(default_factory=Documents)
    indoors: Set[str] = frozenset()
    before: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def reference(self, nodes: Iterable[str]) -> tuple[list[Reference], dict[bytes, bytes]]:
        """Run scenarios against the reference bridge; also the documents that it writes."""
        self.documents.put_in(learning=True)
        listening: list[str] = []
        sys.addaudithook(lambda event, _: listening.append(event) if event == "socket.bind" else None)
        stand, replay, found = self.course.stand, self._replay(), list[Reference]()
        with redirect_stderr(Nowhere()):
            for node in nodes:
                listening.clear()
                executed = Executed()
                tape = executed.during(partial(stand.put, executed.note))
                outcome = self.course.run(node)
                # Whoever listens may hear from the bridge in a way that is not on the tape.
                tape.plain = tape.plain and not listening
                executed.during(partial(_again, replay, tape))
                tape.code = executed.code()
                indoors = tape.plain and outcome.state == "passed" and self._indoors(node) is not None
                found.append(Reference(node, outcome, tape, indoors))
        return found, self.documents.known

    def row(self, defect: Defect, rules: Iterable[str]) -> Row:
        """What becomes of each of the rules."""
        run, row = self._runner(defect.install), Row(defect.name, defect.rules)
        with redirect_stderr(Nowhere()):
            for rule in rules:
                self._check(rule, row, run)
        return row

    def blame(self, endpoint: str, ways: Sequence[Unusual], rules: Sequence[str]) -> Blame:
        """What all scenarios of these rules say of an endpoint that is unusual in several ways."""
        run = self._runner(*(way.install for way in ways))
        blame = Blame(endpoint, [way.name for way in ways], rules)
        with redirect_stderr(Nowhere()):
            for rule in rules:
                for node in self.order[rule]:
                    blame.note(rule, node, run(node))
        return blame

    def _runner(self, *installs: Callable[[], None]) -> Run:
        """How scenarios end with what these build into the bridge; None for one that it leaves as it was."""
        if self.tapes:
            self.documents.put_in()
        replay = self._replay()

        def anew() -> None:
            # What the bridge remembers of another scenario must not count.
            put_back()
            for install in installs:
                install()

        def spared(tape: Tape) -> bool:
            anew()
            touched = taken_away()
            return (touched is not None and touched.isdisjoint(tape.code)) or not replay.differs(tape)

        def run(node: str) -> Outcome | None:
            if node in self.tapes and spared(self.tapes[node]):
                return None
            anew()
            if node in self.indoors and not touches_the_server() and (outcome := self._indoors(node)):
                return outcome
            anew()
            self.course.stand.put()
            return self.course.run(node)

        return run

    def _indoors(self, node: str) -> Outcome | None:
        """How a scenario ends indoors; None when only a network can tell."""
        rooms = self.course.rooms
        rooms.put()
        outcome = self.course.run(node, indoors=True)
        return outcome if rooms.plain and outcome.state in ("passed", "broken", "unmet") else None

    def _replay(self) -> Replay:
        return Replay(self.course.mocks.careportals, HastyLoop())

    def _check(self, rule: str, row: Row, run: Run) -> None:
        """Try the scenarios of a rule up to the first that is broken."""
        before = self.before.get(row.name, {}).get(rule)
        for node in sorted(self.order[rule], key=lambda node: node.partition("::")[2] != before):
            outcome = run(node)
            if outcome is None:
                row.spared += 1
                continue
            row.run += 1
            if outcome.state == "broken":
                row.errors.pop(rule, None)
                row.red[rule] = node
                return
            if outcome.state == "error":
                row.errors[rule] = f"{node}: {outcome.got}"


def _again(replay: Replay, tape: Tape) -> None:
    """Play a tape to the reference bridge; one that it does not repeat says nothing of another."""
    tape.plain = not replay.differs(tape)
