"""The kill matrix on a terminal."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tests.defects.matrix import Row, Verdict
from tests.defects.unusual.blame import Blame
from tests.defects.unusual.catalogue import Unusual

WIDTH = 110


def lines(rows: Sequence[Row], families: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """A line for each defect, by family: verdict, name, the rules that went red; those not asked for last."""
    found = {row.name: row for row in rows}
    for family, names in families.items():
        if chosen := [found[name] for name in names if name in found]:
            killed = sum(row.verdict is Verdict.KILLED for row in chosen)
            yield f"\n{family}: {killed} of {len(chosen)} killed"
            for row in chosen:
                yield _line(row)


def _line(row: Row) -> str:
    told = [*(rule if rule in row.red else f"({rule})" for rule in row.expected)]
    others = row.besides
    if others:
        told.append("+ " + " ".join(others[:3]) + (f" and {len(others) - 3} more" if len(others) > 3 else ""))
    return f"  {row.verdict:<9} {row.name:<46} {' '.join(told)}"[:WIDTH].rstrip()


def bad_news(rows: Iterable[Row]) -> Iterator[str]:
    """What is wrong with each defect that was not killed as it should be."""
    for row in rows:
        match row.verdict:
            case Verdict.KILLED:
                continue
            case Verdict.SURVIVED:
                yield f"SURVIVED {row.name}: no rule caught it; {', '.join(row.expected)} must"
            case Verdict.PARTLY:
                yield f"PARTLY {row.name}: {', '.join(row.missed)} must catch it too"
            case Verdict.ELSEWHERE:
                others = ", ".join(row.red)
                yield f"ELSEWHERE {row.name}: {', '.join(row.missed)} must catch it; {others} caught it"
            case Verdict.ERROR:
                why = [row.trouble, *row.errors.values()]
                yield f"ERROR {row.name}: {next(filter(None, why), 'nothing was checked')}"


def blames(found: Iterable[Blame], unusual: dict[str, Unusual]) -> Iterator[str]:
    """What the unusual bridges are blamed for, and a line of all of them; nothing when there were none."""
    told = list(found)
    wrong = [f"BLAMED {blame.endpoint}: {why}" for blame in told for why in blame.wrong(unusual)]
    yield from wrong
    if told:
        ways, run = {way for blame in told for way in blame.ways}, sum(blame.run for blame in told)
        verdict = f"{len(wrong)} times blamed" if wrong else "none blamed"
        yield f"{len(ways)} unusual bridges, in endpoints of several: {verdict}; {run} scenarios"


def summary(rows: Sequence[Row], seconds: float, work: float) -> str:
    """One line; `work` is the time of all processors, in seconds."""
    count = {verdict: sum(row.verdict is verdict for row in rows) for verdict in Verdict}
    told = [
        f"{count[verdict]} {verdict}" for verdict in Verdict if count[verdict] or verdict is Verdict.KILLED
    ]
    asked = f"{len(rows)} broken bridges: {', '.join(told)}; " if rows else ""
    return textwrap.shorten(f"{asked}{seconds:.0f} s, {work:.0f} s of work", WIDTH)
