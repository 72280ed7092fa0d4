import pytest

from tests.mocks.careportals.clinic import OWNER, PASSWORD
from tests.mocks.careportals.pages.visitor import BROWSER, Visitor


def test_the_root_leads_a_browser_to_the_sign_in(visitor: Visitor) -> None:
    page = visitor.go("/")
    assert (page.path, page.heading, page.status) == ("/app/sign-in", "Sign In", 200)
    assert page.all("//label") == ["Organization", "Email", "Password"]
    assert page.menu == []


def test_signing_in_leads_to_the_orders(visitor: Visitor) -> None:
    page = visitor.sign_in(f" {OWNER.upper()} ")
    assert (page.path, page.heading) == ("/app/orders", "Orders")
    assert page.one("//*[@class='who']") == f"{OWNER} Owner · clinic_x"


def test_signing_in_leads_to_the_page_that_was_asked_for(visitor: Visitor) -> None:
    wanted = visitor.go("/app/orders?status=shipped&customer=%C5%82")
    assert wanted.path == "/app/sign-in"
    (back,) = wanted.all("//input[@name='next']/@value")
    fields = {"organization": "clinic_x", "email": OWNER, "password": PASSWORD, "next": back}
    assert visitor.send("/app/sign-in", **fields).answer.url.query == b"status=shipped&customer=%C5%82"


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/orders", "/app/ü"])
def test_signing_in_leads_nowhere_else(visitor: Visitor, back: str) -> None:
    fields = {"organization": "clinic_x", "email": OWNER, "password": PASSWORD, "next": back}
    answer = visitor.clinic.client.post("/app/sign-in", data=fields, headers=BROWSER)
    assert (answer.status_code, answer.headers["location"]) == (303, "/app")


def test_a_wrong_password_is_said_and_the_rest_kept(visitor: Visitor) -> None:
    page = visitor.sign_in(password="a bad password")
    assert (page.status, page.errors) == (401, {"password": "Invalid credentials"})
    assert page.all("//input/@value") == ["clinic_x", OWNER]
    assert visitor.go("/app/orders").path == "/app/sign-in"


def test_who_guesses_has_to_wait(visitor: Visitor) -> None:
    visitor.clinic.client.put("/_control/settings", json={"signInFailures": 1})
    visitor.sign_in(password="a bad password")
    page = visitor.sign_in()
    assert (page.status, int(page.answer.headers["retry-after"]) > 0) == (429, True)


def test_a_link_may_fill_in_the_sign_in(visitor: Visitor) -> None:
    page = visitor.go("/app/sign-in?organization=clinic_x&email=%22><script>")
    assert page.all("//input/@value") == ["clinic_x", '"><script>']
    assert page.all("//input[@autofocus]/@name") == ["password"]


def test_signing_out_ends_the_session(owner: Visitor) -> None:
    page = owner.send("/app/sign-out")
    assert (page.path, page.flashes) == ("/app/sign-in", ["You have signed out."])
    assert owner.go("/app/orders").path == "/app/sign-in"


def test_a_removed_user_is_out_at_once(visitor: Visitor) -> None:
    visitor.as_role("Pharmacy", "rx@clinic.example")
    path = f"/users/{visitor.clinic.user('rx@clinic.example')['_id']}"
    visitor.clinic.client.delete(path, headers=visitor.clinic.owner)
    page = visitor.go("/app/orders")
    assert (page.path, page.flashes) == ("/app/sign-in", ["Your session has ended. Sign in again."])
    assert visitor.go("/app/orders").flashes == []


def test_a_session_lasts_as_long_as_a_token(owner: Visitor) -> None:
    owner.clinic.freeze("2036-01-01T00:00:00.000Z")
    owner.sign_in()
    owner.clinic.advance(3599)
    assert owner.go("/app/orders").path == "/app/orders"
    owner.clinic.advance(1)
    assert owner.go("/app/orders").path == "/app/sign-in"


def test_a_form_of_an_ended_session_is_not_carried_out(visitor: Visitor) -> None:
    page = visitor.send("/app/admin/users/invite", email="x@clinic.example", role="Pharmacy")
    assert (page.path, page.all("//input[@name='next']")) == ("/app/sign-in", [])
    assert len(visitor.clinic.client.get("/users", headers=visitor.clinic.owner).json()) == 1


@pytest.mark.parametrize("role", ["Marketing", "Developer"])
def test_a_role_that_sees_nothing_is_told_so(visitor: Visitor, role: str) -> None:
    page = visitor.as_role(role)
    assert (page.path, page.heading, page.menu) == ("/app", "Welcome", [])
    assert f"The role {role} sees neither orders nor users" in page.one("//main")


@pytest.mark.parametrize(
    "cookie", ["", "x", "organization=clinic_x&token=x", "%00", "%ff", "token=" + "x" * 3000]
)
def test_a_cookie_of_somebody_else_is_no_session(visitor: Visitor, cookie: str) -> None:
    headers = {**BROWSER, "Cookie": f"careportals_session_80={cookie}"}
    answer = visitor.clinic.client.get("/app/orders", headers=headers)
    assert (answer.status_code, answer.headers["location"]) == (303, "/app/sign-in?next=%2Fapp%2Forders")
