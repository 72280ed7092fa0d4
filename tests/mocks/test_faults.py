import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from mocks import faults
from mocks.careportals import app as careportals
from mocks.careportals import unfriendly as careportals_unfriendly
from mocks.control.wire import WireProtocol
from mocks.shipstation import app as shipstation
from mocks.shipstation import unfriendly as shipstation_unfriendly
from tests.served import served


def demo(module: str | None) -> dict[str, object]:
    found: dict[str, object] = json.loads(Path(str(module)).with_name("demo.json").read_bytes())
    return found


@pytest.fixture(scope="module")
def ports() -> Iterator[dict[str, str]]:
    """The ports in the examples, and those of mocks with the sample data."""
    with (
        served(careportals.create_app(seed=demo(careportals.__file__)), http=WireProtocol) as crm,
        served(shipstation.create_app(seed=demo(shipstation.__file__)), http=WireProtocol) as ship,
    ):
        yield {"7801": str(crm), "7803": str(ship)}


def test_the_page_in_the_docs_is_current() -> None:
    assert faults.PAGE.read_text(encoding="utf-8") == faults.page(), "run make docs"
    assert not re.search(r"^<[A-Z ]+>$", faults.page(), re.MULTILINE)


@pytest.mark.parametrize("path", faults.DOCUMENTS, ids=lambda path: path.parent.name)
def test_the_openapi_documents_are_current_and_valid(path: Path) -> None:
    document = json.loads(path.read_bytes())
    assert document == faults.described(document, faults.DOCUMENTS[path]), "run make docs"
    validate(document)


def test_page_and_documents_are_written_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    documents = {}
    for path, described in faults.DOCUMENTS.items():
        copy = tmp_path / f"{path.parent.name}.json"
        copy.write_bytes(path.read_bytes())
        documents[copy] = described
    monkeypatch.setattr(faults, "PAGE", tmp_path / "faults.md")
    monkeypatch.setattr(faults, "DOCUMENTS", documents)
    originals = [path.read_bytes() for path in documents]
    faults.main()
    assert [path.read_bytes() for path in documents] == originals
    assert (tmp_path / "faults.md").read_text(encoding="utf-8") == faults.page()


def test_every_kind_and_quirk_is_on_the_page() -> None:
    for described in faults.DOCUMENTS.values():
        assert all(f"| `{kind}` |" in faults.page() for kind in described.kinds)
    for quirk in (*careportals_unfriendly.QUIRKS, *shipstation_unfriendly.QUIRKS):
        assert f"| {quirk} |" in faults.page()


@pytest.mark.skipif(not shutil.which("curl"), reason="the examples need curl")
def test_the_examples_do_what_is_printed_below_them(ports: dict[str, str]) -> None:
    """All in their order; each comment is part of what the lines above it, or the whole block, say."""
    examples = re.findall(r"```sh\n(.*?)```", faults.page(), re.DOTALL)
    assert len(examples) >= 7
    for example in examples:
        script = re.sub(r"127\.0\.0\.1:(\d+)", lambda match: f"127.0.0.1:{ports[match[1]]}", example)
        run = subprocess.run(  # noqa: S603 - our own page
            ["bash", "-c", script],  # noqa: S607 - whichever bash there is
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=30,
            check=False,
        )
        for expected in re.findall(r"^# (.+)$", example, re.MULTILINE):
            assert expected in run.stdout
