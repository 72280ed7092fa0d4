from datetime import date
from pathlib import Path

import pytest

from features.support.deviations import Deviation, Untrustworthy, read

TODAY = date(2026, 11, 22)
RULES = {"MAP-3", "MAP-4"}
ENTRY = '[[deviation]]\nrule = "MAP-3"\nreason = "TICKET-12"\nuntil = 2026-11-22\n'


def accepted(folder: Path, text: str) -> dict[str, Deviation]:
    (folder / "known.toml").write_text(text, encoding="utf-8")
    return read(folder / "known.toml", RULES, TODAY)


def test_an_entry_is_read_and_holds_through_its_last_day(tmp_path: Path) -> None:
    found = accepted(tmp_path, ENTRY)
    assert found == {"MAP-3": Deviation("MAP-3", "TICKET-12", TODAY)}
    assert str(found["MAP-3"]) == "known deviation until 2026-11-22: TICKET-12"


def test_a_file_without_entries_accepts_nothing(tmp_path: Path) -> None:
    assert accepted(tmp_path, "# nothing is known\n") == {}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (ENTRY.replace("2026-11-22", "2026-11-21"), "(MAP-3) was accepted until 2026-11-21, which is over"),
        (ENTRY.replace("MAP-3", "MAP-33"), ": the contract has no rule MAP-33"),
        (ENTRY.replace('"MAP-3"', "3"), ": the contract has no rule 3"),
        (ENTRY.replace("TICKET-12", "  "), "(MAP-3) gives no reason"),
        (ENTRY.replace('reason = "TICKET-12"\n', ""), "(MAP-3) gives no reason"),
        (ENTRY.replace("until = 2026-11-22\n", ""), "must say how long it is accepted: until = 2026-11-22"),
        (ENTRY.replace("2026-11-22", '"2026-11-22"'), "must say how long it is accepted"),
        (ENTRY.replace("2026-11-22", "2026-11-22T10:00:00Z"), "must say how long it is accepted"),
        (ENTRY + 'scenario = "One"\n', 'deviation 1 has the unknown field "scenario"'),
        (ENTRY + ENTRY, "MAP-3 is named 2 times"),
        ("deviation = [1]\n", "deviation 1 is not a table"),
        ('deviation = "MAP-3"\n', "may hold nothing but [[deviation]] entries"),
        ("[[deviations]]\n", "may hold nothing but [[deviation]] entries"),
        ("[[deviation]\n", "is not TOML"),
    ],
)
def test_what_could_hide_a_failure_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(Untrustworthy) as refused:
        accepted(tmp_path, text)
    assert complaint in str(refused.value)
    assert str(refused.value).startswith(str(tmp_path / "known.toml"))


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(Untrustworthy) as refused:
        accepted(tmp_path, "[[deviation]]\n" + ENTRY.replace("TICKET-12", ""))
    assert len(str(refused.value).splitlines()) == 4


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Untrustworthy, match="No such file"):
        read(tmp_path / "none.toml", RULES, TODAY)
    (tmp_path / "latin.toml").write_bytes(b"# \xe9")
    with pytest.raises(Untrustworthy, match="is not TOML"):
        read(tmp_path / "latin.toml", RULES, TODAY)
