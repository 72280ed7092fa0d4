"""Mistakes about single values: their length, their characters, their type."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from lxml import etree
from starlette.exceptions import HTTPException

import bridge.app
import bridge.line
import bridge.orders_document as orders_document
import bridge.record
from bridge.crm import Order
from bridge.line import Line
from bridge.record import Record, clean
from tests.defects.gallery import defect
from tests.defects.replies import replace
from tests.defects.writing import change_orders, change_texts, change_tree


def _cleaning(change: Callable[[str, int], str]) -> None:
    """Clean and cut texts in another way."""
    for module in (bridge.record, orders_document):
        replace(module, "clean", change)


@defect("VAL-4")
def cuts_nothing() -> None:
    """A text that is too long reaches ShipStation's schema."""
    _cleaning(lambda text, _limit: clean(text, 10**6))


@defect("VAL-4")
def counts_characters_instead_of_units() -> None:
    """Lengths are counted in characters, so that an emoji counts once."""
    _cleaning(lambda text, limit: clean(text, 10**6)[:limit])


@defect("VAL-4")
def cuts_an_emoji_in_half() -> None:
    """A text is cut to UTF-16 units, with a question mark for what is left of half a pair."""

    def cut(text: str, limit: int) -> str:
        return clean(text, 10**6).encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "replace")

    _cleaning(cut)


@defect("VAL-5")
def cuts_at_the_lengths_of_2012() -> None:
    """Addresses are cut at 100 characters, as an older guide had it."""
    change_texts(lambda text: text[:100], "Address1", "Address2")


@defect("VAL-5")
def cuts_one_too_early() -> None:
    """The last character that fits is cut off too."""
    _cleaning(lambda text, limit: clean(text, limit - 1))


@defect("VAL-6")
def drops_accents_from_names() -> None:
    """Names are reduced to ASCII."""
    change_texts(lambda text: text.encode("ascii", "ignore").decode(), "Name")


@defect("VAL-6")
def strips_markup_from_products() -> None:
    """Whatever looks like a tag is removed from products."""
    change_texts(lambda text: re.sub(r"<[^>]*>", "", text), "SKU")


@defect("VAL-7")
def removes_line_breaks() -> None:
    """Line breaks and tabs are removed, and the words around them are one."""
    change_texts(lambda text: re.sub(r"[\t\r\n]", "", text), "Address1")


@defect("VAL-8")
def takes_blanks_for_text() -> None:
    """A field of blanks is not empty."""

    def text(self: Record, name: str, limit: int) -> str:
        value = self._fields.get(name)
        return clean(value, limit) if isinstance(value, str) else ""

    replace(Record, "text", text)
    replace(orders_document, "_country", lambda address: address.text("countryCode", 2) or "ZZ")


@defect("VAL-9")
def keeps_control_characters_in_notes() -> None:
    """What is noted about a status is not cleaned."""
    original = orders_document._status

    def status(order: Record) -> tuple[str, str]:
        raw = order._fields.get("status")
        if isinstance(raw, str) and raw != clean(raw, 1000):
            raise HTTPException(500, "All strings must be XML compatible")
        return original(order)

    replace(orders_document, "_status", status)


@defect("VAL-9")
def cleans_names_only() -> None:
    """Only what people are called is cleaned; any other field is written as it is."""

    def check(order: Order) -> Order:
        line = order["lineItems"][0]
        if any(clean(text, 1000) != text for text in (line["sku"], order["shippingAddress"]["city"])):
            raise ValueError("All strings must be XML compatible")
        return order

    change_orders(check)


@defect("VAL-10")
def takes_null_for_nothing() -> None:
    """The text Null is taken for no value."""
    original = Record.text

    def text(self: Record, name: str, limit: int) -> str:
        found = original(self, name, limit)
        return "" if found.lower() in {"null", "none", "undefined", "nan"} else found

    replace(Record, "text", text)


@defect("VAL-10")
def reads_codes_as_numbers() -> None:
    """A postal code or SKU of digits is read as a number, and loses its zeros."""

    def number(text: str) -> str:
        return f"{Decimal(text).normalize():f}" if re.fullmatch(r"[\d.]+", text) else text

    change_texts(number, "PostalCode", "SKU")


@defect("VAL-16")
def makes_a_weight_up() -> None:
    """Each item weighs five ounces."""

    def weigh(root: etree._Element) -> None:
        for item in root.iter("Item"):
            etree.SubElement(item, "Weight").text = "5"
            etree.SubElement(item, "WeightUnits").text = "Ounces"

    change_tree(weigh)


@defect("VAL-16")
def makes_a_phone_number_up() -> None:
    """Carriers want a phone number, so there always is one."""
    original = orders_document._optional

    def optional(parent: etree._Element, tag: str, text: str) -> None:
        original(parent, tag, text or ("000-000-0000" if tag == "Phone" else ""))

    replace(orders_document, "_optional", optional)


@defect("VAL-16")
def sends_all_to_the_customer_of_the_first_order() -> None:
    """The customer of the first order is kept for the others."""
    first: dict[str, Any] = {}

    def keep(order: Order) -> Order:
        return order | {"customer": first.setdefault("customer", order["customer"])}

    change_orders(keep)


@defect("VAL-17")
def cuts_countries_to_two_letters() -> None:
    """A country is cut to two letters, as its field wants."""
    replace(
        orders_document,
        "_country",
        lambda address: address.text("countryCode", 100).strip()[:2].upper() or "US",
    )


@defect("VAL-17")
def takes_the_us_for_an_unknown_country() -> None:
    """A country that is no code is taken for the US."""
    original = orders_document._country

    def country(address: Record) -> str:
        found = original(Record(address._fields))
        return "US" if found == "ZZ" else found

    replace(orders_document, "_country", country)


@defect("VAL-18")
def cuts_states_to_two_letters() -> None:
    """A state is cut to two letters."""
    replace(
        orders_document,
        "_state",
        lambda address, _country: address.text("provinceCode", 100).strip()[:2].upper(),
    )


@defect("VAL-19")
def wants_a_state_everywhere() -> None:
    """An address without a state of two letters waits, wherever it is."""
    everywhere = {"US", "CA", "GB", "DE", "FR", "JP"}
    replace(orders_document, "_WITH_STATES", everywhere)


@defect("VAL-19")
def makes_a_postal_code_up() -> None:
    """Where there is no postal code it is 00000."""

    def fill(order: Order) -> Order:
        address = order["shippingAddress"]
        return order | {"shippingAddress": address | {"postalCode": address["postalCode"] or "00000"}}

    change_orders(fill)


@defect("VAL-20")
def writes_none_into_names() -> None:
    """A first or last name that is missing is written as the language prints it."""

    def name(order: Order) -> Order:
        customer = order["customer"]
        whole = f"{customer['firstName']} {customer['lastName']}"
        return order | {"customer": customer | {"firstName": whole, "lastName": None}}

    change_orders(name)


@defect("VAL-21")
def expects_every_object() -> None:
    """An order without customer, address or lines stops the page."""

    def check(order: Order) -> Order:
        for name in ("customer", "shippingAddress", "lineItems"):
            iter(order[name])
        return order

    change_orders(check)


@defect("VAL-21")
def looks_deleted_products_up() -> None:
    """The orders of a product that was deleted since disappear."""
    original = orders_document.write_orders

    def write(orders: list[Order], pages: int) -> bytes:
        return original(
            [order for order in orders if all(_has_product(line) for line in _lines(order))], pages
        )

    replace(bridge.app, "write_orders", write)


def _lines(order: Order) -> list[Any]:
    return order["lineItems"] or []


def _has_product(line: Any) -> bool:
    return not isinstance(line, dict) or line.get("productId") is not None


@defect("VAL-22")
def strips_whatever_comes() -> None:
    """Texts are stripped without a look at their type."""

    def strip(order: Order) -> Order:
        customer, address = order["customer"], order["shippingAddress"]
        for value in (customer["lastName"], customer["phone"], address["postalCode"]):
            value.strip()
        return order

    change_orders(strip)


@defect("VAL-22")
def computes_with_dates_beyond_the_calendar() -> None:
    """A time that cannot be converted to UTC is an error of the page."""

    def check(order: Order) -> Order:
        if not str(order["createdAt"]).startswith("20"):
            raise ValueError("year is out of range")
        return order

    change_orders(check)


@defect("VAL-23")
def prints_values_of_any_type() -> None:
    """Whatever stands in a field is printed as text."""

    def text(self: Record, name: str, limit: int) -> str:
        value = self._fields.get(name)
        return "" if value is None else clean(value if isinstance(value, str) else json.dumps(value), limit)

    replace(Record, "text", text)


@defect("VAL-23")
def ships_an_order_without_lines() -> None:
    """Lines that cannot be read are left out, and the order is shipped without them."""
    original = bridge.line.read_lines

    def lines(order: Record) -> list[Line]:
        return original(Record(order._fields))

    replace(orders_document, "read_lines", lines)


@defect("VAL-24")
def gives_up_after_ten_bad_orders() -> None:
    """A page with more than ten incomplete orders is refused."""
    original = orders_document.write_orders

    def write(orders: list[Order], pages: int) -> bytes:
        if sum(not order["lineItems"] for order in orders) > 10:
            raise HTTPException(502, "Too many errors")
        return original(orders, pages)

    replace(bridge.app, "write_orders", write)


@defect("VAL-25")
def refuses_fields_that_it_does_not_know() -> None:
    """A line with a field that is not in the model makes its order incomplete."""
    original = bridge.line.read_line

    def line(record: Record) -> Line:
        if "weight" in record._fields:
            record.blame("weight")
        return original(record)

    replace(bridge.line, "read_line", line)


@defect("VAL-25")
def prefers_the_address_of_the_customer() -> None:
    """An address in the customer's record takes the place of the one to ship to."""

    def move(order: Order) -> Order:
        address = order["customer"].get("address")
        return order | {
            "shippingAddress": order["shippingAddress"] | ({"address1": address} if address else {})
        }

    change_orders(move)


@defect("VAL-29")
def writes_country_codes_in_small_letters() -> None:
    """The country is written in small letters."""
    change_texts(str.lower, "Country")


@defect("VAL-29")
def swaps_city_and_state() -> None:
    """City and state are exchanged."""

    def swap(root: etree._Element) -> None:
        for address in root.iter("ShipTo"):
            city, state = address.find("City"), address.find("State")
            if city is not None and state is not None:
                city.text, state.text = state.text, city.text

    change_tree(swap)
