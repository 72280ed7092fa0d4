import httpx2
import pytest

from mocks.control.clock import to_text
from tests.mocks.control.pages.stand import Stand

PATH = "/_control/pages/switches"


def press(client: httpx2.Client, switch: str, **typed: str) -> httpx2.Response:
    answer = client.post(f"{PATH}/{switch}", data=typed)
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["location"])


def test_the_clock_is_set_and_let_stand(stand: Stand, client: httpx2.Client) -> None:
    page = press(client, "clock", do="set", now="2026-03-13T17:34:05", frozen="on")
    assert "2026-03-13T17:34:05.000Z and stands still" in page.text
    assert (to_text(stand.clocks.shared.now()), stand.moved) == ("2026-03-13T17:34:05.000Z", [None])


def test_one_tenants_clock_is_moved_and_nobody_elses(stand: Stand, client: httpx2.Client) -> None:
    press(client, "clock", do="set", now="2026-03-13T17:34", frozen="on", tenant="a")
    page = press(client, "clock", do="advance", seconds="3600", tenant="a")
    assert "a has a clock of its own" in page.text
    assert to_text(stand.clocks.of("a").now()) == "2026-03-13T18:34:00.000Z"
    assert not stand.clocks.of("b").frozen


def test_the_clock_stops_goes_on_and_goes_back_to_real_time(stand: Stand, client: httpx2.Client) -> None:
    states = []
    for do in ("stop", "go"):
        press(client, "clock", do=do)
        states.append(stand.clocks.shared.frozen)
    assert states == [True, False]
    for tenant in ("", "a"):
        press(client, "clock", do="set", now="2026-03-13T17:34", frozen="on", tenant=tenant)
        press(client, "clock", do="real", tenant=tenant)
        assert not stand.clocks.of(tenant or None).frozen


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"do": "set", "now": "<b>soon"}, "Must be a time such as"),
        ({"do": "set", "now": "1850-01-01T00:00"}, "Must be a time such as"),
        ({"do": "advance", "seconds": "-1"}, "Must be a whole number"),
        ({"do": "explode"}, "The clock has no such switch"),
    ],
)
def test_what_no_clock_can_do_is_said(client: httpx2.Client, typed: dict[str, str], says: str) -> None:
    answer = client.post(f"{PATH}/clock", data=typed)
    assert (answer.status_code, "<b>" in answer.text) == (400, False)
    assert says in answer.text


def test_unfriendly_mode_is_switched_on_anew_and_off(stand: Stand, client: httpx2.Client) -> None:
    kept = stand.faults.add({"kind": "late", "name": "mine"})
    for seed in ("1", "2"):
        assert "The mock is unfriendly, with the seed" in press(client, "unfriendly", do="on", seed=seed).text
    mine, quirk = stand.faults.read()
    assert (mine, quirk["name"], quirk["seed"], stand.settings) == (kept, "slow", 2, {"rows": 7})
    press(client, "unfriendly", do="off")
    assert (stand.faults.read(), stand.settings) == ([kept], {"rows": 50})


def test_a_seed_that_is_none_is_said(client: httpx2.Client) -> None:
    answer = client.post(f"{PATH}/unfriendly", data={"do": "on", "seed": "-1"})
    assert (answer.status_code, 'id="seed-error"' in answer.text) == (400, True)


def test_without_a_seed_one_is_drawn(stand: Stand, client: httpx2.Client) -> None:
    press(client, "unfriendly", do="on", seed="")
    assert stand.faults.read()[0]["seed"] >= 0


@pytest.mark.parametrize(("tenant", "asks"), [("", "Forget everything?"), ("a", "Forget a?")])
def test_a_reset_is_asked_for_once_more(stand: Stand, client: httpx2.Client, tenant: str, asks: str) -> None:
    assert asks in client.get(f"{PATH}/reset", params={"tenant": tenant}).text
    assert stand.forgotten == []
    assert "forgotten" in press(client, "reset", tenant=tenant).text
    assert stand.forgotten == [tenant or None]


def test_there_is_nothing_to_forget_of_nobody(client: httpx2.Client) -> None:
    page = client.get(f"{PATH}/reset", params={"tenant": "<nobody>"}).text
    assert "There is no shop &lt;nobody&gt;." in page
    assert "Yes, forget" not in page


def test_faults_in_place_are_listed(stand: Stand, client: httpx2.Client) -> None:
    assert "Everything works as it should" in client.get(PATH).text
    stand.faults.add({"kind": "late", "name": "<x>", "shop": "a", "count": 2})
    page = client.get(PATH).text
    assert 'aria-label="Remove &lt;x&gt;"' in page
    assert "0 of 2" in page
