import asyncio
import base64
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import httpx2
import pytest
from lxml import etree
from openapi_spec_validator import validate
from starlette.routing import Route
from starlette.types import Message

from bridge import app as application
from bridge.app import METHODS, OPENAPI, PARAMETERS, create_app
from bridge.settings import Settings
from mocks.careportals.app import create_app as create_careportals
from tests.bridge.conftest import Connect, signed_out
from tests.bridge.fake_crm import FakeCrm, order
from tests.in_process import serving
from tests.through import through

URL = "/shipstation/clinic_x"
EXPORT = {"action": "export", "start_date": "03/13/2026 17:28", "end_date": "03/13/2026 17:34"}


def test_orders_come_page_by_page(connect: Connect) -> None:
    client = connect(FakeCrm(*(order(n) for n in range(1, 6))), Settings(page_size=2))
    pages = [client.get(URL, params=EXPORT | {"page": str(n)}) for n in (1, 2, 3, 4)]
    roots = [etree.fromstring(page.content) for page in pages]
    assert [[int(number.text or "") for number in root.iter("OrderNumber")] for root in roots] == [
        [1, 2],
        [3, 4],
        [5],
        [],
    ]
    assert {root.get("pages") for root in roots} == {"3"}


def test_an_export_is_xml_that_nobody_keeps(connect: Connect) -> None:
    answer = connect(FakeCrm(order())).get(URL, params=EXPORT)
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content.startswith(b"<?xml")


@pytest.mark.parametrize("blank", ["+", "%20"])
@pytest.mark.parametrize("slash", ["/", "%2f", "%2F"])
def test_both_ways_of_encoding_are_read(connect: Connect, blank: str, slash: str) -> None:
    crm = FakeCrm()
    start, end = f"03{slash}13{slash}2026{blank}17%3a28", f"03{slash}13{slash}2026{blank}17:33"
    answer = connect(crm).get(f"{URL}?action=export&start_date={start}&end_date={end}")
    assert answer.status_code == 200
    assert crm.seen[-1].url.params["updatedTo"] == "2026-03-13T17:34:00.000Z"


@pytest.mark.parametrize("path", ["clinic_x", "%3Corg%3E", "Clinic"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nothing_is_told_without_credentials(connect: Connect, path: str, method: str) -> None:
    crm = FakeCrm(order())
    client = signed_out(connect(crm))
    secrets = {"SS-UserName": "rx@clinic.example", "SS-Password": "right"}
    answer = client.request(method, f"/shipstation/{path}", params=EXPORT | secrets)
    assert (answer.status_code, crm.seen) == (401, [])
    assert answer.headers["WWW-Authenticate"] == 'Basic realm="CarePortals", charset="UTF-8"'


def test_every_request_signs_in_anew(connect: Connect) -> None:
    crm = FakeCrm()
    client = connect(crm)
    for _ in range(2):
        assert client.get(URL, params=EXPORT).status_code == 200
    assert len(crm.bodies("POST", "/auth")) == 2
    crm.fault = lambda request: httpx2.Response(401) if request.url.path == "/auth" else None
    assert client.get(URL, params=EXPORT).status_code == 401


def test_two_authorization_headers_are_none(connect: Connect) -> None:
    pair = base64.b64encode(b"rx@clinic.example:right").decode()
    client = signed_out(connect(FakeCrm()))
    headers = [("Authorization", f"Basic {pair}"), ("Authorization", f"Basic {pair}")]
    assert client.get(URL, params=EXPORT, headers=headers).status_code == 401


@pytest.mark.parametrize("action", [None, "", "foo", "EXPORT", "export ", "shipnotify,export"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_action_is_refused(connect: Connect, action: str | None, method: str) -> None:
    query = {**EXPORT, "action": action} if action is not None else {}
    assert connect(FakeCrm()).request(method, URL, params=query).status_code == 400


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_parameter_given_twice_is_refused(connect: Connect, name: str) -> None:
    query = {**EXPORT, name: ["1", "1"]}
    assert connect(FakeCrm()).get(URL, params=query).status_code == 400


def test_unknown_parameters_are_not_looked_at(connect: Connect) -> None:
    query = {**EXPORT, "SS-UserName": "x", "r": ["1", "2"]}
    assert connect(FakeCrm()).get(URL, params=query).status_code == 200


@pytest.mark.parametrize(("action", "method"), [("export", "POST"), ("shipnotify", "GET")])
def test_each_action_has_one_method(connect: Connect, action: str, method: str) -> None:
    crm = FakeCrm(order())
    answer = connect(crm).request(method, URL, params=EXPORT | {"action": action, "order_number": "1392"})
    assert (answer.status_code, answer.headers["Allow"]) == (405, METHODS[action])
    assert [request.url.path for request in crm.seen] == ["/auth"]


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "DISPATCH"])
def test_other_methods_are_not_served(connect: Connect, method: str) -> None:
    answer = connect(FakeCrm()).request(method, URL, params=EXPORT)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, POST")


@pytest.mark.parametrize("path", ["/", "/shipstation", "/shipstation/", f"{URL}/", f"{URL}/x", "/nowhere"])
def test_other_paths_are_not_found_nor_redirected(connect: Connect, path: str) -> None:
    assert connect(FakeCrm()).get(path, params=EXPORT, follow_redirects=False).status_code == 404


@pytest.mark.parametrize("query", [{"start_date": "x"}, {"end_date": "03/13/2026 17:00"}, {"page": "0"}])
def test_a_bad_window_is_refused_in_a_sentence(connect: Connect, query: dict[str, str]) -> None:
    answer = connect(FakeCrm()).get(URL, params=EXPORT | query)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert answer.text.count("\n") == 1


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (httpx2.Response(500), 502),
        (httpx2.Response(429, headers={"Retry-After": "9"}), 503),
        (httpx2.Response(200, content=b"{"), 502),
        (httpx2.Response(200, json={"orders": [{}], "total": 1, "nextCursor": None}), 502),
        (httpx2.Response(403), 403),
    ],
)
def test_a_failed_pull_looks_failed(connect: Connect, answer: httpx2.Response, told: int) -> None:
    crm = FakeCrm(order())
    crm.fault = lambda request: answer if request.url.path == "/orders" else None
    got = connect(crm).get(URL, params=EXPORT)
    assert (got.status_code, b"<Order" in got.content) == (told, False)
    assert got.headers.get("Retry-After") == answer.headers.get("Retry-After")


def test_a_notice_is_bounded(connect: Connect) -> None:
    client = connect(FakeCrm(), Settings(body_limit=20))
    query = {"action": "shipnotify"}
    assert client.post(URL, params=query, content=b" " * 21).status_code == 413
    assert client.post(URL, params=query, content=b" " * 20).status_code == 400


def unfinished(rest: Callable[[], Awaitable[Message]]) -> list[Message]:
    """What is answered to a notice after whose beginning `rest` comes."""
    messages: list[Message] = [{"type": "http.request", "body": b"<Ship", "more_body": True}]
    sent: list[Message] = []

    async def receive() -> Message:
        return messages.pop() if messages else await rest()

    async def send(message: Message) -> None:
        sent.append(message)

    async def run() -> None:
        app = create_app(ask=through(FakeCrm()))
        async with app.router.lifespan_context(app) as state:
            pair = base64.b64encode(b"rx@clinic.example:right")
            scope = {
                "type": "http",
                "method": "POST",
                "path": URL,
                "query_string": b"action=shipnotify",
                "headers": [(b"authorization", b"Basic " + pair)],
                "state": dict(state or {}),
            }
            await app(scope, receive, send)

    asyncio.run(run())
    return sent


def test_a_notice_that_breaks_off_is_no_defect(capsys: pytest.CaptureFixture[str]) -> None:
    async def gone() -> Message:
        return {"type": "http.disconnect"}

    assert unfinished(gone)[0]["status"] == 400
    assert json.loads(capsys.readouterr().err)["reason"] == "The notice broke off"


def test_a_notice_that_never_ends_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async def silence() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(application, "BODY_SECONDS", 0.01)
    start, body = unfinished(silence)
    assert (start["status"], dict(start["headers"])[b"connection"]) == (408, b"close")
    assert body["body"] == b"The notice did not come to its end in time\n"


def test_the_log_tells_what_was_asked_but_no_secret(
    connect: Connect, capsys: pytest.CaptureFixture[str]
) -> None:
    client = connect(FakeCrm(order()))
    client.get(URL, params=EXPORT | {"SS-Password": "right"})
    notice = (
        f"<ShipNotice><OrderID>{order()['_id']}</OrderID><TrackingNumber>1Z9</TrackingNumber></ShipNotice>"
    )
    client.post(URL, params={"action": "shipnotify", "tracking_number": "1Z9"}, content=notice)
    client.get(URL, params=EXPORT | {"page": "x"})
    written = capsys.readouterr().err
    lines: list[dict[str, Any]] = [json.loads(line) for line in written.splitlines()]
    assert [(line["action"], line["page"], line["status"], line["crmCalls"]) for line in lines] == [
        ("export", 1, 200, 2),
        ("shipnotify", None, 200, 4),
        ("export", None, 400, 1),
    ]
    assert lines[2]["reason"] == "page must be a whole number from 1 on"
    for secret in ("right", "rx@", "1Z9", "Pat", "Main St"):
        assert secret not in written


def test_health_does_not_ask_the_crm(connect: Connect) -> None:
    crm = FakeCrm()
    answer = connect(crm).get("/health")
    assert (answer.status_code, answer.json(), crm.seen) == (200, {"status": "ok"}, [])


def test_the_interface_is_described_as_it_is(connect: Connect) -> None:
    document = connect(FakeCrm()).get("/openapi.json").json()
    validate(document)
    assert document == json.loads(OPENAPI.read_bytes())
    assert set(document["paths"]) == {route.path for route in create_app().routes if isinstance(route, Route)}
    store = document["paths"]["/shipstation/{org}"]
    described = {
        store[method]["parameters"][0]["schema"]["enum"][0]: method.upper() for method in ("get", "post")
    }
    assert described == METHODS
    named = {parameter["name"] for method in ("get", "post") for parameter in store[method]["parameters"]}
    assert named == set(PARAMETERS)


# From here on the whole bridge before the mock CarePortals, not before the fake.
DAY = {"action": "export", "start_date": "03/13/2026 00:00", "end_date": "03/13/2026 23:59"}
OWNER = {"email": "owner@clinic.example", "password": "right-owner-1"}


@pytest.fixture(scope="module")
def clients() -> Iterator[tuple[httpx2.Client, httpx2.Client]]:
    careportals = create_careportals()
    app = create_app(Settings(page_size=5), through(httpx2.ASGITransport(careportals)))
    with serving(careportals) as crm, serving(app) as bridge:
        yield crm, bridge


@pytest.fixture
def crm(clients: tuple[httpx2.Client, httpx2.Client]) -> httpx2.Client:
    """An organization with a Pharmacy user and 20 orders on one day."""
    client = clients[0]
    client.post("/_control/reset")
    users = [{"email": "rx@clinic.example", "role": "Pharmacy", "password": "right-pharmacy-1"}]
    seed = {"organizations": [{"org_key": "clinic_x", "users": [{**OWNER, "role": "Owner"}, *users]}]}
    client.post("/_control/seed", json=seed).raise_for_status()
    made = {"count": 20, "seed": 1, "from": "2026-03-13T00:00:00.000Z", "to": "2026-03-13T23:00:00.000Z"}
    client.post("/_control/organizations/clinic_x/synthetic", json=made).raise_for_status()
    return client


@pytest.fixture
def bridge(clients: tuple[httpx2.Client, httpx2.Client], crm: httpx2.Client) -> httpx2.Client:
    client = clients[1]
    client.auth = ("rx@clinic.example", "right-pharmacy-1")
    return client


def owner(crm: httpx2.Client) -> dict[str, str]:
    body = {"username": OWNER["email"], "password": OWNER["password"]}
    token = crm.post("/auth", json=body, headers={"organization": "clinic_x"}).json()["token"]
    return {"organization": "clinic_x", "Authorization": f"Bearer {token}"}


def orders(crm: httpx2.Client, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = crm.get("/orders", params=query, headers=owner(crm)).json()["orders"]
    return found


def page(bridge: httpx2.Client, number: int) -> tuple[int, list[str]]:
    answer = bridge.get(URL, params=DAY | {"page": str(number)})
    root = etree.fromstring(answer.raise_for_status().content)
    return int(root.get("pages", "")), [key.text or "" for key in root.iter("OrderID")]


def test_an_exact_multiple_of_the_page_size_has_no_empty_page(
    crm: httpx2.Client, bridge: httpx2.Client
) -> None:
    pages = [page(bridge, number) for number in (1, 2, 3, 4, 5)]
    assert [(count, len(keys)) for count, keys in pages] == [(4, 5)] * 4 + [(4, 0)]
    assert {key for _, keys in pages for key in keys} == {found["_id"] for found in orders(crm)}


def test_an_order_that_changes_between_two_pages_pushes_no_other_out(
    crm: httpx2.Client, bridge: httpx2.Client
) -> None:
    everything = [found["_id"] for found in orders(crm)]
    _, first = page(bridge, 1)
    changed = first[0]
    crm.patch(f"/orders/{changed}", json={"status": "refunded"}, headers=owner(crm)).raise_for_status()
    rest = [key for number in (2, 3, 4) for key in page(bridge, number)[1]]
    assert first + rest == everything


def test_who_guesses_passwords_is_told_to_wait(crm: httpx2.Client, bridge: httpx2.Client) -> None:
    crm.put("/_control/settings", json={"signInFailures": 3}).raise_for_status()
    bridge.auth = ("rx@clinic.example", "a guess")
    assert [bridge.get(URL, params=DAY).status_code for _ in range(4)] == [401, 401, 401, 503]
    answer = bridge.get(URL, params=DAY)
    assert answer.text == "CarePortals has been asked too often; wait\n"
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


def test_a_shipment_makes_its_order_shipped(crm: httpx2.Client, bridge: httpx2.Client) -> None:
    chosen = orders(crm, status="awaiting_shipment")[0]
    notice = (
        f"<ShipNotice><OrderNumber>{chosen['id']}</OrderNumber><OrderID>{chosen['_id']}</OrderID>"
        "<Carrier>USPS</Carrier><TrackingNumber>T1</TrackingNumber></ShipNotice>"
    )
    for _ in range(2):
        answer = bridge.post(URL, params={"action": "shipnotify"}, content=notice)
        assert answer.status_code == 200
    shipped = crm.get(f"/orders/{chosen['_id']}", headers=owner(crm)).json()
    assert (shipped["status"], shipped["trackingCode"]) == ("shipped", "T1")
    assert len(shipped["shipments"]) == 1


def test_a_cancelled_order_is_not_shipped(crm: httpx2.Client, bridge: httpx2.Client) -> None:
    chosen = orders(crm, status="cancelled")[0]
    notice = f"<ShipNotice><OrderID>{chosen['_id']}</OrderID></ShipNotice>"
    assert bridge.post(URL, params={"action": "shipnotify"}, content=notice).status_code == 409
    assert crm.get(f"/orders/{chosen['_id']}", headers=owner(crm)).json() == chosen


def test_a_removed_user_is_out_at_once(crm: httpx2.Client, bridge: httpx2.Client) -> None:
    page(bridge, 1)
    users = crm.get("/users", headers=owner(crm)).json()
    removed = next(user["_id"] for user in users if user["email"] == "rx@clinic.example")
    crm.delete(f"/users/{removed}", headers=owner(crm)).raise_for_status()
    assert bridge.get(URL, params=DAY | {"page": "2"}).status_code == 401
