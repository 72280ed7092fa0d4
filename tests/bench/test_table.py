from lxml import etree

from tests.bench.finding import Finding
from tests.bench.machine import Machine
from tests.bench.table import MOST, page, plot

MACHINE = Machine(2, 7.6, "3.11.7", "2026-02-11", 0.1)
FOUND = {
    "some": [
        Finding("a | b", "2 s", "1 s", 2.0, "at most 3 s", True),
        Finding("<slow> & " + "long " * 50, "9 s", "1 s", 9.0, "at most 3 s", False),
        Finding("no ratio", "1"),
    ]
}


def test_the_page_begins_with_the_machine_and_has_a_line_for_each_row() -> None:
    text = page(MACHINE, FOUND, "bench.svg")
    assert "2 cores, 8 GB of memory, Python 3.11.7" in text.split("##")[0]
    assert "| a \\| b | 2 s | 1 s | 2.00 | at most 3 s | met |" in text.splitlines()
    assert "| no ratio | 1 |  |  |  |  |" in text.splitlines()
    assert "bench.svg" in text


def test_the_plot_has_a_bar_for_each_ratio_and_none_runs_out_of_it() -> None:
    root = etree.fromstring(plot(FOUND).encode())
    bars = root.findall("{*}rect")[1:]
    assert len(bars) == 2
    assert 2 * float(bars[0].get("width", "")) == float(bars[1].get("width", "")) == 2 * 380 * 2 / MOST
    assert "9.00" in [text.text for text in root.iter("{*}text")]
