"""`python -m tests.defects.kill [--full | --prove | --unusual] [NAME ...]`: the contract put to the test.

Each bridge meets the rules that must catch it; with --full all rules, and without names the kill matrix is
written to docs/. --prove runs all scenarios, also those that --full leaves out, and compares.

Without names the bridges that are unusual and right have their turn too: nothing may be said against them by
the rules that they could trip, and with --unusual, which leaves the broken ones alone, by any rule.
"""

import argparse
import resource
import signal
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from features.support.rules import WAITS, all_rules, contract
from tests.defects import console, matrix, page
from tests.defects.chase import Chase, Reference
from tests.defects.course import Course, over_the_course
from tests.defects.documents import Documents
from tests.defects.forks import Failed, Job, forked
from tests.defects.gallery import Defect, load
from tests.defects.matrix import Row, Verdict
from tests.defects.progress import Progress
from tests.defects.reading import read_ahead
from tests.defects.unusual.blame import Blame
from tests.defects.unusual.catalogue import load as unusual
from tests.defects.unusual.endpoints import ENDPOINTS

LIMIT = 900.0
"""Seconds for one broken bridge, on a machine that has much else to do."""

SHARDS = 8
"""Parts into which the run against the reference bridge is cut."""

SHARE = 40
"""Rules that an unusual endpoint meets in one process; others meet the rest side by side."""

RULES = tuple(rule.id for rule in all_rules(contract()))


def families(gallery: Iterable[Defect]) -> dict[str, list[str]]:
    """The names of the defects by the module that they are in."""
    found: dict[str, list[str]] = {}
    for defect in gallery:
        found.setdefault(defect.install.__module__.rpartition(".")[2], []).append(defect.name)
    return found


def ordered(course: Course, seconds: Mapping[str, float]) -> dict[str, list[str]]:
    """The scenarios of each rule; those that killed before first, then the fastest."""
    proven: dict[str, int] = {}
    for row in matrix.read()["defects"].values():
        for node in row["red"].values():
            proven[node] = proven.get(node, 0) + 1
    order: dict[str, list[str]] = {rule: [] for rule in RULES}
    for node in course.items:
        order[course.rule_of(node)].append(node)
    for nodes in order.values():
        nodes.sort(key=lambda node: (-proven.get(node.partition("::")[2], 0), seconds.get(node, 0.0)))
    return order


def reference(course: Course, workers: int) -> tuple[list[Reference], Documents]:
    """Every scenario against the reference bridge, and what it wrote.

    Raises RuntimeError when one does not pass.
    """
    nodes = list(course.items)
    chase = Chase(course, {})
    jobs: dict[str, Job] = {str(n): partial(chase.reference, nodes[n::SHARDS]) for n in range(SHARDS)}
    progress = Progress("reference bridge", SHARDS)
    found, documents = list[Reference](), Documents()
    for _, result in forked(jobs, workers, limit=LIMIT):
        if isinstance(result, Failed):
            raise RuntimeError(f"the run against the reference bridge failed: {result}")
        progress.step()
        found += result[0]
        documents.known |= result[1]
    wrong = [f"{each.node}: {each.outcome.got}" for each in found if each.outcome.state != "passed"]
    if wrong:
        raise RuntimeError("the reference bridge does not pass:\n" + "\n".join(wrong))
    return found, documents


def rows(
    chase: Chase, defects: Sequence[Defect], rules: Mapping[str, Sequence[str]], workers: int
) -> list[Row]:
    """What becomes of each defect with the rules that it meets."""
    progress = Progress("broken bridges", len(defects))
    # What few rules see goes through nearly all scenarios: begun last, it would keep one processor busy.
    # So would one that is waited for.
    waits = {rule.id for rule in all_rules(contract()) if WAITS in rule.tags}
    hardest = sorted(
        defects,
        key=lambda each: (waits.isdisjoint(each.rules), len(chase.before.get(each.name, {}))),
    )
    jobs: dict[str, Job] = {each.name: partial(chase.row, each, rules[each.name]) for each in hardest}
    found: dict[str, Row] = {}
    for name, result in forked(jobs, workers, limit=LIMIT):
        row = Row(name, load()[name].rules, trouble=str(result)) if isinstance(result, Failed) else result
        found[name] = row
        progress.step("" if row.verdict is Verdict.KILLED else f"{row.verdict} {name}")
    return [found[each.name] for each in defects]


def blames(chase: Chase, workers: int, rules: Sequence[str] = ()) -> list[Blame]:
    """What each unusual endpoint is blamed for by `rules`, or else by those that its ways could trip."""
    jobs, due = dict[str, Job](), dict[str, Blame]()
    for endpoint, names in ENDPOINTS.items():
        ways = [unusual()[name] for name in names]
        asked = rules or list(dict.fromkeys(rule for way in ways for rule in way.rules))
        shares = -(-len(asked) // SHARE)
        for share in range(shares):
            name = f"{endpoint}, {share + 1} of {shares}"
            due[name] = Blame(name, names, asked[share::shares])
            jobs[name] = partial(chase.blame, name, ways, asked[share::shares])
    progress, found = Progress("unusual bridges", len(jobs)), list[Blame]()
    for name, result in forked(jobs, workers, limit=LIMIT):
        blame = replace(due[name], trouble=str(result)) if isinstance(result, Failed) else result
        found.append(blame)
        progress.step(f"BLAMED {name}" if any(blame.wrong(unusual())) else "")
    return found


def recorded(course: Course, workers: int) -> Chase:
    """A chase that leaves out the scenarios to which a bridge can make no difference."""
    found, documents = reference(course, workers)
    for exchange in (exchange for each in found for exchange in each.tape.exchanges):
        read_ahead(exchange)
    return Chase(
        course,
        ordered(course, {each.node: each.outcome.seconds for each in found}),
        {each.node: each.tape for each in found},
        documents,
        frozenset(each.node for each in found if each.indoors),
        {name: row["red"] for name, row in matrix.read()["defects"].items()},
    )


def unprepared(course: Course) -> Chase:
    """A chase that begins at once; what needs no network is known from the matrix in the docs."""
    indoors = matrix.indoors(matrix.read(), course.items, course.rule_of)
    return Chase(course, ordered(course, {}), indoors=indoors)


def quick(chase: Chase, defects: Sequence[Defect], workers: int) -> list[Row]:
    """Each defect with the rules that must catch it; one that they miss, with all others too."""
    first = rows(chase, defects, {each.name: each.rules for each in defects}, workers)
    lost = {row.name for row in first if row.missed and not row.trouble}
    if not lost:
        return first
    again = rows(chase, [each for each in defects if each.name in lost], dict.fromkeys(lost, RULES), workers)
    second = {row.name: row for row in again}
    return [second.get(row.name, row) for row in first]


def full(chase: Chase, defects: Sequence[Defect], workers: int) -> list[Row]:
    """Each defect with all rules."""
    return rows(chase, defects, {each.name: RULES for each in defects}, workers)


def proven(chase: Chase, defects: Sequence[Defect], workers: int) -> list[Row]:
    """Each defect with all rules and nothing left out. Raises RuntimeError when that makes a difference."""
    left_out = full(chase, defects, workers)
    whole = full(Chase(chase.course, ordered(chase.course, {})), defects, workers)
    wrong = [
        f"{row.name}: {', '.join(sorted(row.red.keys() ^ less.red.keys()))}"
        for row, less in zip(whole, left_out, strict=True)
        if row.red.keys() != less.red.keys()
    ]
    if wrong:
        raise RuntimeError("leaving scenarios out makes a difference:\n" + "\n".join(wrong))
    return whole


def main() -> None:
    """Read the flags, run, print the matrix.

    Ends with 1 unless every defect is killed as it should be and no unusual bridge is blamed.
    """
    gallery = load()
    given = _flags(gallery)
    defects = [each for each in gallery.values() if not given.names or each.name in given.names]
    # Whoever stops this process stops all that it has started.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    rules = matrix.rule_digests()
    started, found, blamed = time.monotonic(), list[Row](), list[Blame]()
    indoors: set[str] = set()

    def work(course: Course) -> None:
        everything = given.full or given.prove
        chase = recorded(course, given.workers) if everything else unprepared(course)
        way = proven if given.prove else full if given.full else quick
        if not given.unusual:
            found.extend(way(chase, defects, given.workers))
        indoors.update(chase.indoors)
        if not given.names:
            blamed.extend(blames(chase, given.workers, RULES if given.unusual else ()))

    over_the_course(work)
    _tell(found, blamed, time.monotonic() - started)
    if given.full and not given.names:
        _keep(matrix.as_data(found, gallery, rules, indoors), gallery)
    good = (found or given.unusual) and all(row.verdict is Verdict.KILLED for row in found)
    sys.exit(not good or any(any(blame.wrong(unusual())) for blame in blamed))


def _flags(gallery: Mapping[str, Defect]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.defects.kill", description=__doc__)
    parser.add_argument("--full", action="store_true", help="all rules; writes docs/kill-matrix.*")
    parser.add_argument("--prove", action="store_true", help="also without leaving out, and compare")
    parser.add_argument("--unusual", action="store_true", help="all rules against the unusual bridges alone")
    parser.add_argument("--workers", type=int, default=3, metavar="N", help="bridges at a time")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these defects")
    given = parser.parse_args()
    if unknown := set(given.names) - gallery.keys():
        parser.error(f"there is no defect {', '.join(sorted(unknown))}")
    if given.unusual and (given.names or given.full or given.prove):
        parser.error("--unusual goes with nothing else")
    return given


def _tell(found: Sequence[Row], blamed: Sequence[Blame], seconds: float) -> None:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = [*console.lines(found, families(load().values())), "", *console.bad_news(found)]
    told += console.blames(blamed, unusual())
    told.append(console.summary(found, seconds, used.ru_utime + used.ru_stime))
    sys.stdout.write("\n".join(told) + "\n")


def _keep(data: dict[str, Any], gallery: Mapping[str, Defect]) -> None:
    matrix.write(data)
    page.FILE.write_text(page.text(data, gallery, families(gallery.values())), encoding="utf-8")
    sys.stdout.write("\n".join(page.removal_lines(data)) + "\n")


if __name__ == "__main__":
    main()
