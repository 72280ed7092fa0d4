"""The files that a run leaves behind in the folder of `--reports`."""

from collections.abc import Callable
from pathlib import Path

from features.support.report import junit, messages, summary, verdict_json
from features.support.report.record import Record


def _page(record: Record) -> str:
    """The page for people; what it is made with is loaded when there is something to write."""
    from features.support.report.html import page

    return page.text(record)


WRITERS: dict[str, Callable[[Record], str]] = {
    "verdict.json": verdict_json.text,
    "junit.xml": junit.text,
    "messages.ndjson": messages.text,
    "summary.md": summary.text,
    "report.html": _page,
}


def prepare(folder: Path) -> None:
    """Make the folder and take away what an earlier run left: an old green must not outlive a crash.

    Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in WRITERS:
        (folder / name).unlink(missing_ok=True)


def write(record: Record, folder: Path) -> None:
    """Write all files; the verdict comes last, so that where it is the others are as well. Raises OSError."""
    texts = {name: writer(record) for name, writer in WRITERS.items()}
    for name in sorted(texts, key="verdict.json".__eq__):
        (folder / name).write_text(texts[name], encoding="utf-8")
