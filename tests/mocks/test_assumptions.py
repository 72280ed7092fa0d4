from pathlib import Path

from mocks.assumptions import page


def test_the_page_in_the_docs_is_current() -> None:
    docs = Path(__file__).parents[2] / "docs" / "assumptions.md"
    assert docs.read_text(encoding="utf-8") == page(), "run make docs"


def test_every_setting_is_explained_with_its_default() -> None:
    for line in ("| `tokenSeconds` | `3600` | seconds", "| `retryMinutes` | `60` | minutes"):
        assert line in page()
