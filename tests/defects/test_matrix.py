from importlib import import_module
from pathlib import Path

import pytest

from features.support.rules import all_rules, contract
from tests.defects import matrix, page
from tests.defects.gallery import Defect, load
from tests.defects.kill import families
from tests.defects.matrix import Row, Verdict

EXPECTED = ("AUT-1", "AUT-3")


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (Row("x", EXPECTED, red={"AUT-1": "n", "AUT-3": "n"}, run=2), Verdict.KILLED),
        (Row("x", EXPECTED, red={"AUT-1": "n"}, run=2), Verdict.PARTLY),
        (Row("x", EXPECTED, red={"WIN-1": "n"}, run=2), Verdict.ELSEWHERE),
        (Row("x", EXPECTED, run=2), Verdict.SURVIVED),
        (Row("x", EXPECTED), Verdict.ERROR),
        (Row("x", EXPECTED, red={"AUT-1": "n"}, errors={"AUT-3": "down"}, run=2), Verdict.ERROR),
        (Row("x", EXPECTED, trouble="died", run=2), Verdict.ERROR),
    ],
)
def test_what_came_of_a_bridge(row: Row, verdict: Verdict) -> None:
    assert row.verdict is verdict


def test_a_rule_that_was_not_told_to_and_caught_it_is_beside_the_point() -> None:
    assert Row("x", EXPECTED, red={"AUT-1": "n", "WIN-1": "n"}).besides == ["WIN-1"]


def a_few() -> dict[str, Defect]:
    return dict(list(load().items())[:3])


def full() -> list[Row]:
    return [Row(each.name, each.rules, red=dict.fromkeys(each.rules, "f.py::n")) for each in a_few().values()]


def test_the_file_holds_what_was_written(tmp_path: Path) -> None:
    data = matrix.as_data(full(), a_few(), matrix.rule_digests(), ["f.py::n"])
    matrix.write(data, tmp_path / "matrix.json")
    assert matrix.read(tmp_path / "matrix.json") == data
    assert matrix.outdated(data, a_few()) == []


def test_without_a_file_the_matrix_is_empty(tmp_path: Path) -> None:
    assert matrix.read(tmp_path / "none.json")["defects"] == {}


def test_what_has_changed_since_is_told() -> None:
    gallery = a_few()
    data = matrix.as_data(full(), gallery, matrix.rule_digests(), [])
    first, second, third = gallery
    data["defects"][first]["source"] = "other"
    data["defects"][second]["expected"] = []
    del data["defects"][third]
    data["rules"]["AUT-99"] = "gone"
    assert matrix.outdated(data, gallery) == sorted(
        [
            f"the defect {first} has changed",
            f"other rules must catch the defect {second}",
            f"the defect {third} is new",
            "the rule AUT-99 is gone",
        ]
    )


def test_scenarios_of_rules_that_are_as_they_were_are_known_to_need_no_network() -> None:
    data = matrix.as_data([], {}, {**matrix.rule_digests(), "AUT-2": "other"}, ["old/f.py::a", "old/f.py::b"])
    rule_of = {"f.py::a": "AUT-1", "f.py::b": "AUT-2", "f.py::c": "AUT-1"}.__getitem__
    assert matrix.indoors(data, ["f.py::a", "f.py::b", "f.py::c"], rule_of) == frozenset({"f.py::a"})


def test_no_two_rules_have_one_sign() -> None:
    signs = [matrix.rule_digest(rule) for rule in all_rules(contract())]
    assert len(set(signs)) == len(signs)


def test_an_expected_rule_that_did_not_catch_is_told() -> None:
    gallery = a_few()
    data = matrix.as_data(full(), gallery, matrix.rule_digests(), [])
    name, rule = next((defect.name, defect.rules[-1]) for defect in gallery.values())
    del data["defects"][name]["red"][rule]
    assert matrix.outdated(data, gallery) == [f"{rule} did not catch the defect {name}"]


def test_a_defect_has_changed_when_something_that_it_calls_has() -> None:
    gallery = load()
    before = {name: matrix.defect_digest(defect) for name, defect in gallery.items()}
    calls, calls_not = gallery["escapes_twice"], gallery["says_one_page"]
    named = vars(import_module(calls.install.__module__))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(named, "change_texts", a_few)
        assert matrix.defect_digest(calls) != before[calls.name]
        assert matrix.defect_digest(calls_not) == before[calls_not.name]


def test_the_matrix_in_the_docs_is_current() -> None:
    assert matrix.outdated(matrix.read(), load()) == [], "make it anew: make defects FULL=1"
    told = page.text(matrix.read(), load(), families(load().values()))
    assert page.FILE.read_text(encoding="utf-8") == told, "it is made by make defects FULL=1, not by hand"
