import base64

import pytest
from starlette.exceptions import HTTPException

from bridge.credentials import Credentials, read_credentials


def basic(pair: str, scheme: str = "Basic") -> str:
    return f"{scheme} {base64.b64encode(pair.encode()).decode()}"


def test_the_pair_is_split_at_the_first_colon() -> None:
    read = read_credentials("clinic_x", [basic("rx@clinic.example:a:b::")])
    assert (read.organization, read.username, read.password) == ("clinic_x", "rx@clinic.example", "a:b::")


def test_the_pair_is_utf_8() -> None:
    assert read_credentials("clinic_x", [basic("rx@clinic.example:pässwörd✓")]).password == "pässwörd✓"


def test_the_scheme_is_written_in_any_case() -> None:
    assert read_credentials("clinic_x", [basic("a:b", "bAsIc")]).username == "a"


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [""],
        ["Basic"],
        ["Basic "],
        ["Basic !!!"],
        ["Basic YQ"],
        ["Bearer YTpi"],
        [basic("no colon")],
        [basic(":")],
        [basic("a:")],
        [basic(":b")],
        ["Basic " + base64.b64encode(b"a:\xff").decode()],
        ["Basic é"],
        [basic("a:b"), basic("a:b")],
    ],
)
def test_anything_else_is_challenged(headers: list[str]) -> None:
    with pytest.raises(HTTPException) as refused:
        read_credentials("clinic_x", headers)
    assert refused.value.status_code == 401
    assert refused.value.headers == {"WWW-Authenticate": 'Basic realm="CarePortals", charset="UTF-8"'}


@pytest.mark.parametrize(
    "organization", ["", "<org>", "Clinic_x", "clinic-x", "clinic_x\n", "a" * 65, "clinic é"]
)
def test_an_organization_key_that_cannot_exist_is_unauthorized(organization: str) -> None:
    with pytest.raises(HTTPException) as refused:
        read_credentials(organization, [basic("a:b")])
    assert refused.value.status_code == 401


def test_the_password_is_not_shown() -> None:
    assert "secret" not in repr(Credentials("clinic_x", "a", "secret"))
