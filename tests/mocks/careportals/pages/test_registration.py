import pytest

from tests.mocks.careportals.clinic import PASSWORD
from tests.mocks.careportals.pages.visitor import Page, Visitor


def link(visitor: Visitor, email: str = "rx@clinic.example") -> str:
    """The path of the sign-up link that a new user is mailed."""
    visitor.clinic.invite(email, "Pharmacy")
    found: str = visitor.clinic.mails(email)[-1]["link"]
    return found.removeprefix("http://testserver")


def prefilled(page: Page) -> list[str]:
    return page.all("//input/@value")


def test_the_link_in_the_mail_leads_to_a_page_where_a_password_is_set(visitor: Visitor) -> None:
    path = link(visitor)
    page = visitor.go(path)
    assert (page.heading, page.all("//button")) == ("Activate Your Account", ["Sign Up"])
    page = visitor.send(path, password=PASSWORD, firstName="Zoë")
    assert (page.path, prefilled(page)) == ("/app/sign-in", ["clinic_x", "rx@clinic.example"])
    assert page.flashes == ["Your account is active. Sign in with your password."]
    assert visitor.sign_in("rx@clinic.example").path == "/app/orders"
    assert visitor.clinic.user("rx@clinic.example")["firstName"] == "Zoë"


@pytest.mark.parametrize("password", ["", "short", " " * 20, "x" * 129])
def test_a_bad_password_is_said_beside_its_field(visitor: Visitor, password: str) -> None:
    page = visitor.send(link(visitor), password=password, lastName="Núñez")
    assert (page.status, list(page.errors)) == (400, ["password"])
    assert prefilled(page) == ["rx@clinic.example", "", "Núñez"]
    assert visitor.clinic.user("rx@clinic.example")["status"] == "invited"


def test_a_link_works_once(visitor: Visitor) -> None:
    path = link(visitor)
    visitor.send(path, password=PASSWORD)
    for page in (visitor.go(path), visitor.send(path, password="another good password")):
        assert (page.status, page.one("//*[@role='alert']")) == (409, "This activation link has been used.")
    assert visitor.sign_in("rx@clinic.example").path == "/app/orders"


def test_a_made_up_link_is_not_valid(visitor: Visitor) -> None:
    page = visitor.go("/auth/activate/made-up")
    assert (page.status, page.one("//*[@role='alert']")) == (404, "This activation link is not valid.")


def test_signing_up_by_oneself_waits_for_an_organization(visitor: Visitor) -> None:
    page = visitor.send("/auth/register", email=" rx@clinic.example ", password=PASSWORD)
    assert "No organization has added this email yet" in page.one("//*[@role='status']")
    assert visitor.sign_in("rx@clinic.example").status == 401
    assert visitor.clinic.invite("rx@clinic.example", "Pharmacy").json()["status"] == "active"
    assert visitor.sign_in("rx@clinic.example").path == "/app/orders"


def test_signing_up_links_to_the_organization_that_has_added_the_email(visitor: Visitor) -> None:
    visitor.clinic.invite("rx@clinic.example", "Pharmacy")
    page = visitor.send("/auth/register", email="rx@clinic.example", password=PASSWORD)
    assert page.flashes == ["Your account is ready. It is linked to clinic_x."]
    assert prefilled(page) == ["clinic_x", "rx@clinic.example"]


@pytest.mark.parametrize(
    ("fields", "name", "message"),
    [
        ({"email": "x", "password": PASSWORD}, "email", "The email must be an e-mail address"),
        ({"password": PASSWORD}, "email", "The email must be an e-mail address"),
        ({"email": "a@b.example"}, "password", "The password is missing"),
        ({"email": "Owner@clinic.example", "password": PASSWORD}, "email", "Account Exists Already"),
        (
            {"email": "a@b.example", "password": PASSWORD, "firstName": "x" * 101},
            "firstName",
            "The first name is longer than 100 characters",
        ),
    ],
)
def test_what_is_wrong_with_a_sign_up_is_said_beside_its_field(
    visitor: Visitor, fields: dict[str, str], name: str, message: str
) -> None:
    page = visitor.send("/auth/register", **fields)
    assert (page.heading, page.errors) == ("Sign Up", {name: message})
    assert fields.get("password", PASSWORD) not in page.answer.text
