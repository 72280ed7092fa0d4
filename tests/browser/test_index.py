from pathlib import Path

from tests.browser.index import write_index
from tests.browser.look import LOOKS, Look
from tests.browser.picture import Picture


def picture(name: str, look: Look, *problems: str) -> Picture:
    return Picture(name, look, Path(f"{name}.{look}.png"), list(problems), ["moderate: a remark"])


def test_each_page_is_shown_once_in_all_looks(tmp_path: Path) -> None:
    pictures = [picture(name, look) for look in reversed(LOOKS) for name in ("start", "orders")]
    text = write_index(pictures, tmp_path).read_text(encoding="utf-8")
    assert (text.count("<h2>"), text.count("<img")) == (2, 8)
    assert text.index("start.desktop-light.png") < text.index("start.phone-dark.png")
    assert "2 pages in 4 looks" in text


def test_what_is_wrong_is_told_once_with_the_looks_that_it_is_wrong_in(tmp_path: Path) -> None:
    pictures = [picture("start", look, "<b> is wider") for look in LOOKS[2:]]
    text = write_index(pictures, tmp_path).read_text(encoding="utf-8")
    assert text.count("phone-light, phone-dark: &lt;b&gt; is wider") == 1
    assert "2 pictures of broken pages" in text
