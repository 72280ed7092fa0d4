"""What CONTRIBUTING tells is there: the files, the commands, the worked example."""

import re

from features.support.report.record import FAMILIES
from tests.defects.gallery import load
from tests.test_layout import ROOT, makes, targets

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_it_names_only_targets_that_exist() -> None:
    named = makes(TEXT)
    assert "defects" in named
    assert named <= targets((ROOT / "Makefile").read_text(encoding="utf-8"))


def test_it_names_only_files_that_exist() -> None:
    named = re.findall(r"`((?:bridge|docs|features|tests)/[^`\s]*)`", TEXT)
    assert len(named) > 5
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_its_example_is_in_the_repository() -> None:
    scenario = re.search(r"Scenario Outline: .*\n( +When .*\n)( +Then .*\n)", TEXT)
    assert scenario
    feature = (ROOT / "features" / "08_window.feature").read_text(encoding="utf-8")
    assert [line for line in scenario[0].splitlines() if line.strip() not in feature] == []
    defect = load()["rolls_impossible_days_over"]
    assert (defect.rules, defect.sentence) == (("WIN-3",), "February 30 is read as a day in March.")
    assert f'"""{defect.sentence}"""' in TEXT


def test_it_names_every_family_of_rules() -> None:
    assert set(FAMILIES) == set(re.findall(r"`([A-Z]{3})` [a-z]", TEXT))
