import re

import pytest

from mocks.careportals.accounts import Accounts
from mocks.careportals.memberships import Membership, Memberships
from mocks.careportals.outbox import Outbox
from mocks.careportals.store import Store
from mocks.control.clock import Clocks
from mocks.control.payload import Refusal

ROB = "Rob@clinic.example"


class Staff:
    """The users of a CRM without organizations' other things, their accounts and their mails."""

    def __init__(self) -> None:
        store = Store()
        self.accounts = Accounts(store)
        self.outbox = Outbox(store, Clocks())
        self.members = Memberships(store, self.accounts, self.outbox)

    def active(self, email: str, role: str, organization: str = "a") -> Membership:
        if not self.accounts.exists(email):
            self.accounts.create(email, "a good password")
        return self.members.add(organization, email, role)

    def subjects(self) -> list[object]:
        return [mail["subject"] for mail in self.outbox.read("", None, None)]


@pytest.fixture
def staff() -> Staff:
    return Staff()


def refused(status: int, words: str) -> pytest.RaisesExc[Refusal]:
    return pytest.RaisesExc(Refusal, match=words, check=lambda refusal: refusal.status_code == status)


def test_a_new_user_is_invited_by_a_mail_with_a_link(staff: Staff) -> None:
    user = staff.members.add("a", ROB, "Pharmacy")
    assert (user.active, user.to_json()["status"]) == (False, "invited")
    (mail,) = staff.outbox.read("http://x", "a", ROB)
    assert (mail["subject"], mail["link"]) == (
        "Activate Your Account",
        f"http://x/auth/activate/{user.link_token}",
    )
    assert "Pharmacy" in str(mail["text"])


def test_somebody_with_an_account_is_active_at_once_and_gets_no_link(staff: Staff) -> None:
    user = staff.active(ROB.lower(), "Pharmacy")
    assert (user.active, user.link_token) == (True, None)
    (mail,) = staff.outbox.read("", None, None)
    assert (mail["subject"], mail["link"]) == ("You have been added", None)


def test_an_account_activates_every_membership_of_its_owner(staff: Staff) -> None:
    for organization in ("b", "a"):
        staff.members.add(organization, ROB, "Pharmacy")
    staff.accounts.create("rob@CLINIC.example", "a good password", "Robert", "Example")
    found = staff.members.of_email(ROB)
    assert [(user.organization, user.active) for user in found] == [("b", True), ("a", True)]
    assert {(user.first_name, user.last_name) for user in found} == {("Robert", "Example")}


def test_a_user_without_announcement_gets_neither_mail_nor_link(staff: Staff) -> None:
    assert staff.members.add("a", ROB, "Pharmacy", announce=False).link_token is None
    assert staff.subjects() == []


def test_nobody_is_added_to_an_organization_twice(staff: Staff) -> None:
    staff.members.add("a", ROB, "Pharmacy")
    with refused(409, "User Exists Already"):
        staff.members.add("a", ROB.upper(), "Admin")
    assert len(staff.subjects()) == 1
    assert staff.members.add("b", ROB, "Admin").organization == "b"


def test_users_are_listed_in_the_order_in_which_they_were_added(staff: Staff) -> None:
    for email in ("c@clinic.example", "a@clinic.example", "b@clinic.example"):
        staff.members.add("a", email, "Pharmacy")
    staff.members.add("b", ROB, "Pharmacy")
    assert [user.email[0] for user in staff.members.of_organization("a")] == ["c", "a", "b"]


def test_a_user_is_found_in_their_own_organization_only(staff: Staff) -> None:
    user = staff.members.add("a", ROB, "Pharmacy")
    assert re.fullmatch("[0-9a-f]{24}", user.id)
    assert staff.members.find("a", user.id) == staff.members.of_person("a", ROB.lower()) == user
    assert staff.members.find("b", user.id) is staff.members.of_person("b", ROB) is None
    assert staff.members.find("a", user.id.upper() + "x") is None


def test_a_link_is_good_until_its_owner_has_an_account(staff: Staff) -> None:
    user = staff.members.add("a", ROB, "Pharmacy")
    token = str(user.link_token)
    assert staff.members.of_link(token) == user
    with refused(404, "not valid"):
        staff.members.of_link(token[:-1])
    staff.accounts.create(ROB, "a good password")
    with refused(409, "has been used"):
        staff.members.of_link(token)
    staff.members.remove(user)
    with refused(404, "not valid"):
        staff.members.of_link(token)


def test_an_edit_changes_what_it_names(staff: Staff) -> None:
    staff.accounts.create(ROB, "a good password", "Robert", "Example")
    before = staff.active(ROB, "Pharmacy").to_json()
    user = staff.members.of_organization("a")[0]
    changes = {"role": "Admin", "firstName": "Bob", "phone": "+15550100", "group": ""}
    assert staff.members.edit(user, changes).to_json() == {**before, **changes}
    assert staff.members.edit(user, {}).to_json() == {**before, **changes}
    assert staff.members.edit(user, {"firstName": ""}).first_name == ""


def test_an_edit_is_for_one_organization(staff: Staff) -> None:
    first, second = (staff.active(ROB, "Admin", organization) for organization in ("a", "b"))
    staff.members.edit(first, {"role": "Pharmacy", "lastName": "Other"})
    assert staff.members.find("b", second.id) == second


def test_the_last_owner_stays_one(staff: Staff) -> None:
    owner = staff.active(ROB, "Owner/Admin")
    staff.members.add("a", "invited@clinic.example", "Owner")
    staff.active("elsewhere@clinic.example", "Owner", "b")
    with refused(409, "last Owner"):
        staff.members.remove(owner)
    with refused(409, "last Owner"):
        staff.members.edit(owner, {"role": "Admin"})
    assert staff.members.find("a", owner.id) == owner
    assert staff.members.edit(owner, {"role": "Owner"}).role == "Owner"


def test_an_owner_may_go_when_there_is_another(staff: Staff) -> None:
    first, second = (staff.active(email, "Owner") for email in (ROB, "eve@clinic.example"))
    assert staff.members.edit(first, {"role": "Admin"}).role == "Admin"
    staff.members.remove(first)
    with refused(409, "last Owner"):
        staff.members.remove(second)
    assert [user.id for user in staff.members.of_organization("a")] == [second.id]


def test_an_invited_owner_may_go(staff: Staff) -> None:
    staff.active(ROB, "Owner")
    staff.members.remove(staff.members.add("a", "invited@clinic.example", "Owner"))
    assert len(staff.members.of_organization("a")) == 1
