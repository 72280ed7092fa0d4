import pytest

from mocks.careportals.accounts import Accounts, email_address, email_key
from mocks.careportals.store import Store
from mocks.control.payload import Refusal


@pytest.fixture
def accounts() -> Accounts:
    """Rob's account, and nobody else's."""
    accounts = Accounts(Store())
    accounts.create("Rob@clinic.example", "first password")
    return accounts


@pytest.mark.parametrize(
    "email", ["a@b.example", "Ünï.cødé+tag@clinic.example", "';--@b.example", "x" * 64 + "@b.example"]
)
def test_an_address_is_kept_as_typed(email: str) -> None:
    assert email_address(email) == email


@pytest.mark.parametrize(
    "value",
    [
        "",
        "no address",
        "a@b",
        "a@b..example",
        "a b@c.example",
        "a\n@c.example",
        "a@c.example\n",
        "a\x00@c.example",
        "@c.example",
        "a@b@c.example",
        "x" * 65 + "@b.example",
        "a@" + "b" * 300 + ".example",
        ["a@b.example"],
        None,
        5,
    ],
)
def test_anything_else_is_no_address(value: object) -> None:
    with pytest.raises(Refusal, match="must be an e-mail address") as refusal:
        email_address(value)
    assert refusal.value.status_code == 400


def test_two_spellings_of_an_address_are_one_person(accounts: Accounts) -> None:
    assert email_key("Rob@Clinic.example") == email_key("rob@clinic.EXAMPLE")
    assert accounts.exists("ROB@clinic.example")
    assert accounts.has_password("rob@CLINIC.example", "first password")
    assert not accounts.exists("bob@clinic.example")


def test_nobody_signs_up_twice_and_the_first_password_stays(accounts: Accounts) -> None:
    with pytest.raises(Refusal, match="Account Exists Already") as refusal:
        accounts.create("ROB@clinic.example", "second password")
    assert refusal.value.status_code == 409
    assert accounts.has_password("Rob@clinic.example", "first password")
    assert not accounts.has_password("Rob@clinic.example", "second password")


def test_a_changed_password_takes_the_place_of_the_old_one(accounts: Accounts) -> None:
    accounts.create("eve@clinic.example", "first password")
    accounts.change_password("ROB@clinic.example", "second password")
    assert accounts.has_password("Rob@clinic.example", "second password")
    assert not accounts.has_password("Rob@clinic.example", "first password")
    assert accounts.has_password("eve@clinic.example", "first password")


@pytest.mark.parametrize("password", ["", "first password"])
def test_somebody_without_an_account_has_no_password(accounts: Accounts, password: str) -> None:
    assert not accounts.has_password("nobody@clinic.example", password)


def test_no_password_is_stored_as_it_is() -> None:
    store = Store()
    Accounts(store).create("rob@clinic.example", "first password")
    content = store.connection.serialize()
    assert b"rob@clinic.example" in content
    assert b"first password" not in content


def test_a_forgotten_person_can_sign_up_anew(accounts: Accounts) -> None:
    accounts.forget()
    assert not accounts.exists("Rob@clinic.example")
    accounts.create("rob@clinic.example", "second password")
