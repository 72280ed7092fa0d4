"""The settings of a store."""

import pytest

from mocks.shipstation.settings import StoreSettings, errors_in


def test_the_defaults_survive_the_way_through_json() -> None:
    assert StoreSettings.from_json(StoreSettings().to_json()) == StoreSettings()
    assert errors_in(StoreSettings().to_json()) == {}


def test_the_names_are_those_of_the_api() -> None:
    assert {"challengeFirst", "replyLimitBytes", "auth"} <= set(StoreSettings().to_json())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("auth", "digest"),
        ("auth", ["basic"]),
        ("challengeFirst", 1),
        ("blank", " "),
        ("firstImportDays", True),
        ("firstImportDays", 10**30),
        ("retryMinutes", 0),
        ("retryMinutes", None),
        ("unmappedTab", "nowhere"),
        ("timeoutSeconds", 0),
        ("timeoutSeconds", "3"),
        ("userAgent", "a\r\nX: y"),
        ("userAgent", "é"),
        ("contentType", ""),
        ("strict", None),
        ("colour", "blue"),
    ],
)
def test_what_makes_no_sense_is_told(name: str, value: object) -> None:
    assert set(errors_in({name: value})) == {name}


def test_no_automatic_refresh_is_a_value_too() -> None:
    assert errors_in({"autoRefreshMinutes": None}) == {}
