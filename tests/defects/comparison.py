"""`python -m tests.defects.comparison`: the gallery against Schemathesis alone and against the XSD alone."""

import json
import os
import sys
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from string import Template
from typing import Any

from features.support.report.record import FAMILIES
from tests.defects.comparison_peers import EXAMPLES, ORDERS, SEED, Finding, look
from tests.defects.gallery import Defect, load
from tests.defects.matrix import defect_digest, sign

PAGE = Path(__file__).parents[2] / "docs" / "comparison.md"
TEXT = Path(__file__).with_suffix(".txt")
WORKERS = max(2, os.cpu_count() or 2)

Findings = dict[str, Finding]

ROOT = Path(__file__).parents[2]
DATA = PAGE.with_suffix(".json")
INPUTS = (
    "bridge/openapi.json",
    "mocks/shipstation/orders.xsd",
    "tests/defects/comparison_peers.py",
    "constraints.txt",
)
"""What the peers are given, and how; a change in one of these files may change what they report."""


def findings(known: Findings) -> tuple[Finding, Findings]:
    """What both peers report against the unbroken bridge, and against each of the gallery but the known."""
    gallery = load()
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.defects.comparison_warm"])
    # A defect changes the modules of its process, so no two can share one.
    with ProcessPoolExecutor(WORKERS, mp_context=context, max_tasks_per_child=1) as processes:
        unbroken = processes.submit(look, None).result()
        runs = {processes.submit(look, name): name for name in gallery if name not in known}
        for number, run in enumerate(as_completed(runs), 1):
            sys.stderr.write(f"{number:>4}/{len(runs)}  {runs[run]}\n")
        found = {name: run.result() for run, name in runs.items()}
    return unbroken, known | found


def still_true(data: Mapping[str, Any]) -> Findings:
    """What was found of bridges that are as they were, if the peers are given the same as then."""
    gallery = load()
    if data["inputs"] != _inputs():
        return {}
    return {
        name: Finding(**finding)
        for name, finding in data["found"].items()
        if name in gallery and data["sources"][name] == defect_digest(gallery[name])
    }


def as_data(unbroken: Finding, found: Findings) -> dict[str, Any]:
    """The comparison, as it is kept."""
    gallery = load()
    return {
        "versions": {name: version(name) for name in ("schemathesis", "lxml")},
        "inputs": _inputs(),
        "sources": {name: defect_digest(gallery[name]) for name in found},
        "unbroken": asdict(unbroken),
        "found": {name: asdict(found[name]) for name in gallery if name in found},
    }


def _inputs() -> dict[str, str]:
    return {name: sign([(ROOT / name).read_text(encoding="utf-8")]) for name in INPUTS}


def outdated(data: Mapping[str, Any]) -> list[str]:
    """What has changed since the comparison was made, in sentences."""
    now = {name: defect_digest(defect) for name, defect in load().items()}
    files = _inputs()
    return sorted(
        [
            *(f"the file {name} has changed" for name in files if data["inputs"].get(name) != files[name]),
            *(
                f"the defect {name} is new or has changed"
                for name in now
                if data["sources"].get(name) != now[name]
            ),
            *(f"the defect {name} is gone" for name in data["sources"].keys() - now.keys()),
        ]
    )


def page(data: Mapping[str, Any]) -> str:
    """The comparison in Markdown. Raises ValueError when a peer blames the unbroken bridge."""
    unbroken = Finding(**data["unbroken"])
    found = {name: Finding(**finding) for name, finding in data["found"].items()}
    if unbroken.schemathesis or unbroken.xsd:
        raise ValueError(f"the unbroken bridge is blamed: {unbroken}")
    gallery = [defect for defect in load().values() if defect.name in found]
    groups = {
        name: [d for d in gallery if d.rules[0].startswith(f"{key}-")] for key, name in FAMILIES.items()
    }
    rows = [_family(name, defects, found) for name, defects in groups.items() if defects]
    return Template(TEXT.read_text(encoding="utf-8")).substitute(
        data["versions"],
        orders=ORDERS,
        seed=SEED,
        examples=EXAMPLES,
        unbroken_requests=unbroken.requests,
        requests=sum(finding.requests for finding in found.values()),
        unbroken_exports=unbroken.exports,
        exports=sum(finding.exports for finding in found.values()),
        families="\n".join([*rows, _family("**all**", gallery, found)]),
        defects="\n".join(_row(defect, found[defect.name]) for defect in gallery),
    )


def _family(name: str, defects: list[Defect], found: Findings) -> str:
    mine = [found[defect.name] for defect in defects]
    counts = (
        len(mine),
        len(mine),
        sum(bool(finding.schemathesis) for finding in mine),
        sum(bool(finding.xsd) for finding in mine),
        sum(bool(finding.schemathesis or finding.xsd) for finding in mine),
    )
    return f"| {name} | {' | '.join(map(str, counts))} |"


def _row(defect: Defect, finding: Finding) -> str:
    cells = (", ".join(said) or "-" for said in (defect.rules, finding.schemathesis, finding.xsd))
    return f"| {defect.name} | {' | '.join(cells)} |"


def main() -> None:
    """Ask about what has changed, keep what was found and write the page.

    Exits 1 when the unbroken bridge is blamed.
    """
    before = json.loads(DATA.read_text(encoding="utf-8")) if DATA.exists() else None
    data = as_data(*findings(still_true(before) if before else {}))
    try:
        text = page(data)
    except ValueError as error:
        sys.exit(str(error))
    rows = ",\n".join(f"{json.dumps(name)}: {json.dumps(row)}" for name, row in data["found"].items())
    others = (f"{json.dumps(name)}: {json.dumps(data[name])}" for name in data if name != "found")
    DATA.write_text("{\n" + ",\n".join([*others, f'"found": {{\n{rows}\n}}']) + "\n}\n", encoding="utf-8")
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
