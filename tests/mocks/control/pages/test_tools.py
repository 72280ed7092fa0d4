import httpx2
import pytest

import mocks.careportals.app
import mocks.shipstation.app
from tests.in_process import serving

PAGES = ["traffic", "switches", "switches/reset"]


@pytest.mark.parametrize("page", PAGES)
def test_both_mocks_have_the_pages(page: str) -> None:
    apps = (mocks.careportals.app.create_app(), mocks.shipstation.app.create_app(tick_seconds=3600))
    for app in apps:
        with serving(app) as client:
            # A link of the start page is one of the same site, but not of the same origin.
            answer = client.get(f"/_control/pages/{page}", headers={"Sec-Fetch-Site": "same-site"})
            assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")


def test_no_other_site_may_listen_or_press_a_button() -> None:
    with serving(mocks.careportals.app.create_app()) as client:
        foreign = {"Sec-Fetch-Site": "cross-site"}
        assert client.get("/_control/traffic/events", headers=foreign).status_code == 403
        answer: httpx2.Response = client.post("/_control/pages/switches/reset", headers=foreign)
        assert answer.status_code == 403
