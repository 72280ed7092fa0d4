"""Connected stores, without HTTP."""

from datetime import timedelta

import pytest

from mocks.control.clock import to_text
from mocks.shipstation import stores as stores_module
from mocks.shipstation.accounts import Accounts
from mocks.shipstation.database import connect
from mocks.shipstation.form import read_form
from mocks.shipstation.stores import Store, Stores
from tests.mocks.shipstation.desk import NOW
from tests.mocks.shipstation.shop import form


@pytest.fixture
def stores() -> Stores:
    """The stores of a server with the accounts one and two."""
    db = connect()
    for account in ("one", "two"):
        Accounts(db).create(account, "admin@clinic.example", "secret-1")
    return Stores(db)


def added(stores: Stores, account: str = "one", **settings: object) -> Store:
    return stores.add(account, read_form(form(settings=settings)), NOW)


def again(stores: Stores, store: Store) -> Store:
    """The store as it is now."""
    found = stores.get(store.id)
    assert found is not None
    return found


def test_a_store_is_kept_as_it_was_connected(stores: Stores) -> None:
    store = added(stores, auth="basic")
    assert stores.get(store.id) == store
    assert (store.settings.auth, store.window_end, store.last_attempt_at) == ("basic", None, None)


def test_a_store_is_shown_without_its_password_and_with_the_settings_in_force(stores: Stores) -> None:
    shown = added(stores, auth="basic").to_json()
    assert "password" not in shown
    assert "päss" not in str(shown)
    assert (shown["settings"]["auth"], shown["settings"]["retryMinutes"]) == ("basic", 60)
    assert (shown["createdAt"], shown["refreshedUntil"], shown["lastRefreshAt"]) == (to_text(NOW), None, None)


def test_each_account_has_its_own_stores_oldest_first(stores: Stores) -> None:
    first, other, second = added(stores), added(stores, "two"), added(stores)
    assert stores.of("one") == [first, second]
    assert stores.of("two") == [other]
    assert stores.of("three") == []


def test_what_a_store_does_not_set_itself_follows_the_defaults(stores: Stores) -> None:
    follows, own = added(stores), added(stores, retryMinutes=5)
    stores.change_defaults({"retryMinutes": 7, "auth": "query"})
    stores.change_defaults({"strict": True})
    assert [again(stores, store).settings.retry_minutes for store in (follows, own)] == [7, 5]
    assert stores.settings_of(read_form(form())) == stores.defaults == again(stores, follows).settings
    stores.forget_defaults()
    assert again(stores, follows).settings == follows.settings


def test_a_changed_form_replaces_the_old_one_and_its_settings(stores: Stores) -> None:
    store = added(stores, autoRefreshMinutes=15)
    stores.change(store, read_form(form(name="B", settings={"strict": True})))
    assert again(stores, store).form.name == "B"
    assert again(stores, store).settings.strict is True
    assert stores.with_automatic_refresh(None) == []


def test_a_deleted_store_is_gone_and_its_credentials_with_it() -> None:
    db = connect()
    Accounts(db).create("one", "admin@clinic.example", "secret-1")
    stores = Stores(db)
    stores.delete(store := added(stores, autoRefreshMinutes=15))
    assert stores.get(store.id) is None
    assert stores.of("one") == stores.with_automatic_refresh(None) == []
    assert "rx@clinic.example" not in "\n".join(db.iterdump())


def test_those_that_refresh_by_themselves_are_found(stores: Stores) -> None:
    added(stores)
    mine, others = added(stores, autoRefreshMinutes=15), added(stores, "two", autoRefreshMinutes=15)
    assert stores.with_automatic_refresh(None) == [mine, others]
    assert stores.with_automatic_refresh("one") == [mine]


def test_by_default_all_refresh_by_themselves_but_those_that_say_no(stores: Stores) -> None:
    follows = added(stores)
    added(stores, autoRefreshMinutes=None)
    stores.change_defaults({"autoRefreshMinutes": 5})
    assert [store.id for store in stores.with_automatic_refresh(None)] == [follows.id]


def test_a_window_and_an_attempt_are_remembered(stores: Stores) -> None:
    store, end = added(stores), NOW + timedelta(minutes=1)
    stores.record_refresh(store, NOW, {"ok": True})
    stores.advance_window(store, end)
    assert (again(stores, store).last_attempt_at, again(stores, store).window_end) == (NOW, end)
    shown = again(stores, store).to_json()
    assert (shown["lastRefreshAt"], shown["refreshedUntil"]) == (to_text(NOW), to_text(end))


def test_refreshes_are_remembered_newest_first_and_not_for_ever(
    stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores_module, "REFRESHES_KEPT", 2)
    store, other = added(stores), added(stores)
    stores.record_refresh(other, NOW, {"number": 0})
    for number in (1, 2, 3):
        stores.record_refresh(store, NOW, {"number": number})
    assert stores.refreshes_of(store) == [{"number": 3}, {"number": 2}]
    assert stores.refreshes_of(other) == [{"number": 0}]
