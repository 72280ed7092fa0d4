import re

import httpx2

from mocks.careportals.app import create_app
from mocks.careportals.unfriendly import QUIRKS, make_unfriendly
from mocks.control.wire import WireProtocol
from tests.in_process import serving
from tests.mocks.careportals.clinic import Clinic
from tests.served import served


def test_every_quirk_can_be_had_and_is_seeded() -> None:
    app = create_app()
    said = make_unfriendly(app.state.crm, 7)
    assert re.match("unfriendly with the seed 7: short pages, shuffled times, ", said)
    kept = app.state.crm.faults.read()
    assert {fault["name"] for fault in kept} == {name for name, quirk in QUIRKS.items() if quirk.fault}
    assert {fault["seed"] for fault in kept} == {7}
    app.state.crm.close()


def test_a_walk_is_whole_for_who_comes_again() -> None:
    app = create_app()
    with serving(app) as client:
        clinic = Clinic(client)
        for number in range(1, 30):
            clinic.put(number)
        make_unfriendly(app.state.crm, 3)
        app.state.crm.faults.remove(
            next(fault for fault in app.state.crm.faults.read() if fault["name"] == "late")
        )
        found, cursor, busy = [], None, 0
        while True:
            query = {"limit": "250"} | ({"cursor": cursor} if cursor else {})
            answer = client.get("/orders", params=query, headers=clinic.owner)
            if answer.status_code == 503:
                busy += 1
                continue
            assert len(answer.json()["orders"]) <= 7
            found += [order["id"] for order in answer.json()["orders"]]
            cursor = answer.json()["nextCursor"]
            if cursor is None:
                break
    assert sorted(found) == list(range(1, 30))
    assert found != sorted(found)


def test_a_reset_makes_it_friendly_again() -> None:
    app = create_app()
    make_unfriendly(app.state.crm, 3)
    with served(app, http=WireProtocol) as port, httpx2.Client(base_url=f"http://127.0.0.1:{port}") as client:
        assert client.get("/_control/settings").json()["pageRows"] == 7
        client.post("/_control/reset")
        assert client.get("/_control/settings").json()["pageRows"] == 250
        assert client.get("/_control/faults").json() == {"faults": []}
