import pytest

from tests.browser.crawl import kind


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://h:1/app/orders/17/label", "//h:1/app/orders/N/label"),
        ("http://h:1/app/orders/64d2c0ffee64d2c0ffee64d2", "//h:1/app/orders/N"),
        ("http://h:1/app/orders?tab=all&page=2&search=", "//h:1/app/orders?page&tab"),
        ("http://h:1/activate/" + "x" * 40, "//h:1/activate/TOKEN"),
        ("http://h:1/app", "//h:1/app"),
    ],
)
def test_pages_of_one_kind_differ_in_numbers_tokens_and_values_only(url: str, expected: str) -> None:
    assert kind(url) == expected
