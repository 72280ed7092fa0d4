import pytest
from markupsafe import Markup

from features.support.report.html.shown import shown


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\x00b", "a[U+0000]b"),
        ("abc\u202e\u2066", "abc[U+202E][U+2066]"),
        ("zero\u200bwidth\ufeff", "zero[U+200B]width[U+FEFF]"),
        ("\ud800", "[U+D800]"),
        ("tag\U000e0041", "tag[U+E0041]"),
        ("é 😀\tb\nc", "é 😀\tb\nc"),
    ],
)
def test_what_cannot_be_seen_is_spelled_out(text: str, seen: str) -> None:
    assert shown(text) == seen


def test_what_is_escaped_stays_escaped() -> None:
    found = shown(Markup("<b>é\u202e</b>"))
    assert isinstance(found, Markup)
    assert found == "<b>é[U+202E]</b>"


def test_anything_but_text_is_left_alone() -> None:
    assert (shown(7), shown(None)) == (7, None)
