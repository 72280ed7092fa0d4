"""Lists that go on over many pages."""

import pytest
from starlette.requests import Request

from mocks.control.payload import Refusal
from mocks.shipstation.pages.listing import Listing, listing


def asked(query: str, total: int) -> Listing:
    scope = {"type": "http", "path": "/app/orders", "query_string": query.encode(), "headers": []}
    return listing(
        Request(scope | {"server": ("x", 80), "scheme": "http"}), total, {"tab": "all", "store": None}
    )


@pytest.mark.parametrize(
    ("query", "total", "number", "shown"),
    [
        ("", 0, 1, "None"),
        ("", 50, 1, "1–50 of 50"),
        ("page=2", 12345, 2, "51–100 of 12,345"),
        ("page=3", 101, 3, "101–101 of 101"),
        ("page=999999", 101, 3, "101–101 of 101"),
    ],
)
def test_a_page_of_a_list(query: str, total: int, number: int, shown: str) -> None:
    page = asked(query, total)
    assert (page.number, page.shown) == (number, shown)


def test_the_link_to_another_page_chooses_the_same_list() -> None:
    assert asked("", 120).link(2) == "/app/orders?tab=all&page=2"


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=-1", f"page={10**30}", "page="])
def test_no_number_is_refused(query: str) -> None:
    with pytest.raises(Refusal):
        asked(query, 10)
