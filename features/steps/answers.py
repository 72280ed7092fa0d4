"""The middleware's answers to what was asked by hand."""

import ipaddress
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from pytest_bdd import then

from features.steps.exchanges import further, last
from features.support.exchange import Exchange
from features.support.phrases import phrase
from features.support.scene import Scene

ANY_TIME = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
"""For readings in which it does not matter whether LastModified is within the window."""

SIGNS_OF_ORDERS = (b"<Order>", b"<OrderNumber", b"<ShipTo", b"pat.doe@", b"Harbour Street")


def listed(scene: Scene, exchange: Exchange | None = None) -> dict[str, Any]:
    """What ShipStation reads in the latest answer, or in this one. Raises Broken when it cannot."""
    found = scene.reading(exchange or last(scene), *ANY_TIME)
    error = found["error"] or {}
    place = ", ".join(f"{name} {error[name]}" for name in ("xpath", "line") if error.get(name))
    scene.expect(
        found["ok"], "a list of orders that ShipStation can read", f"{error.get('message')} ({place})"
    )
    return found


def all_listed(scene: Scene) -> list[dict[str, Any]]:
    """The orders on all pages that the latest answer begins. Raises Broken for one that cannot be read."""
    first = listed(scene)
    more = [listed(scene, exchange) for exchange in further(scene, last(scene), first["pages"] or 1)]
    return [order for reading in (first, *more) for order in reading["orders"]]


def numbers(reading: dict[str, Any]) -> list[str]:
    """The order numbers of a reading, in its order."""
    return [order["orderNumber"] for order in reading["orders"]]


@then("the middleware refuses and shows nothing of an order")
def refuses_and_shows_nothing(scene: Scene) -> None:
    refuses(scene)
    signs = [sign.decode() for sign in SIGNS_OF_ORDERS if sign in last(scene).body]
    scene.expect(not signs, "nothing of an order in the refusal", lambda: f"it holds {', '.join(signs)}")


@then("the middleware refuses")
def refuses(scene: Scene) -> None:
    scene.expect(400 <= (last(scene).status or 0) < 500, "a 4xx answer", last(scene).said())


@then("the middleware refuses or gives an empty list")
def refuses_or_empty(scene: Scene) -> None:
    if last(scene).status == 200:
        page_is_empty(scene)
    else:
        refuses(scene)


@then("the answer is 401 with a Basic challenge")
def challenge(scene: Scene) -> None:
    answer = last(scene)
    scene.expect(answer.status == 401, "an answer 401", answer.said())
    said = answer.headers.get("WWW-Authenticate", "")
    scene.expect(
        re.search(r"(^|,)\s*Basic\s+.*realm=", said, re.IGNORECASE),
        'WWW-Authenticate: Basic realm="..."',
        (said and f"WWW-Authenticate: {said}") or "no WWW-Authenticate",
    )


@then("the method is refused")
def method_is_refused(scene: Scene) -> None:
    answer = last(scene)
    refused = 400 <= (answer.status or 0) < 500 or answer.status == 501
    scene.expect(refused, "the answer 405, or another refusal", answer.said())
    scene.expect(
        answer.status != 405 or "allow" in answer.headers,
        "405 with the header Allow (RFC 9110, 15.5.6)",
        "no Allow",
    )


@then("ShipStation is not sent elsewhere")
def no_redirect(scene: Scene) -> None:
    answer = last(scene)
    where = answer.headers.get("location")
    scene.expect(
        answer.status is not None and not 300 <= answer.status < 400,
        "an answer that is no redirect",
        lambda: f"{answer.said()}{f', to {where}' if where else ''}",
    )


@then("a whole answer comes")
def whole_answer(scene: Scene) -> None:
    scene.expect(last(scene).status is not None, "a whole answer within the time limit", last(scene).said())


@then("the refusal is short and plain")
def short_and_plain(scene: Scene) -> None:
    answer = last(scene)
    scene.expect((answer.status or 0) >= 400, "a refusal", answer.said())
    scene.expect(len(answer.body) <= 1000, "at most 1000 bytes", f"{len(answer.body)} bytes")
    page = b"<html" in answer.body.lower() or b"<!doctype" in answer.body.lower()
    scene.expect(not page and "html" not in answer.content_type, "no HTML page", answer.said())


@then("no cache may keep the answer")
def not_cached(scene: Scene) -> None:
    headers = last(scene).headers
    said = headers.get("cache-control", "").lower()
    kept = re.search(r"\bpublic\b|max-?age=0*[1-9]|s-maxage=0*[1-9]|immutable", said)
    scene.expect(last(scene).status == 200, "an answer 200", last(scene).said())
    scene.expect(not kept or "no-store" in said, "Cache-Control: no-store", lambda: f"Cache-Control: {said}")
    age = headers.get("age", "0").strip()
    scene.expect(age in {"", "0"}, "a fresh answer", f"Age: {age}")


@then("the password travels encrypted, or not beyond this machine or network")
def encrypted(scene: Scene) -> None:
    address = urlsplit(scene.before["address"])
    scene.expect(
        address.scheme == "https" or _is_near(address.hostname or ""),
        "an address with https",
        scene.before["address"],
    )


def _is_near(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host


@then("the answer is a list of orders")
def is_a_list(scene: Scene) -> None:
    listed(scene)


@then("the page is empty")
def page_is_empty(scene: Scene) -> None:
    got = numbers(listed(scene))
    scene.expect(not got, "a list without orders", lambda: f"{len(got)} orders: {', '.join(got[:5])}")


@then("the list is empty")
def the_list_is_empty(scene: Scene) -> None:
    found = listed(scene)
    scene.expect(not found["orders"], "no order", lambda: f"the orders {', '.join(numbers(found)[:5])}")
    pages = found["pages"]
    scene.expect(pages in {None, 0, 1}, "one page or none", f"{pages} pages of nothing")


@then(phrase("the list holds the orders {wanted}"))
def list_holds(scene: Scene, wanted: str) -> None:
    got = sorted(order["orderNumber"] for order in all_listed(scene))
    expected = sorted(number.strip() for number in wanted.split(","))
    scene.expect(got == expected, f"the orders {', '.join(expected)}", lambda: ", ".join(got) or "no order")


@then(phrase('the list shows the order {number:d} once, as "{status}"'))
def list_shows(scene: Scene, number: int, status: str) -> None:
    found = all_listed(scene)
    got = [order["status"] for order in found if order["orderNumber"] == str(number)]
    scene.expect(
        len(got) == 1 and got[0] in scene.shop().spellings(status),
        f"the order {number} once, as {status}",
        lambda: ", ".join(got) or "no such order",
    )
