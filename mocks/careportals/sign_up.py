"""Sign-up: an account by oneself, or by the link in an invitation."""

from collections.abc import Mapping
from typing import Any

from mocks.careportals.accounts import email_address
from mocks.careportals.crm import Crm
from mocks.careportals.memberships import Membership
from mocks.careportals.passwords import new_password
from mocks.control.payload import text


def register(crm: Crm, body: Mapping[str, Any]) -> tuple[str, list[str]]:
    """An account for `email`, `password`, `firstName`, `lastName`.

    Returns the e-mail, and the organizations that have invited it: they are linked at once [doc].
    Raises Refusal 400 and 409.
    """
    email = email_address(body.get("email"))
    password = new_password(body.get("password"), crm.settings)
    crm.accounts.create(email, password, *_names(body))
    return email, [member.organization for member in crm.memberships.of_email(email)]


def activate(crm: Crm, link_token: str, body: Mapping[str, Any]) -> Membership:
    """Set the password of an invited user, who is active from then on [doc].

    Raises Refusal 400, and 404 or 409 for a link that is not valid or has been used.
    """
    member = crm.memberships.of_link(link_token)
    password = new_password(body.get("password"), crm.settings)
    crm.accounts.create(member.email, password, *_names(body))
    return member


def _names(body: Mapping[str, Any]) -> tuple[str, str]:
    first, last = (text(body, name, default="", limit=100) for name in ("firstName", "lastName"))
    return first, last
