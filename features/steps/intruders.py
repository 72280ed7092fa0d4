"""Requests that want more than they should get, and what their answers give away."""

import base64
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from pytest_bdd import given, then, when

from features.steps.notices import BODIES, compose, look_before, send
from features.support.canary import Canary
from features.support.exchange import Exchange, basic
from features.support.notice import Notice
from features.support.phrases import phrase
from features.support.scene import Scene
from features.support.shop import ADDRESS, CUSTOMER

PATIENT = (
    CUSTOMER["email"],
    CUSTOMER["phone"],
    "Pat Doe",
    "Yves",
    "Yara",
    ADDRESS["address1"],
    "Vitamin B12",
)
"""What the scenarios' orders hold about patients."""

MACHINE = re.compile(
    r"Traceback \(most recent|File \"[^\"]+\", line \d|\bat [\w.$<>]+\([^)]*:\d+\)|\.php on line|"
    r"\.(?:py|rb|js|ts|go|java|cs):\d+|System\.\w+Exception|/(?:home|usr|var|srv|opt|app|tmp|root)/\w|[A-Z]:\\\w"
)
"""How traces and paths look in the usual languages."""

NAMES = re.compile(r"\S+@\S+|clinic_\w+|\b[0-9a-fA-F]{24}\b|\b[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){4,6}\b|\d+")
"""What differs from one refusal to the next: the names asked for, ids, times, and the request's own UUID."""

TOKEN = re.compile(r"\beyJ[\w-]{10,}|Bearer [\w.-]{10,}")

SHORTEST_SECRET = 8
"""Characters; a shorter password may stand in an answer by chance."""

MEASURES: dict[str, Callable[[bytes], bytes]] = {
    "a note of 8 million letters": lambda body: _inside(body, b"<Note>" + b"x" * 8_000_000 + b"</Note>"),
    "100000 nested elements": lambda body: _inside(body, b"<n>" * 100_000 + b"</n>" * 100_000),
    "20000 attributes": lambda body: body.replace(
        b"<ShipNotice>", b"<ShipNotice" + b"".join(b' a%d=""' % n for n in range(20_000)) + b">"
    ),
}


def _inside(body: bytes, more: bytes) -> bytes:
    return body.replace(b"</ShipNotice>", more + b"</ShipNotice>")


def _window(scene: Scene) -> Exchange:
    return scene.export(scene.now - timedelta(hours=1), scene.now)


def _export_at(scene: Scene, organization: str) -> Exchange:
    scene.form.fill("URL to Custom XML Page", scene.target.address(organization))
    return _window(scene)


def _export_as(scene: Scene, label: str, value: str) -> Exchange:
    right = scene.form.values[label]
    scene.form.fill(label, value)
    exchange = _window(scene)
    scene.form.fill(label, right)
    return exchange


def _notice_of(scene: Scene, number: int, shop: str = "clinic_x", body: str = "") -> Exchange:
    notice = compose(scene.shop(shop), number)
    if body:
        notice.body = BODIES[body](notice.body)
    return send(scene, notice)


REQUESTS: dict[str, Callable[[Scene], Exchange]] = {
    "an export with a wrong password": lambda scene: _export_as(scene, "Password", "not the password at all"),
    "an export as a user whom nobody knows": lambda scene: _export_as(
        scene, "Username", scene.names.email("nobody@clinic.example")
    ),
    "an export without credentials": lambda scene: scene.ask("action=export&page=1", authorization=None),
    "an export of another organization": lambda scene: _export_at(scene, scene.shop("clinic_y").key),
    "an export of an organization of nobody": lambda scene: _export_at(
        scene, scene.names.organization("clinic_nobody")
    ),
    "an export without a window": lambda scene: scene.ask("action=export&page=1"),
    "an export with an impossible window": lambda scene: scene.ask(
        "action=export&start_date=99%2f99%2f2026+99%3a99&end_date=03%2f13%2f2026+17%3a34&page=1"
    ),
    "an export with an impossible page": lambda scene: scene.ask(
        "action=export&start_date=03%2f13%2f2026+16%3a34&end_date=03%2f13%2f2026+17%3a34&page=last"
    ),
    "a request with an unknown action": lambda scene: scene.ask("action=backup"),
    "a notice with a broken body": lambda scene: _notice_of(scene, 1392, body="its first half"),
    "a notice with a wrong password": lambda scene: send(
        scene,
        compose(scene.shop(), 1392),
        authorization=basic(scene.form.values["Username"], "not the password at all"),
    ),
    "a notice about an order that nobody knows": lambda scene: _notice_of(scene, 999999),
    "a notice about a cancelled order": lambda scene: _notice_of(scene, 1393),
    "a notice about another organization's order": lambda scene: _notice_of(scene, 4711, "clinic_y"),
}


@pytest.fixture
def canary() -> Iterator[Canary]:
    with Canary() as watched:
        yield watched


@given(phrase("the address names an organization of {length:d} letters"))
def long_organization(scene: Scene, length: int) -> None:
    scene.form.fill("URL to Custom XML Page", scene.target.address("a" * length))


@given(phrase("{count:d} exports with wrong passwords were asked for"))
def many_wrong_passwords(scene: Scene, count: int) -> None:
    for index in range(count):
        _export_as(scene, "Password", f"a wrong guess {index}")


@given(phrase('a notice about the order {number:d} in the form "{form}" that names an address'))
def notice_naming_address(scene: Scene, notice: Notice, number: int, form: str, canary: Canary) -> None:
    vars(notice).update(vars(compose(scene.shop(), number, form, canary=canary.url)))


@given(phrase('a notice about the order {number:d} in the form "{form}" that names a file'))
def notice_naming_file(scene: Scene, notice: Notice, number: int, form: str, canary: Canary) -> None:
    vars(notice).update(vars(compose(scene.shop(), number, form, canary=canary.file.as_uri())))


@given(phrase("the notice has {measure} below its root"))
def out_of_measure(notice: Notice, measure: str) -> None:
    notice.body = MEASURES[measure](notice.body)


@when("an export is asked for")
def export_is_asked(scene: Scene) -> None:
    _window(scene)


@when(phrase('an export is asked for with "{query}"'))
def export_with_query(scene: Scene, query: str) -> None:
    scene.ask(query)


@when(phrase("an export is asked for with {length:d} characters in the {part}"))
def export_out_of_measure(scene: Scene, length: int, part: str) -> None:
    more = "x" * length
    if part == "header":
        scene.ask("action=export&page=1", headers={"X-Note": more})
    else:
        scene.ask(f"action=export&page=1&note={more}")


@when(phrase("somebody sends {request}"))
def somebody_sends(scene: Scene, request: str) -> None:
    look_before(scene)
    REQUESTS[request](scene)


@when(phrase("{theirs} and {nobodys} are both sent"))
def both_are_sent(scene: Scene, theirs: str, nobodys: str) -> None:
    REQUESTS[theirs](scene)
    REQUESTS[nobodys](scene)


@then("it is refused with a 4xx answer that gives nothing away")
def refused_and_silent(scene: Scene) -> None:
    latest = scene.target.exchanges[-1]
    scene.expect(400 <= (latest.status or 0) < 500, "a 4xx answer", latest.said())
    gives_nothing_away(scene)


@then("the answer gives nothing away")
def gives_nothing_away(scene: Scene) -> None:
    _no_password(scene)
    answer_without_machine(scene)
    latest = scene.target.exchanges[-1]
    told = [word for word in PATIENT if word in _answer(latest)]
    scene.expect(not told, "nothing about a patient in the answer", f"it holds {told}")
    injected = [name for name in latest.headers if name.lower() == "x-injected"]
    scene.expect(not injected, "no header that the request wrote", f"{injected}")


@then("the answer holds no password")
def answer_holds_no_password(scene: Scene) -> None:
    latest = scene.target.exchanges[-1]
    scene.expect(latest.status is not None, "an answer, without the password", latest.said())
    _no_password(scene)


def _no_password(scene: Scene) -> None:
    name, password = scene.form.values["Username"], scene.form.values["Password"]
    secrets = [basic(name, password).removeprefix("Basic "), base64.b64encode(password.encode()).decode()]
    secrets += [password] if len(password) >= SHORTEST_SECRET else []
    text = _answer(scene.target.exchanges[-1])
    scene.expect(not any(secret in text for secret in secrets), "no password in the answer", "the password")
    scene.expect(not TOKEN.search(text), "no token in the answer", "something that looks like a token")


@then("the answer shows nothing of the machine")
def answer_without_machine(scene: Scene) -> None:
    found = MACHINE.search(_answer(scene.target.exchanges[-1]))
    scene.expect(not found, "no trace and no path in the answer", f"{found and found[0]!r}")


def _answer(exchange: Exchange) -> str:
    headers = "\n".join(f"{name}: {value}" for name, value in exchange.headers.multi_items())
    return f"{headers}\n\n{exchange.body.decode('utf-8', 'replace')}"


@then("there is no 5xx answer")
def no_server_error(scene: Scene) -> None:
    latest = scene.target.exchanges[-1]
    scene.expect((latest.status or 0) < 500, "4xx, or the connection closed", latest.said())


@then("it is answered with orders")
def answered_with_orders(scene: Scene) -> None:
    latest = scene.target.exchanges[-1]
    reading = scene.reading(latest, scene.now - timedelta(hours=1), scene.now)
    scene.expect(reading["orders"], "orders", latest.said())


@then("both are answered alike")
def answered_alike(scene: Scene) -> None:
    theirs, nobodys = map(_without_names, scene.target.exchanges[-2:])
    scene.expect(theirs[0] is not None, "an answer to both", scene.target.exchanges[-2].said())
    scene.expect(theirs == nobodys, f"{nobodys}, as for what is not there", f"{theirs}")


def _without_names(exchange: Exchange) -> tuple[int | None, str]:
    text = exchange.body.decode("utf-8", "replace")
    return exchange.status, NAMES.sub("...", text)


@then("nobody has asked that address")
def nobody_asked(scene: Scene, canary: Canary) -> None:
    scene.expect(canary.visits() == 0, "no request to the address", f"{canary.visits()} requests")


@then("what is in that file has come to nobody's eyes")
def nobody_read(scene: Scene, canary: Canary) -> None:
    latest = scene.target.exchanges[-1]
    scene.expect(canary.secret not in _answer(latest), "nothing of the file in the answer", "all of it")
    kept = str(scene.shop().everything())
    scene.expect(canary.secret not in kept, "nothing of the file in CarePortals", "its content in an order")


@then(phrase("it was over within {seconds:d} seconds"))
def over_within(scene: Scene, seconds: int) -> None:
    latest = scene.target.exchanges[-1]
    scene.expect(
        latest.seconds <= seconds, f"an end within {seconds} s", f"{latest.seconds:.1f} s: {latest.said()}"
    )
