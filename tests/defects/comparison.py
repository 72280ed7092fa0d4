"""`python -m tests.defects.comparison`: the gallery against Schemathesis alone and against the XSD alone."""

import os
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from string import Template

from features.support.report.record import FAMILIES
from tests.defects.comparison_peers import EXAMPLES, ORDERS, SEED, Finding, look
from tests.defects.gallery import Defect, load

PAGE = Path(__file__).parents[2] / "docs" / "comparison.md"
TEXT = Path(__file__).with_suffix(".txt")
WORKERS = max(2, os.cpu_count() or 2)

Findings = dict[str, Finding]


def findings() -> tuple[Finding, Findings]:
    """What both peers report against the unbroken bridge, and against each of the gallery."""
    gallery = load()
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.defects.comparison_warm"])
    # A defect changes the modules of its process, so no two can share one.
    with ProcessPoolExecutor(WORKERS, mp_context=context, max_tasks_per_child=1) as processes:
        unbroken = processes.submit(look, None).result()
        runs = {processes.submit(look, name): name for name in gallery}
        for number, run in enumerate(as_completed(runs), 1):
            sys.stderr.write(f"{number:>4}/{len(runs)}  {runs[run]}\n")
        found = {name: run.result() for run, name in runs.items()}
    return unbroken, found


def page(unbroken: Finding, found: Findings) -> str:
    """The comparison in Markdown. Raises ValueError when a peer blames the unbroken bridge."""
    if unbroken.schemathesis or unbroken.xsd:
        raise ValueError(f"the unbroken bridge is blamed: {unbroken}")
    gallery = list(load().values())
    groups = {
        name: [d for d in gallery if d.rules[0].startswith(f"{key}-")] for key, name in FAMILIES.items()
    }
    rows = [_family(name, defects, found) for name, defects in groups.items() if defects]
    return Template(TEXT.read_text(encoding="utf-8")).substitute(
        schemathesis=version("schemathesis"),
        lxml=version("lxml"),
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
    """Run all and write the page. Exits 1, with a sentence, when the unbroken bridge is blamed."""
    try:
        PAGE.write_text(page(*findings()), encoding="utf-8")
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
