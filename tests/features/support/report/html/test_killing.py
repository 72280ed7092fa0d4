import json
from pathlib import Path

import pytest

from features.support.report.html.killing import read

DATA = {
    "rules": {"MAP-1": "0a", "MAP-2": "0b"},
    "defects": {
        "one": {"source": "1", "expected": ["MAP-1"], "red": {"MAP-1": "test_a", "MAP-2": "test_b"}},
        "two": {"source": "2", "expected": ["MAP-1"], "red": {"MAP-2": "test_b"}},
    },
}


def test_it_says_which_rule_catches_what(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text(json.dumps(DATA), encoding="utf-8")
    found = read(tmp_path / "m.json")
    assert found is not None
    assert (found.caught_by("MAP-1"), found.caught_by("MAP-2"), found.caught_by("X-1")) == (
        ["one"],
        ["one", "two"],
        [],
    )
    assert (found.killed, found.made_for) == (1, frozenset({"MAP-1", "MAP-2"}))


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"rules": 1, "defects": {"a": 1}}', '{"defects": []}'])
def test_what_is_no_matrix_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "m.json").write_text(text, encoding="utf-8")
    assert read(tmp_path / "m.json") is None


def test_without_a_file_there_is_none(tmp_path: Path) -> None:
    assert read(tmp_path / "m.json") is None
