"""The page of the docs that holds what a run has found: a table, with a plot of the ratios beside it."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from tests.bench.finding import Finding
from tests.bench.machine import Machine

HEAD = """# Benches

Made by `make bench`: {machine}.
Times depend on the machine; a ratio compares two things that were measured in turn in the same run.
`python -m tests.bench NAME` runs one bench alone, `--quick` all in a small size, to see that they work.
"""
COLUMNS = ("what", "ours", "beside", "ratio", "target", "")

WIDTH, ROW, LEFT, BARS = 960, 26, 520, 380
"""Pixels of the plot: its width, a row's height, the texts' width, that of the longest bar."""

MOST = 4.0
"""A longer bar is cut off here: its figure stands at its end."""

LEGEND = "1: both alike. Green: target met, red: not met, grey: no target"

TEXT = 78
"""Characters of a sentence that fit."""


def page(machine: Machine, found: Mapping[str, Sequence[Finding]], plot: str | None) -> str:
    """The findings as Markdown, a chapter for each bench; `plot` is the name of the picture's file."""
    parts = [HEAD.format(machine=machine)]
    if plot:
        parts.append(f"![Ours by the other side, for each row that has one]({plot})\n")
    for name, rows in found.items():
        lines = [f"## {name}", "", _line(COLUMNS), _line(["---"] * len(COLUMNS)), *map(_row, rows), ""]
        parts.append("\n".join(lines))
    return "\n".join(parts)


def _row(row: Finding) -> str:
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    return _line([row.what, row.ours, row.theirs, ratio, row.target, row.verdict])


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def plot(found: Mapping[str, Sequence[Finding]]) -> str:
    """All ratios as bars of an SVG, with a line where both sides are equal."""
    rows = [(row, row.ratio) for each in found.values() for row in each if row.ratio is not None]
    height = ROW * (len(rows) + 1)
    equal = LEFT + BARS / MOST
    bars = "".join(_bar(number, row, ratio) for number, (row, ratio) in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif"'
        f' font-size="12" role="img" aria-label="Ours by the other side">\n'
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>\n{bars}'
        f'<line x1="{equal}" x2="{equal}" y1="0" y2="{height - ROW}" stroke="#333" stroke-dasharray="3"/>\n'
        f'<text x="{equal}" y="{height - 8}" text-anchor="middle">{LEGEND}</text>\n</svg>\n'
    )


def _bar(number: int, row: Finding, ratio: float) -> str:
    top, length = number * ROW, min(ratio, MOST) / MOST * BARS
    colour = {True: "#2a7d4f", False: "#b3402f", None: "#5b6b7b"}[row.met]
    what = row.what if len(row.what) <= TEXT else row.what[: TEXT - 1] + "…"
    return (
        f'<text x="{LEFT - 8}" y="{top + 17}" text-anchor="end">{escape(what)}</text>'
        f'<rect x="{LEFT}" y="{top + 5}" width="{length:.1f}" height="{ROW - 10}" fill="{colour}"/>'
        f'<text x="{LEFT + length + 4:.1f}" y="{top + 17}">{ratio:.2f}</text>\n'
    )
