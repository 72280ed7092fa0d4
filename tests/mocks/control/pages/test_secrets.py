import pytest

from mocks.control.pages import secrets


@pytest.mark.parametrize("name", ["Authorization", "cookie", "Set-Cookie", "X-Api-Key", "X-Auth-Token"])
def test_a_header_that_may_be_a_secret_is_masked(name: str) -> None:
    assert secrets.header(name, "abc") == "***"


@pytest.mark.parametrize("name", ["Content-Type", "Idempotency-Key", "organization"])
def test_any_other_is_shown(name: str) -> None:
    assert secrets.header(name, "abc") == "abc"


def test_an_address_in_a_header_is_masked_as_in_the_journal() -> None:
    assert secrets.header("Location", "/x?token=abc&y=z") == "/x?token=***&y=z"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"username": "a", "password": "b"}', '{"username": "a", "password": "***"}'),
        ('[{"x": {"newPassword": 5}}]', '[{"x": {"newPassword": "***"}}]'),
        ('{"pass\\u0077ord": "b"}', '{"password": "***"}'),
        ('{"token": "a.b", "cut', '{"token": "***", "cut'),
        ('{"token": "a.b\\" and more', '{"token": "***"'),
        ('{"passenger": "b",  "n": 1.50}', '{"passenger": "b",  "n": 1.50}'),
        ("no JSON", "no JSON"),
    ],
)
def test_a_body_is_shown_without_its_secrets(text: str, shown: str) -> None:
    assert secrets.in_text(text) == shown


def test_a_form_is_shown_without_its_secrets() -> None:
    assert secrets.in_form("a=b&password=c&x=y") == "a=b&password=***&x=y"
