import pytest

from mocks.careportals.caller import Caller
from mocks.careportals.crm import Crm
from mocks.careportals.team import Team, gives_owner
from mocks.control.payload import Refusal


@pytest.fixture
def crm() -> Crm:
    crm = Crm()
    crm.organizations.create("clinic_x", "Clinic X")
    for email in ("owner@clinic.example", "admin@clinic.example"):
        crm.accounts.create(email, "a good password")
    return crm


def member(crm: Crm, email: str, role: str) -> Caller:
    return Caller(crm.memberships.add("clinic_x", email, role))


def test_an_owner_invites_edits_and_removes(crm: Crm) -> None:
    owner, team = member(crm, "owner@clinic.example", "Owner"), Team(crm)
    added = team.invite(owner, "rx@clinic.example", "Pharmacy")
    assert team.edit(owner, added, {"role": "Admin"}).role == "Admin"
    assert team.find(owner, added.id).email == "rx@clinic.example"
    team.remove(owner, added)
    assert [one.id for one in team.read(owner)] == [owner.id]


def test_an_admin_neither_makes_nor_removes_an_owner(crm: Crm) -> None:
    owner = member(crm, "owner@clinic.example", "Owner")
    admin, team = member(crm, "admin@clinic.example", "Admin"), Team(crm)
    assert (gives_owner(owner), gives_owner(admin)) == (True, False)
    with pytest.raises(Refusal, match="Only an Owner can make"):
        team.invite(admin, "rx@clinic.example", "Owner")
    with pytest.raises(Refusal, match="Only an Owner can remove"):
        team.remove(admin, owner.membership)


def test_a_user_of_another_organization_is_not_found(crm: Crm) -> None:
    owner = member(crm, "owner@clinic.example", "Owner")
    foreign = crm.memberships.add("other_clinic", "admin@clinic.example", "Admin")
    with pytest.raises(Refusal, match="no such user"):
        Team(crm).find(owner, foreign.id)


def test_a_new_password_is_mailed_to_active_users_only(crm: Crm) -> None:
    owner, team = member(crm, "owner@clinic.example", "Owner"), Team(crm)
    team.reset_password(owner, owner.membership)
    assert not crm.accounts.has_password("owner@clinic.example", "a good password")
    invited = team.invite(owner, "rx@clinic.example", "Pharmacy")
    with pytest.raises(Refusal, match="not active yet"):
        team.reset_password(owner, invited)
