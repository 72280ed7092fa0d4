"""The parts of a mock, wired together."""

import asyncio
from datetime import timedelta

from mocks.shipstation.orders import Filter
from mocks.shipstation.server import ShipStation
from tests.mocks.shipstation.desk import NOW, connected
from tests.mocks.shipstation.shop import Shop, order, orders


def refreshed() -> tuple[ShipStation, int]:
    """A mock that has pulled one order into the account "pharmacy", and has the account "other" too."""
    shop = Shop()
    shop.pages = [orders(order())]
    shipstation, store = connected(shop)
    shipstation.accounts.create("other", "admin@clinic.example", "secret-1")
    asyncio.run(shipstation.refreshes.refresh(store))
    return shipstation, store


def asked_of(shipstation: ShipStation, account: str | None) -> object:
    return shipstation.journal.read(account)["entries"]


def test_a_refresh_is_seen_in_the_orders_and_in_the_journal_at_the_accounts_time() -> None:
    shipstation, _ = refreshed()
    [found] = shipstation.orders.matching("pharmacy", Filter(), 0, 10)[0]
    assert found.number == "1392"
    entries = asked_of(shipstation, "pharmacy")
    assert isinstance(entries, list)
    [entry] = entries
    assert (entry["direction"], entry["status"], entry["at"]) == ("out", 200, "2026-03-13T17:34:40.000Z")


def test_what_is_due_runs_on_the_accounts_clock() -> None:
    shipstation, store = connected(Shop(), autoRefreshMinutes=15)
    shipstation.clocks.own("pharmacy").set(NOW + timedelta(minutes=15), frozen=True)
    assert asyncio.run(shipstation.schedule.run_due("pharmacy")) == {"refreshes": 1, "retries": 0}
    found = shipstation.stores.get(store)
    assert found is not None
    assert found.last_attempt_at == NOW + timedelta(minutes=15)


def test_an_account_is_forgotten_with_all_it_had_and_the_rest_stays() -> None:
    shipstation, store = refreshed()
    shipstation.stores.change_defaults({"strict": True})
    shipstation.journal.record("other", "in", "GET", "/tabs", 200, 1.0)
    shipstation.forget("pharmacy")
    assert not shipstation.accounts.exists("pharmacy")
    assert shipstation.stores.get(store) is None
    assert shipstation.orders.get("pharmacy", 1) is None
    assert asked_of(shipstation, "pharmacy") == []
    assert shipstation.clocks.of("pharmacy") is shipstation.clocks.shared
    assert shipstation.accounts.exists("other")
    assert asked_of(shipstation, "other") != []
    assert shipstation.stores.defaults.strict is True


def test_an_account_that_never_was_can_be_forgotten() -> None:
    shipstation, store = refreshed()
    shipstation.forget("nobody")
    assert shipstation.stores.get(store) is not None


def test_everything_can_be_forgotten_the_defaults_too() -> None:
    shipstation, _ = refreshed()
    shipstation.stores.change_defaults({"strict": True})
    shipstation.clocks.shared.set(NOW, frozen=True)
    shipstation.forget(None)
    assert not shipstation.accounts.exists("pharmacy")
    assert not shipstation.accounts.exists("other")
    assert asked_of(shipstation, None) == []
    assert shipstation.stores.defaults.strict is False
    assert shipstation.clocks.shared.frozen is False
    left = shipstation.db.execute("SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM orders)")
    assert left.fetchone()[0] == 0
