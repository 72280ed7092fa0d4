from collections.abc import Mapping
from pathlib import Path

import pytest

from features.support.evidence import HarnessError
from features.support.mocks import LOOK
from features.support.start_page.pages import Pages, local_host
from features.support.wire import Answer
from tests.features.support.start_page.two_mocks import SAMPLE, SIGN, TwoMocks, entry


@pytest.fixture
def mocks() -> TwoMocks:
    return TwoMocks()


def shown(mocks: TwoMocks, path: str, **query: str) -> tuple[int, str]:
    page = Pages(SAMPLE, mocks.send, LOOK).get(path, query)
    return page.status, page.body.decode()


def test_the_start_page_links_everything_and_says_who_may_sign_in(mocks: TwoMocks) -> None:
    status, page = shown(mocks, "/")
    assert status == 200
    for held in ("http://crm/app", "http://ship/app", "http://bridge", "demo-owner-1", "demo-admin-1"):
        assert held in page
    for tool in ("traffic", "switches"):
        assert page.count(f"/_control/pages/{tool}") == 2


def test_the_first_walk_is_five_clicks(mocks: TwoMocks) -> None:
    _, page = shown(mocks, "/")
    _, _, walk = page.partition('class="walk"')
    assert walk.partition("</ol>")[0].count("<a href") == 5
    assert f"http://crm/app/orders/{SIGN}" in walk
    assert "http://ship/app/orders/9/label" in walk
    assert "/order?number=1009" in walk


def test_the_way_of_an_order_is_a_picture(mocks: TwoMocks) -> None:
    url = "http://bridge/x?action=export&page=1"
    mocks.asked = [{**entry(1, url, 10.0), "in": SIGN}]
    mocks.calls = [entry(2, "/auth", 10.0, method="POST", status=503)]
    _, page = shown(mocks, "/order")
    assert "Way of order 1009" in page
    assert "ShipStation asks bridge, which answers" in page
    assert "bridge asks CarePortals, which answers" in page
    assert 'href="http://crm/_control/pages/traffic/2"' in page


def test_an_order_without_a_way_says_so(mocks: TwoMocks) -> None:
    mocks.orders, mocks.imported = [], []
    _, page = shown(mocks, "/order", number="<b>5")
    assert "Way of order &lt;b&gt;5" in page
    assert ("Not in CarePortals" in page, "No request between" in page) == (True, True)


def test_hostile_data_stays_text(mocks: TwoMocks) -> None:
    mocks.orders[0].update(status="<script>", trackingCode="<script>", createdAt="<script>")
    mocks.imported[0]["tab"] = "<script>"
    mocks.asked = [{**entry(1, "http://b/<script>?", 10.0, method="<script>", note="<script>"), "in": SIGN}]
    assert "<script>" not in shown(mocks, "/order")[1]


def test_when_a_mock_does_not_answer_the_page_says_why() -> None:
    def send(_method: str, _url: str, _body: bytes | None, _headers: Mapping[str, str]) -> Answer:
        raise HarnessError("GET http://crm: refused")

    page = Pages(SAMPLE, send, LOOK).get("/order", {})
    assert (page.status, b"GET http://crm: refused" in page.body) == (502, True)


@pytest.mark.parametrize("odd", [None, 5, [], {}, "x"])
def test_an_order_may_hold_what_it_likes(mocks: TwoMocks, odd: object) -> None:
    for name in ("createdAt", "status", "trackingCode", "lineItems", "totalAmount"):
        mocks.orders[0][name] = odd
    assert shown(mocks, "/order")[0] == 200
    del mocks.orders[0]["status"]
    assert "without a status" in shown(mocks, "/order")[1]


def test_what_cannot_be_shown_is_a_page_too(mocks: TwoMocks) -> None:
    mocks.orders = [{}]
    assert shown(mocks, "/order")[0] == 500


@pytest.mark.parametrize("path", ["/nowhere", "/../mocks.py", "/start.html"])
def test_there_is_nothing_else(mocks: TwoMocks, path: str) -> None:
    assert shown(mocks, path)[0] == 404


@pytest.mark.parametrize("path", ["/_control/pages/look.css", "/_control/pages/icon.svg", "/start.css"])
def test_the_look_is_that_of_the_mocks(mocks: TwoMocks, path: str) -> None:
    page = Pages(SAMPLE, mocks.send, LOOK).get(path, {})
    assert page.status == 200
    if (LOOK / Path(path).name).exists():
        assert page.body == (LOOK / Path(path).name).read_bytes()


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1:7800", True),
        ("localhost", True),
        ("[::1]:7800", True),
        ("evil.example:7800", False),
        ("", False),
        ("[", False),
    ],
)
def test_a_strangers_name_that_leads_here_is_known(host: str, here: bool) -> None:
    assert local_host(host) is here
