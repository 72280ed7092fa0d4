"""Seeds, without HTTP."""

import json
from pathlib import Path

import pytest

import mocks.shipstation
from mocks.shipstation.database import connect
from mocks.shipstation.seed import BadSeed, sow
from mocks.shipstation.server import ShipStation
from tests.mocks.shipstation.desk import NOW, connected
from tests.mocks.shipstation.shop import Shop, form, seed

DEMO = Path(mocks.shipstation.__file__).with_name("demo.json")


def test_a_seed_makes_accounts_and_stores_without_asking_anyone() -> None:
    shipstation, _ = connected(shop := Shop())
    sow(shipstation, seed(stores=[form(), form(name="B")]))
    assert shipstation.accounts.sign_in("seeded", "a@clinic.example", "pw") is not None
    assert [store.form.name for store in shipstation.stores.of("seeded")] == ["Custom Store", "B"]
    assert shop.asked == []


def test_an_account_may_have_no_store() -> None:
    shipstation = ShipStation(connect())
    sow(shipstation, {"accounts": [{"account": "a", "email": "a@clinic.example", "password": "pw"}]})
    assert shipstation.accounts.exists("a")
    assert shipstation.stores.of("a") == []


def test_a_store_is_connected_at_the_time_of_its_account() -> None:
    shipstation = ShipStation(connect())
    shipstation.clocks.own("seeded").set(NOW, frozen=True)
    sow(shipstation, seed())
    assert [store.created_at for store in shipstation.stores.of("seeded")] == [NOW]


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ([], "nothing else"),
        ({}, "accounts"),
        ({"accounts": {}}, "must be a list"),
        ({"accounts": [], "orders": []}, "nothing else"),
        ({"accounts": [1]}, "accounts[0]"),
        (seed(colour="blue"), "accounts[0]"),
        (seed(account="A B"), "accounts[0]"),
        (seed(email="nobody"), "accounts[0]"),
        (seed(account="pharmacy"), "exists already"),
        (seed(password=None), "accounts[0].password"),
        (seed(stores={}), "accounts[0].stores"),
        (seed(stores=[form(), 1]), "accounts[0].stores[1]"),
        (seed(stores=[form(), form(username="")]), "accounts[0].stores[1]: username"),
        ({"accounts": [*seed()["accounts"], *seed()["accounts"]]}, "accounts[1]"),
    ],
)
def test_a_wrong_seed_names_its_entry_and_makes_nothing(document: object, says: str) -> None:
    shipstation, _ = connected(Shop())
    with pytest.raises(BadSeed) as bad:
        sow(shipstation, document)
    assert says in str(bad.value)
    assert not shipstation.accounts.exists("seeded")
    assert shipstation.stores.of("seeded") == []


def test_an_account_that_exists_keeps_the_others_from_being_made() -> None:
    shipstation, _ = connected(Shop())
    both = [*seed()["accounts"], *seed(account="pharmacy")["accounts"]]
    with pytest.raises(BadSeed, match=r"^accounts\[1\]: the account pharmacy exists already$"):
        sow(shipstation, {"accounts": both})
    assert not shipstation.accounts.exists("seeded")


def test_the_demo_seed_can_be_sown() -> None:
    shipstation = ShipStation(connect())
    sow(shipstation, json.loads(DEMO.read_bytes()))
    [store] = shipstation.stores.of("demo")
    assert store.form.url == "http://127.0.0.1:7802/shipstation/clinic_x"
