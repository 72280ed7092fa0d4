from tests.defects import matrix, page
from tests.defects.gallery import load
from tests.defects.matrix import Row

NAME = "says_one_page"


def text(red: list[str]) -> str:
    row = Row(NAME, load()[NAME].rules, red=dict.fromkeys(red, "f.py::n"), run=1)
    return page.text(matrix.as_data([row], load(), matrix.rule_digests(), []), load(), {"pulls": [NAME]})


def test_a_defect_is_told_with_the_rules_that_caught_it() -> None:
    sentence = "There is always one page, however many orders there are."
    told = text(["PAG-1", "PAG-5", "PAG-6", "WIN-1"])
    assert f"| `{NAME}` | {sentence} | **PAG-1** PAG-5 6 WIN-1 |" in told
    assert "**1 of 1 broken bridges are killed" in told


def test_a_survivor_is_named() -> None:
    assert f"not caught by all that must: `{NAME}`" in text([])


def test_each_must_rule_has_its_worth() -> None:
    assert [line for line in text(["PAG-1"]).splitlines() if line.startswith("| PAG-1 |") and NAME in line]
