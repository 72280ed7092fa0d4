import pytest

from tests.mocks.careportals.clinic import OWNER, Clinic


def status(clinic: Clinic, headers: dict[str, str]) -> int:
    return clinic.client.get("/users", headers=headers).status_code


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic eDp5",
        "Bearer x.y.z",
        "Bearer \xff",
    ],
)
def test_a_call_without_a_good_token_is_unauthorized(clinic: Clinic, authorization: str) -> None:
    headers = [(b"authorization", authorization.encode("latin-1")), (b"organization", b"clinic_x")]
    answer = clinic.client.get("/users", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_the_word_bearer_may_be_written_as_one_likes(clinic: Clinic) -> None:
    token = clinic.owner["Authorization"].removeprefix("Bearer ")
    assert status(clinic, {**clinic.owner, "Authorization": f"bearer {token}"}) == 200


def test_a_call_without_the_organization_header_is_unauthorized(clinic: Clinic) -> None:
    assert status(clinic, {"Authorization": clinic.owner["Authorization"]}) == 401


def test_a_token_is_worth_nothing_in_another_organization(clinic: Clinic) -> None:
    other = Clinic(clinic.client, "other_clinic", OWNER)
    assert status(clinic, other.owner) == 200
    assert status(clinic, {**other.owner, "organization": "clinic_x"}) == 401


def test_a_removed_user_is_out_at_once(clinic: Clinic) -> None:
    admin = clinic.add("admin@clinic.example", "Admin")
    assert status(clinic, admin) == 200
    clinic.client.delete(f"/users/{clinic.user('admin@clinic.example')['_id']}", headers=clinic.owner)
    assert status(clinic, admin) == 401
    clinic.invite("admin@clinic.example", "Admin")
    assert status(clinic, admin) == 401


def test_a_changed_role_counts_at_once(clinic: Clinic) -> None:
    user = clinic.add("rx@clinic.example", "Pharmacy")
    assert status(clinic, user) == 403
    path = f"/users/{clinic.user('rx@clinic.example')['_id']}"
    clinic.client.patch(path, json={"role": "Admin"}, headers=clinic.owner)
    assert status(clinic, user) == 200


CALLS = {
    "users": ("GET", "/users"),
    "orders": ("GET", "/orders"),
    "fulfil": ("PATCH", f"/orders/{1:024x}"),
    "configure": ("DELETE", f"/orders/{1:024x}"),
}


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("Owner", {"users", "orders", "fulfil", "configure"}),
        ("Admin", {"users", "orders", "fulfil", "configure"}),
        ("Pharmacy", {"orders", "fulfil"}),
        ("Health Provider", {"orders"}),
        ("Marketing", set()),
        ("Developer", set()),
        ("Pharmacy/Admin", {"users", "orders", "fulfil", "configure"}),
        ("Marketing/Health Provider", {"orders"}),
    ],
)
def test_each_role_may_do_what_the_table_says(clinic: Clinic, role: str, allowed: set[str]) -> None:
    user = clinic.add("user@clinic.example", role)
    clinic.put(1)
    for permission, (method, path) in CALLS.items():
        body = {"status": "shipped"} if method == "PATCH" else None
        answer = clinic.client.request(method, path, json=body, headers=user)
        assert (answer.status_code == 403) == (permission not in allowed), permission
