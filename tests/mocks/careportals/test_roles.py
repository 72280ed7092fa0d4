import pytest

from mocks.careportals.roles import ROLES, is_owner, known_role, permissions, sees_assigned_only
from mocks.control.payload import Refusal


@pytest.mark.parametrize("role", [*ROLES, "Pharmacy/Admin", "Health Provider/Marketing/Developer"])
def test_standard_roles_and_their_combinations_are_known(role: str) -> None:
    assert known_role(role) == role


@pytest.mark.parametrize("role", ["", "/", "admin", "Admin/", "Admin/Admin", "Admin / Pharmacy", None, 1])
def test_anything_else_is_no_role(role: object) -> None:
    with pytest.raises(Refusal):
        known_role(role)


def test_a_combination_may_do_what_any_part_may() -> None:
    assert permissions("Pharmacy/Marketing") == {"orders", "fulfil"}
    assert permissions("Developer/Marketing") == frozenset()


def test_an_owner_is_one_in_any_combination() -> None:
    assert is_owner("Pharmacy/Owner")
    assert not is_owner("Pharmacy/Admin")


@pytest.mark.parametrize(
    ("role", "limited"),
    [("Health Provider", True), ("Marketing/Health Provider", True), ("Health Provider/Pharmacy", False)],
)
def test_a_health_provider_with_a_wider_role_sees_all_orders(role: str, limited: bool) -> None:
    assert sees_assigned_only(role) is limited
