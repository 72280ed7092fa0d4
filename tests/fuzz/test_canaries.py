"""No password, token or patient in anything that is written: a run of the contract, then a search."""

import base64
import json
import re
import subprocess
from pathlib import Path
from urllib.parse import quote, quote_plus

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from features.support.careportals import PASSWORD
from features.support.sandwich import BRIDGE, CAREPORTALS, SHIPSTATION, Part
from features.support.shipstation import ADMIN_PASSWORD
from features.support.shop import ADDRESS, CUSTOMER
from tests.lean import contract
from tests.served import served

ROOT = Path(__file__).parents[2]

RULES = "STO-3 or SEC-1 or SEC-9 or SEC-10 or SEC-12"
"""Orders are pulled, notices accepted and refused, passwords wrong, roles too small."""

PATIENT = [CUSTOMER["email"], CUSTOMER["phone"], ADDRESS["address2"]]
NAME = CUSTOMER["lastName"]
"""Stands in features too, and so in each report."""

SECRETS = [PASSWORD, ADMIN_PASSWORD, "not the password at all"]
WRITTEN = [form(secret) for secret in SECRETS for form in (str, quote, quote_plus, json.dumps)]

NO_SECRET = f"{PASSWORD}!"
"""A wrong password, which a feature and so each report tells."""

TOKEN = re.compile(r"\beyJ[\w-]{10,}\.|Bearer [\w-]{16,}|/activate/[\w-]{20,}")
CELL = re.compile(r"<td>.*?</td>")
BASE64 = re.compile(r"[A-Za-z0-9+/]{12,}={0,2}")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


def found(text: str) -> list[str]:
    """The secrets in a text, plain, percent-encoded, or in Base64."""
    text = text.replace(NO_SECRET, "")
    plain = [secret.strip('"') for secret in WRITTEN if secret.strip('"') in text]
    return sorted({*plain, *(match[0][:12] for match in TOKEN.finditer(text)), *_hidden(text)})


def _hidden(text: str) -> list[str]:
    decoded = []
    for match in BASE64.finditer(text):
        padded = match[0].rstrip("=") + "=" * (-len(match[0].rstrip("=")) % 4)
        try:
            decoded.append(base64.b64decode(padded).decode())
        except ValueError:
            continue
    return [secret for secret in SECRETS if any(secret in hidden for hidden in decoded)]


def written(folder: Path, target: str, careportals: str, shipstation: str) -> str:
    """What a run of the contract writes: the terminal, and all reports."""
    parts = ["--target", target, "--careportals", careportals, "--shipstation", shipstation]
    ran = subprocess.run(  # noqa: S603 - our own
        contract(*parts, "-m", RULES, "--reports", str(folder)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    # Without the tables of the features' steps, which hold patients that are not made by the run.
    reports = [CELL.sub("", file.read_text(encoding="utf-8")) for file in folder.iterdir()]
    assert len(reports) == 5
    return "\n".join([ran.stdout, ran.stderr, *reports])


def journals(*urls: str) -> str:
    return "\n".join(httpx2.get(f"{url}/_control/journal").text for url in urls)


def test_neither_secrets_nor_patients_are_written_by_anybody(tmp_path: Path) -> None:
    parts: list[Part] = []

    def start(name: str, *command: str) -> str:
        parts.append(Part([*command, "--port", "0"], tmp_path, name))
        return parts[-1].address()

    try:
        careportals, shipstation = start("careportals", *CAREPORTALS), start("shipstation", *SHIPSTATION)
        bridge = start("bridge", *BRIDGE, "--crm-url", careportals)
        told = written(tmp_path / "reports", f"{bridge}/shipstation/{{org}}", careportals, shipstation)
        shown = journals(careportals, shipstation)
    finally:
        for part in parts:
            part.stop()
    logs = "\n".join(file.read_text(encoding="utf-8") for file in tmp_path.glob("*.*"))
    assert "Verdict: conforms" in told
    assert '"action": "export"' in logs
    assert "action=export" in shown
    for text in (told, shown, logs):
        assert found(text) == []
        assert [word for word in PATIENT if word in text] == []
    assert NAME not in shown + logs


async def parrot(request: Request) -> PlainTextResponse:
    """A target that says whatever it was told."""
    said = [request.headers.get("authorization"), request.url, await request.body(), request.headers]
    return PlainTextResponse("\n".join(map(str, said)), 400)


def test_reports_hold_no_secret_though_the_target_repeats_it(tmp_path: Path) -> None:
    parts: list[Part] = []
    app = Starlette(routes=[Route("/{org}", parrot, methods=["GET", "POST"])])
    try:
        for name, command in (("careportals", CAREPORTALS), ("shipstation", SHIPSTATION)):
            parts.append(Part([*command, "--port", "0"], tmp_path, name))
        with served(app) as port:
            target = f"http://127.0.0.1:{port}/{{org}}"
            told = written(tmp_path / "reports", target, *(part.address() for part in parts))
    finally:
        for part in parts:
            part.stop()
    assert "Verdict: broken" in told
    assert found(told) == []


@pytest.mark.parametrize(
    "text",
    [
        f'"password": {json.dumps(PASSWORD)}',
        f"?SS-Password={quote_plus(PASSWORD)}&a",
        f"x {base64.b64encode(f'rx@clinic.example:{PASSWORD}'.encode()).decode()} y",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIi",
    ],
)
def test_a_secret_would_be_found(text: str) -> None:
    assert found(text)


def test_what_is_no_secret_is_not() -> None:
    assert found("GET /orders?page=1 -> 401 Basic realm=x") == []
