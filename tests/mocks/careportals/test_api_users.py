import re

import pytest

from tests.mocks.careportals.clinic import OWNER, PASSWORD, Clinic


def test_an_invited_user_is_listed_at_once(clinic: Clinic) -> None:
    answer = clinic.invite("Rx@clinic.example", "Pharmacy")
    assert answer.status_code == 201
    user = answer.json()
    assert re.fullmatch("[0-9a-f]{24}", user.pop("_id"))
    assert user == {
        "email": "Rx@clinic.example",
        "role": "Pharmacy",
        "status": "invited",
        "firstName": "",
        "lastName": "",
        "phone": "",
        "group": "",
    }
    listed = clinic.client.get("/users", headers=clinic.owner).json()
    assert [user["email"] for user in listed] == [OWNER, "Rx@clinic.example"]


def test_an_invitation_is_mailed_with_a_sign_up_link(clinic: Clinic) -> None:
    clinic.freeze("2024-07-25T10:00:00.000Z")
    clinic.invite("rx@clinic.example", "Pharmacy")
    (mail,) = clinic.mails("RX@clinic.example")
    assert (mail["subject"], mail["at"]) == ("Activate Your Account", "2024-07-25T10:00:00.000Z")
    assert mail["link"].startswith("http://testserver/auth/activate/")
    assert mail["link"] in mail["text"]


def test_somebody_with_an_account_is_added_at_once_and_told_so(clinic: Clinic) -> None:
    clinic.client.post("/auth/register", json={"email": "rx@clinic.example", "password": PASSWORD})
    assert clinic.invite("rx@clinic.example", "Pharmacy").json()["status"] == "active"
    (mail,) = clinic.mails("rx@clinic.example")
    assert (mail["subject"], mail["link"]) == ("You have been added", None)


def test_nobody_is_added_twice(clinic: Clinic) -> None:
    clinic.invite("rx@clinic.example", "Pharmacy")
    answer = clinic.invite("RX@Clinic.example", "Admin")
    assert (answer.status_code, answer.json()) == (409, {"message": "User Exists Already"})
    assert len(clinic.mails("rx@clinic.example")) == 1


@pytest.mark.parametrize(
    ("email", "role"),
    [
        ("", "Pharmacy"),
        ("nobody", "Pharmacy"),
        (None, "Pharmacy"),
        ({"a": 1}, "Pharmacy"),
        ("rx@clinic.example", "pharmacy"),
        ("rx@clinic.example", "Pharmacist"),
        ("rx@clinic.example", "Pharmacy/"),
        ("rx@clinic.example", "Pharmacy/Pharmacy"),
        ("rx@clinic.example", " Pharmacy"),
        ("rx@clinic.example", ""),
        ("rx@clinic.example", None),
        ("rx@clinic.example", ["Pharmacy"]),
    ],
)
def test_a_bad_invitation_is_refused(clinic: Clinic, email: object, role: object) -> None:
    assert clinic.invite(email, role).status_code == 400
    assert len(clinic.client.get("/users", headers=clinic.owner).json()) == 1


def test_a_user_is_edited(clinic: Clinic) -> None:
    clinic.add("rx@clinic.example", "Pharmacy")
    path = f"/users/{clinic.user('rx@clinic.example')['_id']}"
    changes = {"role": "Admin", "firstName": "Zoë", "phone": "+15550100", "group": "East", "lastName": None}
    answer = clinic.client.patch(path, json=changes, headers=clinic.owner)
    expected = {**changes, "lastName": "", "email": "rx@clinic.example", "status": "active"}
    assert answer.json() == {**expected, "_id": path.removeprefix("/users/")}
    assert clinic.client.get(path, headers=clinic.owner).json() == answer.json()
    assert clinic.client.patch(path, json={}, headers=clinic.owner).json() == answer.json()


@pytest.mark.parametrize(
    "body",
    [{"role": "Boss"}, {"role": None}, {"phone": 1}, {"group": "x" * 101}, {"email": "a@b.example"}],
)
def test_a_bad_edit_changes_nothing(clinic: Clinic, body: dict[str, object]) -> None:
    before = clinic.invite("rx@clinic.example", "Pharmacy").json()
    path = f"/users/{before['_id']}"
    answer = clinic.client.patch(path, json={"firstName": "New", **body}, headers=clinic.owner)
    assert answer.status_code == 400
    assert clinic.client.get(path, headers=clinic.owner).json() == before


@pytest.mark.parametrize("user_id", ["0" * 24, "x", "%00", "1%20OR%201=1", "9" * 5000])
def test_unknown_and_foreign_users_are_not_found_alike(clinic: Clinic, user_id: str) -> None:
    other = Clinic(clinic.client, "other_clinic", "other@clinic.example")
    foreign = other.user("other@clinic.example")["_id"]
    for method in ("GET", "PATCH", "DELETE"):
        answers = [
            clinic.client.request(
                method,
                f"/users/{path}",
                json={"role": "Admin"} if method == "PATCH" else None,
                headers=clinic.owner,
            )
            for path in (user_id, foreign)
        ]
        assert {(answer.status_code, answer.text) for answer in answers} == {
            (404, '{"message":"There is no such user"}')
        }
    assert clinic.client.post(f"/users/{foreign}/reset-password", headers=clinic.owner).status_code == 404


def test_an_admin_has_no_power_over_owners(clinic: Clinic) -> None:
    admin = clinic.add("admin@clinic.example", "Admin")
    owner, own = (f"/users/{clinic.user(email)['_id']}" for email in (OWNER, "admin@clinic.example"))
    assert clinic.client.delete(owner, headers=admin).status_code == 403
    assert clinic.client.patch(owner, json={"role": "Admin"}, headers=admin).status_code == 403
    assert clinic.client.patch(own, json={"role": "Owner"}, headers=admin).status_code == 403
    assert clinic.invite("friend@clinic.example", "Pharmacy/Owner", by=admin).status_code == 403
    answer = clinic.client.patch(owner, json={"role": "Owner", "group": "HQ"}, headers=admin)
    assert (answer.status_code, answer.json()["group"]) == (200, "HQ")


def test_an_admin_removes_other_users(clinic: Clinic) -> None:
    admin = clinic.add("admin@clinic.example", "Admin")
    clinic.add("rx@clinic.example", "Pharmacy")
    path = f"/users/{clinic.user('rx@clinic.example')['_id']}"
    assert clinic.client.delete(path, headers=admin).status_code == 204
    assert clinic.client.delete(path, headers=admin).status_code == 404


def test_the_last_owner_cannot_go(clinic: Clinic) -> None:
    path = f"/users/{clinic.user(OWNER)['_id']}"
    clinic.invite("invited@clinic.example", "Owner")
    assert clinic.client.delete(path, headers=clinic.owner).status_code == 409
    assert clinic.client.patch(path, json={"role": "Admin"}, headers=clinic.owner).status_code == 409
    clinic.add("second@clinic.example", "Owner/Developer")
    assert clinic.client.patch(path, json={"role": "Admin"}, headers=clinic.owner).status_code == 200


def test_an_invited_owner_can_be_removed(clinic: Clinic) -> None:
    path = f"/users/{clinic.invite('invited@clinic.example', 'Owner').json()['_id']}"
    assert clinic.client.delete(path, headers=clinic.owner).status_code == 204


def test_a_new_password_is_mailed_and_the_old_one_stops_working(clinic: Clinic) -> None:
    clinic.add("rx@clinic.example", "Pharmacy")
    path = f"/users/{clinic.user('rx@clinic.example')['_id']}/reset-password"
    assert clinic.client.post(path, headers=clinic.owner).status_code == 204
    password = str(clinic.mails("rx@clinic.example")[-1]["text"]).removeprefix("New password: ")
    clinic.sign_in("rx@clinic.example", password)
    with pytest.raises(AssertionError):
        clinic.sign_in("rx@clinic.example")


def test_an_invited_user_has_no_password_to_reset(clinic: Clinic) -> None:
    path = f"/users/{clinic.invite('rx@clinic.example', 'Pharmacy').json()['_id']}/reset-password"
    assert clinic.client.post(path, headers=clinic.owner).status_code == 409
    assert [mail["subject"] for mail in clinic.mails("rx@clinic.example")] == ["Activate Your Account"]
