"""Accounts, users, tokens."""

from mocks.shipstation.accounts import Accounts, account_key_error, sign_in_error
from mocks.shipstation.database import connect


def accounts() -> Accounts:
    return Accounts(connect())


def test_a_new_account_has_an_admin() -> None:
    assert accounts().create("pharmacy", "a@clinic.example", "pw").role == "admin"


def test_the_right_password_signs_in_whatever_the_case_of_the_address() -> None:
    known = accounts()
    user = known.create("pharmacy", "A@clinic.example", "pw")
    assert known.sign_in("pharmacy", "a@CLINIC.example", "pw") == user


def test_nothing_else_signs_in() -> None:
    known = accounts()
    known.create("pharmacy", "a@clinic.example", "pw")
    assert known.sign_in("pharmacy", "a@clinic.example", "PW") is None
    assert known.sign_in("pharmacy", "b@clinic.example", "pw") is None
    assert known.sign_in("other", "a@clinic.example", "pw") is None
    assert known.sign_in("other", "a@clinic.example", "") is None


def test_a_token_tells_its_user_and_only_its_hash_is_kept() -> None:
    db = connect()
    known = Accounts(db)
    user = known.create("pharmacy", "a@clinic.example", "pw")
    token = known.issue_token(user)
    assert known.user_of(token) == user
    assert known.user_of(token + "x") is None
    assert token not in "\n".join(db.iterdump())


def test_forgetting_an_account_leaves_the_others() -> None:
    known = accounts()
    token = known.issue_token(known.create("one", "a@clinic.example", "pw"))
    known.create("two", "a@clinic.example", "pw")
    known.forget("one")
    assert known.user_of(token) is None
    assert known.exists("two")
    known.forget(None)
    assert not known.exists("two")


def test_account_keys_are_lower_case_words() -> None:
    assert account_key_error("clinic_x-1") is None
    for key in ("", "Clinic", "a b", "é", "a" * 65):
        assert account_key_error(key)


def test_an_address_and_a_password_have_to_look_like_it() -> None:
    assert sign_in_error("a@clinic.example", "pw") is None
    for email in ("a", "a@b", "a@@b.c", "a b@c.de", "a@b..c", "@b.c"):
        assert sign_in_error(email, "pw")
    assert sign_in_error("a@clinic.example", "p" * 201)


def test_a_revoked_token_is_worth_nothing() -> None:
    accounts = Accounts(connect())
    token = accounts.issue_token(accounts.create("pharmacy", "a@clinic.example", "pw"))
    accounts.revoke_token(token)
    accounts.revoke_token("never issued")
    assert accounts.user_of(token) is None
