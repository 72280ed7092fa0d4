import re

import pytest

from bridge.settings import Settings


def test_the_defaults_work() -> None:
    assert Settings().page_size == 50


@pytest.mark.parametrize(
    "url",
    [
        "",
        "crm.example.com",
        "ftp://crm.example.com",
        "http://",
        "http://crm:port",
        "http://crm:0",
        "http://[::1",
        "https://rx:secret@crm.example.com",
        "https://crm.example.com?key=1",
    ],
)
def test_a_crm_url_that_cannot_be_called_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="URL must be one such as"):
        Settings(crm_url=url)


@pytest.mark.parametrize("seconds", [0, -1, 601, float("nan"), float("inf")])
def test_a_time_limit_must_be_one(seconds: float) -> None:
    with pytest.raises(ValueError, match="time limit"):
        Settings(crm_timeout=seconds)


@pytest.mark.parametrize("size", [0, -1, 251])
def test_the_page_size_is_one_that_the_crm_can_list(size: int) -> None:
    with pytest.raises(ValueError, match=re.escape("from 1 to 250")):
        Settings(page_size=size)


def test_a_body_must_be_allowed_to_hold_something() -> None:
    with pytest.raises(ValueError, match="body limit"):
        Settings(body_limit=0)
