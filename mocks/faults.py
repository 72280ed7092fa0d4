"""The page on faults, and what OpenAPI documents say of them, from the code: `python -m mocks.faults`."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from mocks.careportals import faults as careportals
from mocks.careportals.settings import Settings
from mocks.careportals.unfriendly import QUIRKS as CAREPORTALS_QUIRKS
from mocks.control.fault_schema import TAG, paths, schemas
from mocks.control.faults import COMMON, Faults, Field, Kind
from mocks.control.unfriendly import Quirk
from mocks.shipstation import faults as shipstation
from mocks.shipstation.settings import StoreSettings
from mocks.shipstation.unfriendly import QUIRKS as SHIPSTATION_QUIRKS

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "faults.md"
DOCUMENTS = {
    ROOT / "mocks" / "careportals" / "openapi.json": Faults(
        "organization", careportals.KINDS, careportals.SELECTORS
    ),
    ROOT / "mocks" / "shipstation" / "openapi.json": Faults(
        "account", shipstation.KINDS, shipstation.SELECTORS
    ),
}
"""The OpenAPI documents, and the faults that they describe."""

_TEXT = Path(__file__).with_name("faults.txt")


def page() -> str:
    """The whole page in Markdown: the tables in their places of the text."""
    tables = {
        "COMMON": _fields(COMMON),
        "CAREPORTALS SELECTORS": _fields(careportals.SELECTORS),
        "CAREPORTALS KINDS": _kinds(careportals.KINDS),
        "SHIPSTATION SELECTORS": _fields(shipstation.SELECTORS),
        "SHIPSTATION KINDS": _kinds(shipstation.KINDS),
        "CAREPORTALS QUIRKS": _quirks(CAREPORTALS_QUIRKS, Settings().to_json()),
        "SHIPSTATION QUIRKS": _quirks(SHIPSTATION_QUIRKS, StoreSettings().to_json()),
    }
    text = _TEXT.read_text(encoding="utf-8")
    for name, table in tables.items():
        text = text.replace(f"<{name}>\n", table)
    return text


def described(document: Mapping[str, Any], faults: Faults) -> dict[str, Any]:
    """An OpenAPI document with the endpoints for faults as they are now."""
    kept = {path: item for path, item in document["paths"].items() if path not in paths(faults)}
    components = document["components"]
    return {
        **document,
        "tags": [*(tag for tag in document["tags"] if tag["name"] != TAG["name"]), TAG],
        "paths": {**kept, **paths(faults)},
        "components": {**components, "schemas": {**components["schemas"], **schemas(faults)}},
    }


def _fields(fields: Mapping[str, Field]) -> str:
    rows = [(f"`{name}`", _default(field), field.meaning) for name, field in fields.items()]
    return _table(("field", "default", "meaning"), rows)


def _kinds(kinds: Mapping[str, Kind]) -> str:
    rows = []
    for name, kind in kinds.items():
        fields = "<br>".join(
            f"`{field}` {_default(described)}: {described.meaning}"
            for field, described in kind.fields.items()
        )
        fixed = ", ".join(f"`{field}` is `{value}`" for field, value in kind.fixed.items())
        rows.append((f"`{name}`", kind.meaning, "<br>".join(filter(None, (fields, fixed))), kind.like))
    columns = 4 if any(kind.like for kind in kinds.values()) else 3
    head = ("kind", "what happens", "its fields", "elsewhere")
    return _table(head[:columns], [row[:columns] for row in rows])


def _quirks(quirks: Mapping[str, Quirk], defaults: Mapping[str, Any]) -> str:
    rows = []
    for name, quirk in quirks.items():
        usual = json.dumps({setting: defaults[setting] for setting in quirk.settings})
        off = f"`PUT /_control/settings` `{usual}`" if quirk.settings else "`DELETE /_control/faults/{id}`"
        rows.append((name, quirk.meaning, off))
    return _table(("quirk", "what happens", "how to turn it off"), rows)


def _default(field: Field) -> str:
    return f"`{json.dumps(field.default)}`"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "".join(f"{_row(row)}\n" for row in (head, ("---",) * len(head), *rows))


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main() -> None:
    """Write the page, and the faults into the OpenAPI documents."""
    PAGE.write_text(page(), encoding="utf-8")
    for path, faults in DOCUMENTS.items():
        document = described(json.loads(path.read_bytes()), faults)
        path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
