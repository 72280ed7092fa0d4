"""Asking the middleware by hand, where HTTP is the point: credentials, queries, windows."""

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from urllib.parse import quote

from pytest_bdd import given, when

from features.steps.orders import moment
from features.support.evidence import HarnessError
from features.support.exchange import Exchange, basic
from features.support.notice import written
from features.support.phrases import phrase, rows
from features.support.scene import Scene
from features.support.shop import Order

LONG_PAST = datetime(2001, 1, 1, tzinfo=UTC), datetime(2001, 1, 1, 0, 1, tzinfo=UTC)
"""A window that holds nothing anywhere: neither CarePortals nor ShipStation was there yet."""


def _pair(text: str) -> str:
    return b64encode(text.encode()).decode()


CREDENTIALS: dict[str, Callable[[str, str], str | None]] = {
    "no credentials": lambda _user, _password: None,
    "the right email and password": basic,
    "a wrong password": lambda user, _password: basic(user, "not the password"),
    "a wrong email": lambda _user, password: basic("nobody@clinic.example", password),
    "a password and no email": lambda _user, password: basic("", password),
    "an email and no password": lambda user, _password: basic(user, ""),
    "a pair of nothing and nothing": lambda _user, _password: "Basic Og==",
    "email and password exchanged": lambda user, password: basic(password, user),
    "a blank behind the password": lambda user, password: basic(user, password + " "),
    "a line end behind the password": lambda user, password: basic(user, password + "\n"),
    "the email alone, without a colon": lambda user, _password: "Basic " + _pair(user),
    "email and password run together": lambda user, password: "Basic " + _pair(user + password),
    "the word Basic alone": lambda _user, _password: "Basic",
    "a pair that is not in Base64": lambda user, password: f"Basic {user}:{quote(password)}",
    "something that is not Base64": lambda _user, _password: "Basic !!!!",
    "the pair without the word Basic": lambda user, password: _pair(f"{user}:{password}"),
    "the pair as a Bearer token": lambda user, password: "Bearer " + _pair(f"{user}:{password}"),
    "the scheme Digest": lambda user, _password: f'Digest username="{user}", realm="", response=""',
    'the scheme spelled "basic"': lambda user, password: "b" + basic(user, password)[1:],
    'the scheme spelled "BASIC"': lambda user, password: "BASIC" + basic(user, password)[5:],
}
"""The value of the Authorization header, made of the right email and password; None sends no header."""

HABITS: dict[str, dict[str, object]] = {
    "waits for a challenge before it sends the password": {"challengeFirst": True},
    "puts email and password into the query as well": {"auth": "both"},
    "writes a blank as %20": {"blank": "%20"},
    "writes hexadecimal digits in upper case": {"hexCase": "upper"},
    "calls itself by another name": {"userAgent": "Mozilla/5.0 (compatible; poller)"},
}
"""What may be so or so about ShipStation's requests, as settings of the mock."""


def _notice(scene: Scene, body: bytes, authorization: str | None = "") -> Exchange:
    query = "action=shipnotify&order_number=999999&carrier=USPS&service=&tracking_number=TRACK-9"
    headers = {"Content-Type": "text/xml"}
    return scene.ask(query, method="POST", headers=headers, body=body, authorization=authorization)


def _whole_notice() -> bytes:
    return written("current", number="999999", order_id="f" * 24, tracking="TRACK-9")


REQUESTS: dict[str, Callable[[Scene], Exchange]] = {
    "an export": lambda scene: scene.export(*LONG_PAST),
    "an export without credentials": lambda scene: _export_with(scene, "no credentials"),
    "an export with a wrong password": lambda scene: _export_with(scene, "a wrong password"),
    "an export without a window": lambda scene: scene.ask("action=export&page=1"),
    "an export of a window that is none": lambda scene: scene.ask(
        "action=export&start_date=yesterday&end_date=today&page=1"
    ),
    "an export of a page that is none": lambda scene: scene.ask(_export_query("&page=abc")),
    "a request without an action": lambda scene: scene.ask(""),
    "a request for another action": lambda scene: scene.ask("action=verifystatus"),
    "a query that is not UTF-8": lambda scene: scene.ask("action=%ff%fe&start_date=%c3%28"),
    "a query with a NUL": lambda scene: scene.ask("action=export%00&start_date=%00&end_date=%00"),
    "a query of 6000 characters": lambda scene: scene.ask("action=export&start_date=" + "1" * 6000),
    "a notice about an unknown order": lambda scene: _notice(scene, _whole_notice()),
    "a notice without credentials": lambda scene: _notice(scene, _whole_notice(), None),
    "a notice that is no XML": lambda scene: _notice(scene, b"shipped!"),
    "a notice that breaks off": lambda scene: _notice(scene, b"<ShipNotice><OrderNumber>99"),
    "an empty notice": lambda scene: _notice(scene, b""),
    "a notice of zero bytes": lambda scene: _notice(scene, b"\0" * 2000),
}
"""Requests good and bad, each sent with the right credentials unless it says otherwise."""


Kind = TypeVar("Kind")


def _named(kinds: Mapping[str, Kind], name: str) -> Kind:
    if name not in kinds:
        raise HarnessError(f'there is no "{name}" among: {", ".join(kinds)}')
    return kinds[name]


def last(scene: Scene) -> Exchange:
    """The latest request by hand and its answer. Raises HarnessError before there is one."""
    if not scene.target.exchanges:
        raise HarnessError("the middleware was not asked by hand yet")
    return scene.target.exchanges[-1]


def _authorization(scene: Scene, name: str) -> str | None:
    return _named(CREDENTIALS, name)(scene.form.values["Username"], scene.form.values["Password"])


def _export_query(rest: str = "&page=1") -> str:
    return "action=export&start_date=01%2f01%2f2001+00%3a00&end_date=01%2f01%2f2001+00%3a01" + rest


def _hour(scene: Scene, page: int = 1) -> str:
    """The query for a page of the hour up to now, in which the shop's orders are; passive: of long past."""
    if scene.target.passage:
        return _export_query(f"&page={page}")
    start, end = scene.now - timedelta(hours=1), scene.now
    return f"action=export&start_date={start:%m/%d/%Y+%H:%M}&end_date={end:%m/%d/%Y+%H:%M}&page={page}"


def _export_with(scene: Scene, name: str, *, page: int = 1, rest: str = "") -> Exchange:
    return scene.ask(_hour(scene, page) + rest, authorization=_authorization(scene, name))


def further(scene: Scene, exchange: Exchange, pages: int) -> list[Exchange]:
    """The answers to the same question for the pages from 2 on: a target may give one order a page."""
    asked = (re.sub(r"(?<=[?&]page=)[^&]*", str(page), exchange.url) for page in range(2, pages + 1))
    return [scene.target.ask(exchange.method, url, "", exchange.sent) for url in asked]


def _good(scene: Scene, exchange: Exchange) -> None:
    scene.expect(exchange.status == 200, "an answer 200 with orders", exchange.said())


@given(phrase("a ShipStation that {habit}"))
def shipstation_that(scene: Scene, habit: str) -> None:
    scene.form.settings |= _named(HABITS, habit)


@given("the store is connected and has refreshed")
def is_connected(scene: Scene) -> None:
    scene.connect()
    scene.expect(scene.last.status_code == 201, "the store is connected", scene.last.text[:300])
    scene.refreshed()


@given("these orders, by when they last changed:")
def orders_by_change(scene: Scene, datatable: list[list[str]]) -> None:
    scene.shop().place_all(
        [Order(int(row["order"]), changed=moment(row["changed"])) for row in rows(datatable)]
    )


@given("the orders of the last hour were asked for")
def hour_was_asked(scene: Scene) -> None:
    _good(scene, scene.ask(_hour(scene)))


@when(phrase("the orders are asked for with {credentials}"))
def asked_with(scene: Scene, credentials: str) -> None:
    _export_with(scene, credentials)


@when(phrase("the second page is asked for with {credentials}"))
def second_page_with(scene: Scene, credentials: str) -> None:
    _export_with(scene, credentials, page=2)


@when(phrase('"{email}" asks for the second page'))
def second_page_by(scene: Scene, email: str) -> None:
    header = basic(scene.shop().username(email), scene.shop().passwords[email])
    scene.ask(_hour(scene, page=2), authorization=header)


@when(phrase("the right email and password are put into the query, beside {credentials}"))
def query_beside(scene: Scene, credentials: str) -> None:
    user, password = (quote(scene.form.values[name], safe="") for name in ("Username", "Password"))
    _export_with(scene, credentials, rest=f"&SS-UserName={user}&SS-Password={password}")


@when("the orders of the last hour are asked for")
def hour_is_asked(scene: Scene) -> None:
    scene.ask(_hour(scene))


@when(phrase('the middleware is asked for "{query}"'))
def asked_for(scene: Scene, query: str) -> None:
    scene.ask(query)


@when(phrase('the middleware is asked, without credentials, for "{query}"'))
def asked_by_nobody(scene: Scene, query: str) -> None:
    scene.ask(query, authorization=None)


@when(phrase("the method {method} is used to export"))
def export_by(scene: Scene, method: str) -> None:
    scene.ask(_hour(scene), method=method)


@when(phrase("the method {method} is used to ship the order {number:d}"))
def ship_by(scene: Scene, method: str, number: int) -> None:
    query = f"action=shipnotify&order_number={number}&carrier=USPS&service=&tracking_number=TRACK-9"
    scene.ask(query, method=method)


@given(phrase("the middleware was sent {something}"))
@when(phrase("the middleware is sent {something}"))
def is_sent(scene: Scene, something: str) -> None:
    _named(REQUESTS, something)(scene)


@given(phrase('the orders from "{start}" to "{end}" were asked for'))
def window_was_asked(scene: Scene, start: str, end: str) -> None:
    # To the end: a walk that is broken off may have to be begun once more when an order changes meanwhile.
    first = scene.export(moment(start), moment(end))
    _good(scene, first)
    for page in further(scene, first, scene.reading(first, moment(start), moment(end))["pages"] or 1):
        _good(scene, page)


@when(phrase('the orders from "{start}" to "{end}" are asked for'))
def window_is_asked(scene: Scene, start: str, end: str) -> None:
    scene.export(moment(start), moment(end))


@when("the address of the store is looked at")
def address_is_looked_at(scene: Scene) -> None:
    scene.before["address"] = scene.form.values["URL to Custom XML Page"]


@given("the Custom Store form of a colleague")
def form_of_colleague(scene: Scene) -> None:
    scene.shop().add_user("tx@clinic.example", "Pharmacy")
    scene.fill_form("tx@clinic.example")
