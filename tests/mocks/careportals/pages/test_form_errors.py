import pytest

from mocks.careportals.pages.form_errors import field_errors
from mocks.control.payload import Refusal


@pytest.mark.parametrize(
    ("refusal", "errors"),
    [
        (Refusal(400, '"email" must be an e-mail address'), {"email": "The email must be an e-mail address"}),
        (Refusal(409, "User Exists Already"), {"role": "User Exists Already"}),
    ],
)
def test_what_is_wrong_stands_beside_its_field(refusal: Refusal, errors: dict[str, str]) -> None:
    assert field_errors(refusal, "role") == (errors, refusal.status_code)


def test_without_an_error_all_fields_are_well() -> None:
    errors, status = field_errors(None, "email")
    assert (errors["email"], status) == ("", 200)
