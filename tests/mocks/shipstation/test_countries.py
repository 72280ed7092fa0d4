"""The list of countries."""

from mocks.shipstation.countries import COUNTRIES


def test_there_are_249_and_no_inventions() -> None:
    assert len(COUNTRIES) == 249
    assert {"US", "CA", "GB", "ZW"} <= COUNTRIES
    assert not {"UK", "EU", "XX", "us"} & COUNTRIES
