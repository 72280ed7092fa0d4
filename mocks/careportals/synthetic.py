"""Made-up orders: plausible, varied, and the same ones again for the same seed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from json import JSONEncoder
from random import Random
from typing import Any, NamedTuple

from mocks.careportals.orders import STATUSES, StoredOrder
from mocks.careportals.store import milliseconds
from mocks.control.clock import Clock, from_text
from mocks.control.payload import Refusal, integer, only, text


@dataclass(frozen=True)
class Batch:
    """What to make: `count` orders whose `updatedAt` are spread evenly over `start`..`end`."""

    count: int
    seed: int
    statuses: tuple[str, ...]
    start: datetime
    end: datetime


def read_batch(body: Mapping[str, Any], clock: Clock) -> Batch:
    """Check a request for synthetic orders; the last 24 hours of `clock` by default. Raises Refusal 400."""
    only(body, {"count", "seed", "statuses", "from", "to"})
    statuses = body.get("statuses", list(STATUSES))
    if not isinstance(statuses, list) or not statuses or not all(status in STATUSES for status in statuses):
        raise Refusal(400, f'"statuses" must be a list of {", ".join(STATUSES)}')
    end = _time(body, "to") or clock.now()
    try:
        start = _time(body, "from") or end - timedelta(days=1)
        start - _LONGEST_HISTORY
    except OverflowError:
        raise Refusal(400, '"from" is too early') from None
    if start > end:
        raise Refusal(400, '"from" must not be after "to"')
    return Batch(
        integer(body.get("count"), "count", 1, 100_000),
        integer(body.get("seed"), "seed", -(2**53), 2**53),
        tuple(statuses),
        start,
        end,
    )


def _time(body: Mapping[str, Any], name: str) -> datetime | None:
    if name not in body:
        return None
    try:
        return from_text(text(body, name, limit=100))
    except (ValueError, OverflowError):
        raise Refusal(400, f'"{name}" must be a time such as 2024-07-25T10:00:00.000Z') from None


class Product(NamedTuple):
    """Something that can be ordered; prices in cents."""

    name: str
    sku: str | None
    cents: int
    kind: str


# No real drug, brand or company; one product without a SKU, as in the documented sample of an order.
_PRODUCTS = (
    Product("Finasol 1 mg, 90 tablets", "FINA-1", 19900, "physical"),
    Product("Tadaprex 5 mg, 30 tablets", "TADA-5", 8950, "physical"),
    Product("Semavita weekly pen", "SEMA-PEN-025", 29900, "physical"),
    Product("Crème hydratante à l’aloès", "CREME-ALOE", 2495, "physical"),
    Product("Vitamin D₃ drops & dropper", "VITD3", 1299, "physical"),
    Product("Injection kit <sterile>", "KIT-INJ", 1500, "physical"),
    Product('Sleep gummies, "calm" blend', None, 3333, "physical"),
    Product("Online follow-up consultation", "CONSULT-15", 4900, "digital"),
)

_NAMES = (
    ("Ana", "Núñez"), ("Zoë", "O’Connor"), ("Łukasz", "Żółkiewski"), ("John", "Smith"),
    ("Søren", "Åkesson"), ("Mei", "李"), ("Élodie", "Lefèvre-Côté"), ("Maria", "Garcia"),
    ("Ömer", "Şahin"), ("Aroha", "Tāwhiri"), ("Дарья", "Иванова"), ("Mary Ann", "D'Angelo & Sons"),
)  # fmt: skip

_ADDRESSES = (
    ("1 Main Street", "Apt 4B", "New York", "NY", "10001", "US"),
    ("221 Ocean Avenue", "", "San José", "CA", "95112", "US"),
    ("77 Peachtree Road", "Suite 1200", "Atlanta", "GA", "30303", "US"),
    ("9 Calle Ñandú", None, "San Juan", "PR", "00901", "US"),
    ("1250 Pine Street", "Unit #7", "Seattle", "WA", "98101", "US"),
    ("350 Rue Saint-Honoré", "Bureau 2", "Québec", "QC", "G1R 2B5", "CA"),
    ("18 King Street West", "", "Toronto", "ON", "M5H 1A1", "CA"),
)  # fmt: skip

ASSIGNEES = (
    ("5f0000000000000000000001", "central.pharmacy@example.com", "Central", "Pharmacy"),
    ("5f0000000000000000000002", "provider.one@example.com", "Paula", "Provider"),
)
"""To whom synthetic orders are assigned: add users with these addresses to see them through their eyes."""

_CARRIERS = (
    ("USPS", "Priority Mail", "9400100000000000"),
    ("UPS", "Ground", "1Z999AA10000"),
    ("FedEx", "2Day", "7946"),
)
_SHIPPED = {"shipped", "completed", "delivered"}
_BEFORE_PAYMENT = {"pending", "awaiting_payment"}
_LONGEST_HISTORY = timedelta(days=4)

# Orders are put together from parts that are JSON already, many of them made once: making each order as an
# object and writing it would take three times as long, and there may be 100,000 of them.
# ASCII only, which takes half the memory and no encoding when it is stored.
Json = str
_written = JSONEncoder(separators=(",", ":")).encode

_ADDRESS_KEYS = ("address1", "address2", "city", "provinceCode", "postalCode", "countryCode")
_ADDRESS_PARTS = [_written(dict(zip(_ADDRESS_KEYS, address, strict=True))) for address in _ADDRESSES]
_NAME_PARTS = [f'"firstName":{_written(first)},"lastName":{_written(last)}' for first, last in _NAMES]
_ASSIGNEE_KEYS = ("_id", "username", "firstName", "lastName")
_ASSIGNEE_PARTS = [
    (assignee[1], f',"assignedTo":{_written(dict(zip(_ASSIGNEE_KEYS, assignee, strict=True)))}')
    for assignee in ASSIGNEES
]
_REQUIREMENTS = ("[]", '[{"type":"qnr","key":"intake"}]')
_BASKETS = 1000


def synthetic_orders(organization: str, batch: Batch, first_id: int) -> Iterator[StoredOrder]:
    """The orders of a batch; numbered from `first_id`, oldest change first."""
    random = Random(f"{batch.seed}:{first_id}")  # noqa: S311 - made-up data, to be repeatable
    baskets = [_basket(random) for _ in range(min(batch.count, _BASKETS))]
    step = (batch.end - batch.start) / batch.count
    for index in range(batch.count):
        updated_at = batch.end - step * (batch.count - 1 - index)
        status = batch.statuses[index % len(batch.statuses)]
        basket = random.choice(baskets)
        yield _order(random, organization, first_id + index, status, basket, updated_at)


class _Basket(NamedTuple):
    """What is bought, as the order and as its shipment tell it; a subscription renews such an order."""

    subscription: bool
    lines: Json
    amounts: Json
    shipped: Json


def _basket(random: Random) -> _Basket:
    subscription = random.random() < 0.25
    lines = [
        _line(random, product, subscription)
        for product in random.sample(_PRODUCTS, random.choice((1, 1, 1, 2, 2, 3, 4)))
    ]
    shipped = [{"sku": line.get("sku", line["productId"]), "quantity": line["quantity"]} for line in lines]
    amounts = _written(_amounts(random, lines)).strip("{}")
    return _Basket(subscription, _written(lines), amounts, _written(shipped))


def _line(random: Random, product: Product, subscription: bool) -> dict[str, Any]:
    off = product.cents * random.choice((5, 10, 25)) // 100 if random.random() < 0.25 else 0
    quantity = random.choice((1, 1, 1, 2, 3))
    line: dict[str, Any] = {
        "name": product.name,
        "productId": f"{_PRODUCTS.index(product) + 1:024x}",
        "price": (product.cents - off) / 100,
        "listPrice": product.cents / 100,
        "quantity": quantity,
        "isSubscription": subscription,
        "type": product.kind,
        "requirements": [],
        "extras": {"drugName": product.name.split(",")[0], "categories": []},
    }
    if product.sku is not None:
        line["sku"] = product.sku
    if off:
        line["discount"] = {
            "amount": off * quantity / 100,
            "reductionAmount": off / 100,
            "reductionType": "dollar",
            "type": "promotion",
            "referenceId": _hex_id(random),
        }
    return line


def _amounts(random: Random, lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the order costs; a coupon and store credit come off the sum of its lines."""
    base = sum(_cents(line["listPrice"]) * line["quantity"] for line in lines)
    goods = sum(_cents(line["price"]) * line["quantity"] for line in lines)
    off = goods * random.choice((10, 15, 50)) // 100 if random.random() < 0.2 else 0
    credit = min(1000, (goods - off) // 2) if random.random() < 0.1 else 0
    return {
        "coupon": random.choice(("SAVE50NOW", "WELCOME", "ÉTÉ-15")) if off else None,
        "totalAmount": (goods - off - credit) / 100,
        "discountAmount": (base - goods + off) / 100,
        "baseAmount": base / 100,
        "creditUsedAmount": credit / 100,
    }


def _cents(dollars: float) -> int:
    return round(dollars * 100)


def _hex_id(random: Random) -> str:
    return f"{random.getrandbits(96):024x}"


def _order(
    random: Random, organization: str, number: int, status: str, basket: _Basket, updated_at: datetime
) -> StoredOrder:
    created_at = updated_at - timedelta(minutes=random.randint(5, 72 * 60))
    updated = _text(updated_at)
    moves = _moves(status, created_at, updated_at, updated)
    shipment = _shipment(random, moves, basket) if status in _SHIPPED else _NO_SHIPMENT
    username, assigned = random.choice(_ASSIGNEE_PARTS) if random.random() < 0.6 else (None, "")
    source = "subscription" if basket.subscription else random.choice(("checkout", "checkout", "api"))
    order_id = _hex_id(random)
    document = (
        f'{{"_id":"{order_id}","organization":"{organization}","id":{number},'
        f'"customer":{_customer(random, number)},"status":"{status}",'
        f'"statusHistory":{_history(random, moves)},"source":"{source}","lineItems":{basket.lines},'
        f'"shippingAddress":{random.choice(_ADDRESS_PARTS)},"invoices":[],{basket.amounts},'
        f'"requirements":{random.choice(_REQUIREMENTS)},"version":{random.randint(1, 6)},'
        f'"isDeleted":false,"createdAt":"{_text(created_at)}","updatedAt":"{updated}",'
        f'"__v":{random.randint(0, 3)},{shipment}{assigned}}}'
    )
    return StoredOrder(order_id, number, status, milliseconds(updated_at), False, username, document)


def _text(at: datetime) -> str:
    """As `to_text`, for a time in UTC: a third of the time that an order takes."""
    return at.isoformat(timespec="milliseconds")[:23] + "Z"


def _customer(random: Random, number: int) -> Json:
    mobile = f'"+1555{random.randint(0, 9_999_999):07}"'
    phone = random.choice((mobile, "null", '""', '"(555) 010-0199"'))
    return (
        f'{{"_id":"{_hex_id(random)}","email":"customer{number}@example.com","phone":{phone},'
        f"{random.choice(_NAME_PARTS)}}}"
    )


class _Move(NamedTuple):
    """A change of the status, and when it was made."""

    before: str
    after: str
    at: str


@cache
def _path(status: str) -> list[tuple[str, str]]:
    """How an order came to its status: born pending or processing, and moved once unless it is still so."""
    if status in _SHIPPED:
        later = () if status == "shipped" else (status,)
        return list(pairwise(("processing", "awaiting_shipment", "shipped", *later)))
    born = "pending" if status in _BEFORE_PAYMENT else "processing"
    return [] if status == born else [(born, status)]


def _moves(status: str, created_at: datetime, updated_at: datetime, updated: str) -> list[_Move]:
    """The last one is the last change of the order; those before are spread evenly."""
    path = _path(status)
    if len(path) == 1:
        return [_Move(*path[0], updated)]
    span = (updated_at - created_at) / max(1, len(path))
    times = [_text(created_at + span * number) for number in range(1, len(path))]
    return [_Move(*step, at) for step, at in zip(path, [*times, updated], strict=False)]


def _history(random: Random, moves: Sequence[_Move]) -> Json:
    entries = [
        f'{{"prevStatus":"{before}","newStatus":"{after}","updatedAt":"{at}",'
        f'"userId":"{random.choice(ASSIGNEES)[0]}"}}'
        for before, after, at in moves
    ]
    return f"[{','.join(entries)}]"


_NO_SHIPMENT = '"shipments":[],"trackingCode":null,"shippedAt":null'


def _shipment(random: Random, moves: Sequence[_Move], basket: _Basket) -> Json:
    """One shipment of all lines, made when the order became shipped."""
    carrier, service, prefix = random.choice(_CARRIERS)
    tracking = f"{prefix}{random.randint(0, 99_999_999):08}"
    at = next(move.at for move in moves if move.after == "shipped")
    return (
        f'"shipments":[{{"_id":"{_hex_id(random)}","carrier":"{carrier}","service":"{service}",'
        f'"trackingNumber":"{tracking}","shipDate":"{at[:10]}",'
        f'"shippingCost":{random.randint(395, 1995) / 100},"lineItems":{basket.shipped},'
        f'"createdAt":"{at}","createdBy":"{ASSIGNEES[0][0]}"}}],'
        f'"trackingCode":"{tracking}","shippedAt":"{at}"'
    )
