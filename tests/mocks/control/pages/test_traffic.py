import json

import httpx2
import pytest

from mocks.control.contents import Content, part
from mocks.control.pages.traffic import ROWS
from tests.mocks.control.pages.stand import Stand

PATH = "/_control/pages/traffic"
HOSTILE = "<img src=x onerror=alert(1)>\u202e\x00'\""


def test_the_newest_exchanges_come_first(stand: Stand, client: httpx2.Client) -> None:
    stand.record("/first")
    stand.record("/second", status=503)
    page = client.get(PATH).text
    assert page.index("/second") < page.index("/first")
    assert '<span class="badge bad">503</span>' in page


def test_without_any_it_says_so(client: httpx2.Client) -> None:
    assert "Nothing yet that fits" in client.get(PATH).text


def test_ten_thousand_exchanges_are_a_page_of_bounded_size(stand: Stand, client: httpx2.Client) -> None:
    for number in range(10_500):
        stand.record(f"/orders/{number}" + "x" * 2000)
    page = client.get(PATH).text
    assert page.count("<tr") == ROWS + 1
    assert len(page) < 1000 * ROWS
    assert "500 older ones are no longer kept" in page


def test_programs_get_no_more_than_a_page_of_them(stand: Stand, client: httpx2.Client) -> None:
    for number in range(10_500):
        stand.record(f"/orders/{number}")
    found = client.get("/_control/traffic/entries").json()["entries"]
    assert (len(found), found[0]["number"], found[-1]["number"]) == (ROWS, 10_500, 10_500 - ROWS + 1)


def test_the_oldest_that_are_kept_can_be_leafed_to(stand: Stand, client: httpx2.Client) -> None:
    for number in range(10_500):
        stand.record(f"/orders/{number}")
    last = client.get(PATH, params={"before": "502"}).text
    assert (last.count("<tr"), "/pages/traffic/501" in last, ">Older<" in last) == (2, True, False)


def test_older_ones_are_a_page_further(stand: Stand, client: httpx2.Client) -> None:
    for number in range(ROWS + 1):
        stand.record(f"/{number}")
    assert f"{PATH}?before=2" in client.get(PATH).text
    older = client.get(PATH, params={"before": "2"}).text
    assert (older.count("<tr"), "data-events" in older, ">Newest<" in older) == (2, False, True)


def test_a_filter_is_kept_in_the_form_and_goes_for_what_is_live(stand: Stand, client: httpx2.Client) -> None:
    stand.record("/orders", fault={"id": 1, "name": "f", "kind": "late"})
    stand.record("/users")
    page = client.get(PATH, params={"path": "orders", "faults": "on"}).text
    assert ("/pages/traffic/1" in page, "/pages/traffic/2" in page) == (True, False)
    assert "Fault on purpose: f" in page
    assert "/_control/traffic/events?path=orders&amp;faults=on&amp;after=1" in page


@pytest.mark.parametrize("query", ["before=x", "before=-1", "before=99999999999999999999"])
def test_a_number_that_is_none_is_refused(client: httpx2.Client, query: str) -> None:
    assert client.get(f"{PATH}?{query}").status_code == 400


def test_programs_get_what_the_filter_lets_through(stand: Stand, client: httpx2.Client) -> None:
    stand.record("/orders", content=Content(part([], b"order 1001")))
    stand.record("/orders", content=Content(part([], b"order 1002")))
    answer = client.get("/_control/traffic/entries", params={"body": "1001"}).json()
    assert [entry["number"] for entry in answer["entries"]] == [1]


def test_hostile_text_stays_text_everywhere(stand: Stand, client: httpx2.Client) -> None:
    content = Content(part([("x", HOSTILE)], HOSTILE.encode()), part([], json.dumps([HOSTILE]).encode()))
    fault = {"id": 1, "name": HOSTILE, "kind": HOSTILE}
    stand.record(HOSTILE, tenant=HOSTILE, method=HOSTILE, note=HOSTILE, fault=fault, content=content)
    for page in (client.get(PATH).text, client.get(f"{PATH}/1").text):
        assert "<img" not in page
        assert not {"\u202e", "\x00"} & set(page)


def test_an_exchange_is_shown_in_full_without_its_secrets(stand: Stand, client: httpx2.Client) -> None:
    request = part([("authorization", "Basic abc"), ("x", "y")], b'{"password":"abc"}')
    answer = part([("content-type", "application/xml")], b"<Orders><Order/></Orders>")
    stand.record("/auth?token=abc", method="POST", content=Content(request, answer))
    page = client.get(f"{PATH}/1").text
    assert "abc" not in page
    assert "&lt;Orders&gt;\n  &lt;Order/&gt;\n&lt;/Orders&gt;" in page
    assert "curl -sS -i -X POST &#39;http://testserver/auth?token=***&#39;" in page


def test_a_long_body_is_said_to_be_cut(stand: Stand, client: httpx2.Client) -> None:
    stand.record(content=Content(part([], b"x" * 300_000)))
    assert "The first 262144 bytes of 300000." in client.get(f"{PATH}/1").text


def test_what_was_not_kept_is_said(stand: Stand, client: httpx2.Client) -> None:
    stand.record(status=None)
    page = client.get(f"{PATH}/1").text
    assert "nobody looked at the traffic" in page
    assert '<span class="badge bad">no answer</span>' in page


def test_an_exchange_that_is_gone_is_a_page_that_says_so(client: httpx2.Client) -> None:
    answer = client.get(f"{PATH}/99999999999999999999999")
    assert (answer.status_code, "no longer" in answer.text) == (404, True)
