"""The store form on the screen."""

import pytest

from mocks.shipstation.form import FormErrors, read_form
from mocks.shipstation.pages.store_form import BOX_LABELS, checked, empty, filled, typed, worded
from tests.mocks.shipstation.pages.browser import typed as as_sent
from tests.mocks.shipstation.shop import form


def problems(kept: str = "", **changed: str) -> dict[str, str]:
    with pytest.raises(FormErrors) as caught:
        checked(typed(as_sent(**changed)), kept)
    return worded(caught.value)


def test_a_new_form_holds_what_the_real_one_has_been_seen_to_hold() -> None:
    held = {name: text for name, text in empty().items() if text}
    assert [held[f"statuses.{name}"] for name in BOX_LABELS] == [
        "unpaid",
        "paid",
        "shipped",
        "cancelled",
        "on_hold",
    ]
    assert len(held) == 5


def test_what_is_typed_as_the_guide_says_is_the_form_of_the_api() -> None:
    assert checked(typed(as_sent()), "") == read_form(form())


def test_a_form_survives_being_shown_and_sent_again() -> None:
    known = read_form(form(name="Clinic X", settings={"autoRefreshMinutes": 15, "auth": "basic"}))
    shown = filled(known)
    assert shown["password"] == ""
    assert (shown["autoRefreshMinutes"], shown["settings"]) == ("15", '{"auth": "basic"}')
    assert checked(shown, known.password) == known


def test_an_empty_setting_is_none_of_its_own() -> None:
    known = read_form(form(settings={"autoRefreshMinutes": None}))
    assert filled(known)["autoRefreshMinutes"] == ""
    assert checked(filled(known), "x").settings == {"autoRefreshMinutes": None}


def test_the_kept_password_counts_only_where_none_is_typed() -> None:
    assert checked(typed(as_sent(password="")), "kept").password == "kept"
    assert checked(typed(as_sent(password="typed")), "kept").password == "typed"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("urlToCustomXmlPage", "", "URL to Custom XML Page is required"),
        (
            "urlToCustomXmlPage",
            "https://x.example/<org>",
            "URL to Custom XML Page still holds the placeholder",
        ),
        ("username", "a:b", "Username must not hold a colon"),
        ("password", "", "Password is required"),
        ("statuses.awaitingShipment", "", "Awaiting Shipment: at least one status is needed"),
        ("statuses.onHold", "cancelled", "cancelled is in both Cancelled and On-Hold"),
        ("autoRefreshMinutes", "soon", "Automatic refresh must be a whole number from 1 to 10080"),
        ("autoRefreshMinutes", "9" * 400, "Automatic refresh must be a whole number from 1 to 10080"),
        ("autoRefreshMinutes", "²", "Automatic refresh must be a whole number from 1 to 10080"),
        ("settings", "{", "The body is not valid JSON"),
        (
            "settings",
            '{"auth": "none", "odd": 1}',
            "auth must be one of basic, query, both; odd is no setting",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field(field: str, value: str, message: str) -> None:
    found = problems(**{field: value})
    assert list(found) == [field]
    assert found[field].startswith(message)


def test_all_that_is_wrong_is_said_at_once() -> None:
    found = problems(urlToCustomXmlPage="ftp://x", username="", settings="[]")
    assert set(found) == {"urlToCustomXmlPage", "username", "settings"}
