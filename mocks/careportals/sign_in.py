"""Sign-in: user name and password of an organization's user for a token."""

from mocks.careportals.caller import unauthorized
from mocks.careportals.crm import Crm
from mocks.control.payload import Refusal


def sign_in(crm: Crm, organization: str, username: str, password: str) -> str:
    """A token [doc]. Raises Refusal 401, and 429 with Retry-After after too many wrong passwords."""
    if seconds := crm.attempts.wait(organization, username):
        later = {"Retry-After": str(seconds)}
        raise Refusal(429, "Too many failed sign-ins; try again later", headers=later)
    # Both are always asked, so that the time does not tell who exists where.
    member = crm.memberships.of_person(organization, username)
    known = crm.accounts.has_password(username, password)
    if member is None or not known:
        crm.attempts.failed(organization, username)
        raise unauthorized("Invalid credentials")
    return crm.tokens.issue(organization, member.id)
