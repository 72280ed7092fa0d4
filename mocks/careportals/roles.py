"""Roles and what they may do; the table follows CarePortals' page on user roles."""

from typing import Literal

from mocks.control.payload import Refusal

Permission = Literal["users", "configure", "orders", "fulfil"]

ROLES: dict[str, frozenset[Permission]] = {
    "Owner": frozenset({"users", "configure", "orders", "fulfil"}),
    "Admin": frozenset({"users", "configure", "orders", "fulfil"}),
    "Pharmacy": frozenset({"orders", "fulfil"}),
    "Health Provider": frozenset({"orders"}),
    "Marketing": frozenset(),
    "Developer": frozenset(),
}
"""Standard roles [doc]. That Pharmacy may fulfil and Developer sees no orders is [assumed]."""


def permissions(role: str) -> frozenset[Permission]:
    """What `role` may do; a combination such as `Pharmacy/Admin` may do what any of its parts may."""
    return frozenset().union(*(ROLES[part] for part in role.split("/")))


def is_owner(role: str) -> bool:
    """Whether `role` is Owner or a combination with it."""
    return "Owner" in role.split("/")


def sees_assigned_only(role: str) -> bool:
    """Whether `role` sees no orders but those assigned to the user: a Health Provider and nothing more."""
    parts = [part for part in role.split("/") if "orders" in ROLES[part]]
    return parts == ["Health Provider"]


def known_role(value: object) -> str:
    """`value` if it is a role or a combination of different roles, matched exactly. Raises Refusal 400."""
    if isinstance(value, str):
        parts = value.split("/")
        if len(set(parts)) == len(parts) and all(part in ROLES for part in parts):
            return value
    raise Refusal(400, f'"role" must be one of {", ".join(ROLES)}, or several of them joined by /')
