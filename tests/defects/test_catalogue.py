import tomllib
from pathlib import Path

from tests.defects.gallery import load

CATALOGUE = tomllib.loads(Path(__file__).with_name("catalogue.toml").read_text(encoding="utf-8"))
NUMBERS = {
    "A": [1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 13, 14, 16, 17, 18, 19, 20],
    "B": [1, 2, 4, 5, 6, 8, 9, 10, 12],
    "C": [1, 2, 3, 5, 7, 9, 10, 11, 12, 14, 15, 16],
    "D": [1, 2, 3, 4, 5, 6, 9, 11],
    "E": [1, 2, 4, 5, 7, 8, 10, 11, 12, 13, 15, 16, 17, 18, 19],
    "F": [1, 2, 3, 5, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 19, 21, 22, 23, 24, 25, 26, 28],
    "G": [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 13, 14, 16, 18, 19, 20, 21, 24, 27, 28],
}


def test_each_class_of_the_catalogue_has_a_broken_bridge_or_a_reason_for_none() -> None:
    known = {f"{letter}{number}" for letter, numbers in NUMBERS.items() for number in numbers}
    assert CATALOGUE["classes"].keys() | CATALOGUE["none"].keys() == known
    assert not CATALOGUE["classes"].keys() & CATALOGUE["none"].keys()
    assert all(CATALOGUE["classes"].values())


def test_the_broken_bridges_of_the_catalogue_are_in_the_gallery() -> None:
    named = {name for names in CATALOGUE["classes"].values() for name in names}
    assert named <= load().keys()
