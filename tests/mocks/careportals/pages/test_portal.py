import pytest

from tests.mocks.careportals.pages.visitor import BROWSER, Visitor

EMR = ["Orders", "Patients", "Prescriptions"]
PAGES = {
    "orders": ["/app/orders", "/app/patients", "/app/prescriptions", f"/app/orders/{1:024x}"],
    "users": ["/app/admin", "/app/admin/users", "/app/admin/users/invite"],
    "configure": [f"/app/orders/{1:024x}/delete"],
}


@pytest.mark.parametrize(
    ("role", "menu", "allowed"),
    [
        ("Owner", [*EMR, "Admin", "Users"], {"orders", "users", "configure"}),
        ("Admin", [*EMR, "Admin", "Users"], {"orders", "users", "configure"}),
        ("Pharmacy", EMR, {"orders"}),
        ("Health Provider", EMR, {"orders"}),
        ("Developer", [], set()),
        ("Pharmacy/Admin", [*EMR, "Admin", "Users"], {"orders", "users", "configure"}),
    ],
)
def test_each_role_sees_what_the_table_of_the_api_says(
    visitor: Visitor, role: str, menu: list[str], allowed: set[str]
) -> None:
    visitor.clinic.put(1, assignedTo={"username": "user@clinic.example"})
    assert visitor.as_role(role).menu == menu
    for permission, paths in PAGES.items():
        expected = 200 if permission in allowed else 403
        assert [visitor.go(path).status for path in paths] == [expected] * len(paths)


def test_a_page_without_permission_says_why(visitor: Visitor) -> None:
    visitor.as_role("Pharmacy")
    page = visitor.go("/app/admin/users")
    assert (page.status, page.heading, page.menu) == (403, "No Permission", EMR)
    assert "signed in as user@clinic.example with the role Pharmacy" in page.one("//main")


def test_an_address_of_no_page_is_one_still(visitor: Visitor) -> None:
    page = visitor.go("/app/nowhere")
    assert (page.status, page.heading) == (404, "Not Found")
    assert page.menu == []
    assert visitor.clinic.client.put("/app/orders").status_code == 405


def test_who_went_astray_keeps_his_menu(owner: Visitor) -> None:
    assert owner.go("/app/nowhere").menu == [*EMR, "Admin", "Users"]


def test_every_page_says_that_it_is_a_mock_and_lets_nothing_in(owner: Visitor) -> None:
    for path in ("/app/orders", "/app/sign-in", "/auth/register", "/_control/pages/outbox", "/app/nowhere"):
        page = owner.go(path)
        assert "not the real product" in page.one("//header/p[@class='mock-banner']")
        assert page.answer.headers["content-security-policy"].startswith("default-src 'self'")
        assert page.all("//script[not(@src)] | //style | //@style | //@onclick") == []


def test_a_form_of_another_site_is_refused(owner: Visitor) -> None:
    headers = {**BROWSER, "Origin": "http://evil.example"}
    answer = owner.clinic.client.post("/app/sign-out", headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize("body", [b"\xff=\xfe", b"%ff=x", b"&".join([b"a=1"] * 2000)])
def test_a_broken_form_is_refused(owner: Visitor, body: bytes) -> None:
    headers = {**BROWSER, "Content-Type": "application/x-www-form-urlencoded"}
    for path in ("/app/admin/users/invite", "/app/sign-in", "/auth/register"):
        assert owner.clinic.client.post(path, content=body, headers=headers).status_code == 400
