"""The table of everything that the mocks assume, for the documentation: `python -m mocks.assumptions`."""

import json
import re
import sys
from collections.abc import Iterable, Mapping

from mocks.careportals.settings import ASSUMPTIONS, Settings
from mocks.shipstation.settings import PAGES, StoreSettings

_ENTRY = re.compile(r"^ {4}([a-z_, ]+): (.+(?:\n {8}.+)*)", re.MULTILINE)


def page() -> str:
    """The whole page in Markdown."""
    return "\n".join(
        [
            "# What the mocks assume",
            "",
            "Made by `make docs` from the code: choices that no public source settles, and defaults.",
            "`[doc]`: the vendor says so; `[seen]`, `[impl]`: implementers met it; `[inferred]`: it follows;",
            "`[assumed]`: we chose it.",
            "",
            "## Mock CarePortals: settings",
            "",
            "Changed with `PUT /_control/settings`.",
            "",
            *_settings(Settings().to_json(), _entries(Settings)),
            "",
            "## Mock CarePortals: fixed",
            "",
            *_table(("topic", "choice", "reason"), ASSUMPTIONS),
            "",
            "## Mock ShipStation: settings of a store",
            "",
            "Sent as `settings` of the store form; `PUT /_control/settings` changes the defaults.",
            "",
            *_settings(StoreSettings().to_json(), _entries(StoreSettings)),
            "",
            "## Mock ShipStation: pages",
            "",
            *_table(("topic", "choice", "reason"), PAGES),
            "",
        ]
    )


def _entries(settings: type) -> dict[str, str]:
    """What the docstring of a settings class says of each field, by its name in JSON."""
    found: dict[str, str] = {}
    for names, text in _ENTRY.findall(settings.__doc__ or ""):
        for name in names.split(", "):
            found[re.sub(r"_(\w)", lambda match: match[1].upper(), name)] = " ".join(text.split())
    return found


def _settings(defaults: Mapping[str, object], entries: Mapping[str, str]) -> list[str]:
    rows = [(f"`{name}`", f"`{json.dumps(value)}`", entries[name]) for name, value in defaults.items()]
    return _table(("setting", "default", "meaning"), rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    return [_row(head), _row(("---",) * len(head)), *map(_row, rows)]


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    sys.stdout.write(page())
