"""`python -m tests.defects.comparison`: the gallery against Schemathesis alone and the XSD alone, as a page."""

import os
import sys
from collections.abc import Iterator
from concurrent.futures import as_completed
from importlib.metadata import version
from pathlib import Path

from features.support.report.record import FAMILIES
from features.support.sandwich import Sandwich
from tests.defects.comparison_peers import EXAMPLES, ORDERS, SEED, TAKEN, Finding, look
from tests.defects.gallery import Defect, load
from tests.defects.run import pool

PAGE = Path(__file__).parents[2] / "docs" / "comparison.md"
WORKERS = max(2, os.cpu_count() or 2)
NOWHERE = "http://unused.invalid"

Findings = dict[str, Finding]


def findings() -> tuple[Finding, Findings]:
    """What both peers report against the unbroken bridge, and against each of the gallery."""
    gallery = load()
    with Sandwich(target=NOWHERE, shipstation=NOWHERE) as mocks, pool(WORKERS) as processes:
        unbroken = processes.submit(look, None, mocks.careportals).result()
        runs = {processes.submit(look, name, mocks.careportals): name for name in gallery}
        for number, run in enumerate(as_completed(runs), 1):
            sys.stderr.write(f"{number:>4}/{len(runs)}  {runs[run]}\n")
        found = {name: run.result() for run, name in runs.items()}
    return unbroken, {name: found[name] for name in gallery}


def page(unbroken: Finding, found: Findings) -> str:
    """The comparison in Markdown. Raises ValueError when a peer blames the unbroken bridge."""
    if unbroken.schemathesis or unbroken.xsd:
        raise ValueError(f"the unbroken bridge is blamed: {unbroken}")
    families = {family: _of(family) for family in FAMILIES}
    return "\n".join(
        [
            *_introduction(unbroken, found),
            "",
            "| family | broken bridges | the contract | Schemathesis alone | the XSD alone | both together |",
            "| --- | --- | --- | --- | --- | --- |",
            *(_family(name, families[key], found) for key, name in FAMILIES.items() if families[key]),
            _family("**all**", list(load().values()), found),
            "",
            "## Each of them",
            "",
            "What a peer reports is the name of a check of Schemathesis, or of a constraint of XML Schema.",
            "",
            "| broken bridge | rules of the contract | Schemathesis | XSD |",
            "| --- | --- | --- | --- |",
            *(_row(defect, found[defect.name]) for defect in load().values()),
            "",
        ]
    )


def _of(family: str) -> list[Defect]:
    return [defect for defect in load().values() if defect.rules[0].startswith(f"{family}-")]


def _family(name: str, defects: list[Defect], found: Findings) -> str:
    mine = [found[defect.name] for defect in defects]
    schemathesis = sum(bool(finding.schemathesis) for finding in mine)
    xsd = sum(bool(finding.xsd) for finding in mine)
    either = sum(bool(finding.schemathesis or finding.xsd) for finding in mine)
    return f"| {name} | {len(mine)} | {len(mine)} | {schemathesis} | {xsd} | {either} |"


def _row(defect: Defect, finding: Finding) -> str:
    cells = (", ".join(said) or "-" for said in (defect.rules, finding.schemathesis, finding.xsd))
    return f"| {defect.name} | {' | '.join(cells)} |"


def _introduction(unbroken: Finding, found: Findings) -> Iterator[str]:
    requests = sum(finding.requests for finding in found.values())
    exports = sum(finding.exports for finding in found.values())
    yield "# Side by side"
    yield ""
    yield (
        "Made by `make comparison`: the gallery of broken bridges against two peers, each on its own. A bridge counts"
        " as caught by a peer that reports anything at all; neither reports anything against the unbroken bridge."
        " The contract catches every one of them by the rules that are named below: `make defects` proves it."
    )
    yield ""
    yield (
        f"- **Schemathesis {version('schemathesis')}** is given the bridge's OpenAPI document, valid credentials and"
        f" an organization with {ORDERS} orders in the window of the document's example. All its checks and phases"
        f" are on, seed {SEED}, at most {EXAMPLES} made-up examples for each operation; it stops at the first"
        f" failure. {unbroken.requests} requests to the unbroken bridge, {requests} to the broken ones."
    )
    yield (
        f"- **The XSD** is `mocks/shipstation/orders.xsd`, applied by lxml {version('lxml')} to all pages of that"
        f" window and to an empty one: {unbroken.exports} exports of the unbroken bridge, {exports} of the broken"
        " ones. No answer, another status than 200 or ill-formed XML count as caught too, though strictly"
        " there is nothing to validate then."
    )
    yield ""
    yield "## What this does not say"
    yield ""
    yield (
        "Both tools do what they are made for, and this is not it. Schemathesis finds answers that contradict an OpenAPI"
        " document, crashes, and servers that take what they should refuse, in any HTTP API and without a line of"
        " test code; it does not validate XML answers, and no OpenAPI document says which orders belong into a window."
        f" Its check `positive_data_acceptance` takes a 400 here ({', '.join(TAKEN)}): that a window must not end before"
        " it begins and that a date is one of the calendar cannot be written into the document, so the unbroken"
        " bridge refuses some data that fit it. With more examples, or examples and links written for"
        " the purpose, it would find more."
        " An XSD says whether a document can be read, not whether it is true; over exports of orders"
        " written for the purpose it would find more as well. The gallery in turn was written together with the"
        " contract: that the contract catches all of it says that its rules work, not that nothing else can break."
    )
    yield ""
    yield "## By family of rules"


def main() -> None:
    """Run all and write the page; exits 1 with a sentence when the unbroken bridge is blamed."""
    try:
        text = page(*findings())
    except ValueError as error:
        sys.exit(str(error))
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
