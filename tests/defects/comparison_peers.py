"""Two peers of the contract, each alone: Schemathesis on the bridge's OpenAPI document, and the XSD."""

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

import httpx2
import schemathesis
from lxml import etree
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

import bridge.app
import mocks.careportals.app
from bridge.settings import Settings
from tests.defects.gallery import load
from tests.served import served

ORGANIZATION, USERNAME, PASSWORD = "clinic_x", "rx@clinic.example", "demo-pharmacy-1"
ORDERS = 120
"""Three pages of the bridge; all were modified in the window that its OpenAPI document has as an example."""

FIRST, LAST = "03/13/2026 17:34", "03/13/2026 17:39"
WINDOWS = ((FIRST, LAST), ("01/01/2026 00:00", "01/01/2026 00:05"))
"""Windows that are exported for the XSD: one with all orders, one with none."""

SEED = 7801
EXAMPLES = 10
"""What Schemathesis makes up at most for each operation, beside what it derives from the document."""

PATIENCE = 10
"""Seconds until an answer; a bridge that hangs is given up then."""

TAKEN = ["2xx", "400", "401", "403", "404", "409", "413", "5xx"]
"""Statuses for data that fits the document. 400 too: no schema can say that a window ends after it begins."""


@dataclass(frozen=True)
class Finding:
    """What each peer reports against one bridge, one line for each; and how many requests it took."""

    schemathesis: tuple[str, ...]
    xsd: tuple[str, ...]
    requests: int
    exports: int


def look(defect: str | None) -> Finding:
    """Let both peers look at a broken bridge, or the unbroken one, in front of a mock CRM of its own."""
    if defect:
        load()[defect].install()
    logged = io.StringIO()
    with (
        contextlib.redirect_stderr(logged),
        contextlib.redirect_stdout(logged),
        served(mocks.careportals.app.create_app(seed=_seed())) as crm,
        served(bridge.app.create_app(Settings(f"http://127.0.0.1:{crm}"))) as port,
    ):
        url = f"http://127.0.0.1:{port}"
        exports = list(_exports(f"{url}/shipstation/{ORGANIZATION}"))
        requests, failures = _schemathesis(url)
    return Finding(failures, tuple(sorted({said for said in exports if said})), requests, len(exports))


def _seed() -> dict[str, object]:
    user = {"email": USERNAME, "role": "Pharmacy", "password": PASSWORD}
    times = {"from": "2026-03-13T17:34:00.000Z", "to": "2026-03-13T17:39:00.000Z"}
    orders = {"count": ORDERS, "seed": SEED, **times}
    return {"organizations": [{"org_key": ORGANIZATION, "users": [user], "synthetic": orders}]}


def _schemathesis(url: str) -> tuple[int, tuple[str, ...]]:
    """How many requests it sent, and the names of the checks that failed, until the first failure."""
    config = SchemathesisConfig.from_dict(
        {
            "base-url": url,
            "seed": SEED,
            "max-failures": 1,
            "request-timeout": PATIENCE,
            "auth": {"basic": {"username": USERNAME, "password": PASSWORD}},
            "parameters": {"org": ORGANIZATION},
            "generation": {"max-examples": EXAMPLES, "database": "none"},
            "checks": {"positive_data_acceptance": {"expected-statuses": TAKEN}},
        }
    )
    schema = schemathesis.openapi.from_path(str(bridge.app.OPENAPI), config=config)
    requests, failures = 0, set[str]()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            requests += len(event.recorder.interactions)
            checks = (check for found in event.recorder.checks.values() for check in found)
            failures |= {check.name for check in checks if check.failure_info is not None}
        elif isinstance(event, events.NonFatalError):
            failures.add(type(event.value).__name__)
            break
    return requests, tuple(sorted(failures))


def _exports(url: str) -> Iterator[str]:
    """What is wrong with each page of each window, in the eyes of the XSD; empty when nothing is."""
    source = resources.files("mocks.shipstation").joinpath("orders.xsd").read_bytes()
    schema = etree.XMLSchema(etree.fromstring(source))
    with httpx2.Client(auth=(USERNAME, PASSWORD), timeout=PATIENCE) as client:
        for start, end in WINDOWS:
            pages = 1
            for page in range(1, 1 + -(-ORDERS // Settings().page_size)):
                if page > pages:
                    break
                query = {"action": "export", "start_date": start, "end_date": end, "page": str(page)}
                document, complaint = _export(client, url, query)
                if document is not None:
                    schema.validate(document)
                    complaint = next((error.type_name for error in schema.error_log), "")
                    pages = _pages(document)
                yield complaint


def _export(client: httpx2.Client, url: str, query: dict[str, str]) -> tuple[etree._Element | None, str]:
    """The document of an export, or why there is none."""
    try:
        answer = client.get(url, params=query)
    except httpx2.HTTPError:
        return None, "no answer"
    if answer.status_code != 200:
        return None, f"status {answer.status_code}"
    try:
        return etree.fromstring(answer.content), ""
    except (etree.XMLSyntaxError, ValueError):
        return None, "not well-formed"


def _pages(document: etree._Element) -> int:
    declared = document.get("pages", "")
    return int(declared) if declared.isascii() and declared.isdecimal() else 1
