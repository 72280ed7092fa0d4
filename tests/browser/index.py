"""`index.html` of the pictures: a row for each page, a column for each look."""

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from tests.browser.look import LOOKS
from tests.browser.picture import Picture

_HEAD = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Screenshots</title>
<style>
:root { color-scheme: light dark }
body { font: 15px/1.45 system-ui, sans-serif; margin: 1.5rem }
section { margin-bottom: 2rem; border-top: 1px solid #8884 }
.looks { display: flex; flex-wrap: wrap; gap: 1rem; align-items: start }
figure { margin: 0 } figcaption { color: #777 }
img { height: 22rem; max-width: 30rem; object-fit: cover; object-position: top; border: 1px solid #8886 }
.wrong { color: #c22 }
</style>
"""


def write_index(pictures: Sequence[Picture], folder: Path) -> Path:
    """Write it into `folder`, in which the pictures are."""
    pages: dict[str, list[Picture]] = {}
    for each in pictures:
        pages.setdefault(each.name, []).append(each)
    wrong = sum(bool(each.problems) for each in pictures)
    head = f"<h1>{len(pages)} pages in {len(LOOKS)} looks</h1><p>{wrong} pictures of broken pages.</p>\n"
    file = folder / "index.html"
    body = "\n".join(_section(name, own) for name, own in pages.items())
    file.write_text(f"{_HEAD}{head}{body}\n", encoding="utf-8")
    return file


def _section(name: str, pictures: Sequence[Picture]) -> str:
    problems = "".join(f'<li class="wrong">{escape(each)}</li>' for each in _told(pictures, "problems"))
    remarks = "".join(f"<li>{escape(each)}</li>" for each in _told(pictures, "remarks"))
    looks = "\n".join(_figure(each) for each in sorted(pictures, key=lambda each: LOOKS.index(each.look)))
    return (
        f"<section><h2>{escape(name)}</h2><ul>{problems}{remarks}</ul>"
        f'<div class="looks">\n{looks}\n</div></section>'
    )


def _told(pictures: Sequence[Picture], kind: str) -> Iterator[str]:
    """What is said of any of the pictures, with the looks that it is said of."""
    looks: dict[str, list[str]] = {}
    for each in pictures:
        for text in getattr(each, kind):
            looks.setdefault(text, []).append(str(each.look))
    for text, seen in looks.items():
        yield f"{', '.join(seen)}: {text}"


def _figure(picture: Picture) -> str:
    file, look = escape(picture.file.name), escape(str(picture.look))
    return (
        f'<figure><a href="{file}"><img src="{file}" alt="{escape(picture.name)} {look}" loading="lazy"></a>'
        f"<figcaption>{look}</figcaption></figure>"
    )
