import pytest

from tests.mocks.careportals.clinic import OWNER
from tests.mocks.careportals.pages.visitor import Page, Visitor

USERS = "/app/admin/users"


def listed(page: Page) -> dict[str, tuple[str, str]]:
    """Role and status of each user of the list."""
    cells = zip(page.rows(1), page.rows(2), page.rows(3), strict=True)
    return {email: (role, status) for email, role, status in cells}


def path_of(visitor: Visitor, email: str, what: str) -> str:
    return f"{USERS}/{visitor.clinic.user(email)['_id']}/{what}"


def test_the_way_of_the_guide_leads_to_the_window(owner: Visitor) -> None:
    page = owner.go("/app/orders")
    (admin,) = page.all("//nav[@class='side']//a[.='Admin']/@href")
    (users,) = owner.go(admin).all("//nav[@class='side']//a[.='Users']/@href")
    (add,) = owner.go(users).all("//a[.='Add User']/@href")
    window = owner.go(add)
    assert window.one("//dialog//h2") == "Invite User"
    assert window.all("//dialog//label | //dialog//button") == ["Email", "Role", "Add"]


def test_the_admin_page_shows_the_unique_identifier(owner: Visitor) -> None:
    assert "Unique identifier clinic_x" in owner.go("/app/admin").one("//dl")


def test_an_invited_user_is_listed_at_once_and_mailed(owner: Visitor) -> None:
    page = owner.send(f"{USERS}/invite", email=" rx@clinic.example", role="Pharmacy")
    said = "rx@clinic.example was added as Pharmacy. An invitation is on its way by mail."
    assert (page.path, page.flashes) == (USERS, [said])
    assert listed(page)["rx@clinic.example"] == ("Pharmacy", "Invited")
    assert [mail["subject"] for mail in owner.clinic.mails("rx@clinic.example")] == ["Activate Your Account"]


def test_somebody_with_an_account_is_active_at_once(owner: Visitor) -> None:
    owner.clinic.client.post(
        "/auth/register", json={"email": "rx@clinic.example", "password": "a good password"}
    )
    page = owner.send(f"{USERS}/invite", email="rx@clinic.example", role="Pharmacy")
    assert listed(page)["rx@clinic.example"] == ("Pharmacy", "Active")
    assert "They can sign in already" in page.flashes[0]


@pytest.mark.parametrize(
    ("email", "role", "errors"),
    [
        ("rx.clinic.example", "Pharmacy", {"email": "The email must be an e-mail address"}),
        ("rx@clinic.example", "", ["role"]),
        ("rx@clinic.example", "Pharmacist", ["role"]),
        ("rx@clinic.example", "", {"role": "The role must be selected"}),
        (OWNER, "Pharmacy", {"email": "User Exists Already"}),
        ('"><script>', "Admin", ["email"]),
    ],
)
def test_a_bad_invitation_is_said_beside_its_field_and_kept(
    owner: Visitor, email: str, role: str, errors: object
) -> None:
    page = owner.send(f"{USERS}/invite", email=email, role=role)
    assert page.errors == errors or list(page.errors) == errors
    assert page.all("//dialog//input/@value") == [email]
    assert page.all("//dialog//*[@autofocus]/@name") == list(page.errors)
    assert 400 <= page.status < 500


def test_an_admin_offers_no_owner_and_removes_none(visitor: Visitor) -> None:
    visitor.as_role("Admin")
    page = visitor.go(f"{USERS}/invite")
    assert "Owner" not in page.all("//option")
    assert "Pharmacy/Admin" in page.all("//option")
    assert "Only an Owner can remove an Owner" in page.rows(4)[0]
    page = visitor.send(f"{USERS}/invite", email="x@clinic.example", role="Owner")
    assert (page.status, page.errors) == (403, {"role": "Only an Owner can make somebody an Owner"})
    page = visitor.send(path_of(visitor, OWNER, "remove"))
    assert page.flashes == ["Only an Owner can remove or demote an Owner"]


def test_a_user_is_removed_when_it_is_confirmed(owner: Visitor) -> None:
    owner.clinic.add("rx@clinic.example", "Pharmacy")
    path = path_of(owner, "rx@clinic.example", "remove")
    page = owner.go(path)
    assert (page.one("//dialog//h2"), page.all("//dialog//button | //dialog//a")) == (
        "Remove User",
        ["OK", "Cancel"],
    )
    page = owner.send(path)
    assert (page.flashes, list(listed(page))) == (["rx@clinic.example was removed."], [f"{OWNER} (you)"])
    assert owner.send(path).status == 404


def test_a_user_is_edited(owner: Visitor) -> None:
    owner.clinic.add("rx@clinic.example", "Pharmacy")
    path = path_of(owner, "rx@clinic.example", "edit")
    window = owner.go(path)
    assert (window.one("//dialog//h2"), window.one("//option[@selected]")) == ("Edit User", "Pharmacy")
    page = owner.send(path, role="Admin", firstName="Zoë", lastName="", phone="+15550100", group="East")
    assert page.flashes == ["rx@clinic.example was saved."]
    assert (page.rows(1)[1], page.rows(2)[1]) == ("rx@clinic.example Zoë", "Admin")
    assert owner.go(path).all("//dialog//input/@value") == ["Zoë", "", "+15550100", "East"]


@pytest.mark.parametrize(
    ("fields", "name"),
    [({"role": "Boss"}, "role"), ({"role": "Admin", "group": "x" * 101}, "group"), ({"phone": "1"}, "role")],
)
def test_a_bad_edit_changes_nothing_and_is_kept(owner: Visitor, fields: dict[str, str], name: str) -> None:
    owner.clinic.add("rx@clinic.example", "Pharmacy/Developer")
    page = owner.send(path_of(owner, "rx@clinic.example", "edit"), **fields)
    assert (page.status, list(page.errors)) == (400, [name])
    assert "Pharmacy/Developer" in page.all("//option")
    assert owner.clinic.user("rx@clinic.example")["role"] == "Pharmacy/Developer"


def test_an_admin_demotes_no_owner(visitor: Visitor) -> None:
    visitor.as_role("Admin")
    page = visitor.send(path_of(visitor, OWNER, "edit"), role="Admin")
    assert (page.status, page.errors) == (403, {"role": "Only an Owner can remove or demote an Owner"})


def test_the_last_owner_stays(owner: Visitor) -> None:
    page = owner.send(path_of(owner, OWNER, "remove"))
    assert "The last Owner" in page.one("//*[@role='alert']")
    assert len(listed(page)) == 1


def test_a_new_password_is_mailed_when_it_is_confirmed(owner: Visitor) -> None:
    owner.clinic.add("rx@clinic.example", "Pharmacy")
    path = path_of(owner, "rx@clinic.example", "reset-password")
    assert owner.go(path).one("//dialog//h2") == "Confirm Password Reset"
    assert owner.send(path).flashes == ["A new password was mailed to rx@clinic.example."]
    mail = str(owner.clinic.mails("rx@clinic.example")[-1]["text"])
    assert owner.sign_in("rx@clinic.example").status == 401
    assert owner.sign_in("rx@clinic.example", mail.removeprefix("New password: ")).status == 200


def test_who_has_no_password_yet_gets_no_new_one(owner: Visitor) -> None:
    owner.clinic.invite("rx@clinic.example", "Pharmacy")
    assert owner.go(USERS).all("//a[starts-with(@aria-label, 'Reset password of rx')]") == []
    page = owner.send(path_of(owner, "rx@clinic.example", "reset-password"))
    assert page.flashes == ["The account is not active yet"]
