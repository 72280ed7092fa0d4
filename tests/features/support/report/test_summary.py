from pathlib import Path

from features.support.report import summary
from features.support.report.record import Record

GOLDEN = Path(__file__).parents[1] / "golden"


def test_a_summary_reads_like_this(red: Record) -> None:
    assert summary.text(red) == (GOLDEN / "summary.md").read_text(encoding="utf-8")


def test_a_green_run_has_no_failures_to_show(green: Record) -> None:
    assert summary.text(green).startswith("# Conforms\n\n1 scenario passed\n")
    assert "## Failures" not in summary.text(green)


def test_an_empty_run_says_so_and_lists_no_rules(empty: Record) -> None:
    assert summary.text(empty).startswith("# Nothing ran\n\nno scenario was selected")
    assert "| rule |" not in summary.text(empty)


def test_text_is_shown_as_it_is() -> None:
    assert summary.plain("a | b <org>\n*c* `d`") == r"a \| b \<org\> \*c\* \`d\`"
