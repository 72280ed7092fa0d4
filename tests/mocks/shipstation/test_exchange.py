"""One exchange with a store."""

import asyncio
import json
import socket
import ssl

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from mocks.control.clock import Clocks
from mocks.control.faults import Faults
from mocks.control.journal import Journal
from mocks.shipstation.exchange import Caller, Endpoint, Reply
from mocks.shipstation.failure import Failure
from mocks.shipstation.faults import KINDS, SELECTORS
from mocks.shipstation.form import read_form
from mocks.shipstation.settings import StoreSettings
from tests.mocks.shipstation.shop import Shop, form


def asked(
    transport: httpx2.AsyncBaseTransport | None,
    settings: StoreSettings,
    journal: Journal | None = None,
    **of: str,
) -> Reply:
    endpoint = Endpoint("pharmacy", read_form(form(**of)), settings)
    faults = Faults("account", KINDS, SELECTORS)
    caller = Caller(journal or Journal(Clocks()), faults, transport)

    async def ask() -> Reply:
        async with caller.open(endpoint) as session:
            return await session.call("GET", "action=export&page=1")

    return asyncio.run(ask())


def failing(transport: httpx2.AsyncBaseTransport | None, settings: StoreSettings, **of: str) -> Failure:
    with pytest.raises(Failure) as failed:
        asked(transport, settings, None, **of)
    return failed.value


def raising(error: Exception) -> httpx2.MockTransport:
    def answer(_request: httpx2.Request) -> httpx2.Response:
        raise error

    return httpx2.MockTransport(answer)


def challenging(scheme: str) -> Shop:
    shop = Shop()

    def answer(request: Request) -> Response:
        if "authorization" in request.headers:
            return Response("<Orders/>")
        return PlainTextResponse("Who are you?", 401, {"WWW-Authenticate": scheme})

    shop.answer = answer
    return shop


@pytest.mark.parametrize(("auth", "header", "query"), [("basic", 1, 0), ("query", 0, 1), ("both", 1, 1)])
def test_credentials_travel_as_the_settings_say(auth: str, header: int, query: int) -> None:
    shop = Shop()
    asked(shop.transport(), StoreSettings.from_json({"auth": auth}))
    assert ("authorization" in shop.asked[0].headers) == bool(header)
    assert ("SS-UserName" in shop.asked[0].query_params) == bool(query)


def test_challenge_first_waits_to_be_asked() -> None:
    shop = challenging('Digest realm="x", Basic realm="y"')
    assert asked(shop.transport(), StoreSettings(challenge_first=True, auth="basic")).status == 200
    assert ["authorization" in r.headers for r in shop.asked] == [False, True]


@pytest.mark.parametrize("scheme", ["Bearer", 'Digest realm="Basically"', ""])
def test_without_a_challenge_for_basic_it_never_sends_any(scheme: str) -> None:
    shop = challenging(scheme)
    failure = failing(shop.transport(), StoreSettings(challenge_first=True))
    assert failure.message == "The remote server returned an error: (401) Unauthorized."
    assert len(shop.asked) == 1


@pytest.mark.parametrize("status", [302, 400, 404, 500, 503, 599])
def test_every_status_but_2xx_fails_and_nobody_is_asked_again(status: int) -> None:
    shop = Shop()
    shop.status = status
    shop.headers = {"Location": "http://elsewhere.example/"} if status == 302 else {}
    failure = failing(shop.transport(), StoreSettings())
    assert failure.message.startswith(f"The remote server returned an error: ({status}) ")
    assert failure.status == status
    assert len(shop.asked) == 1


def test_a_redirect_is_followed_when_the_settings_say_so() -> None:
    shop = Shop()
    shop.answer = lambda request: (
        Response("<Orders/>") if request.url.path == "/new" else Response("", 307, {"Location": "/new"})
    )
    assert asked(shop.transport(), StoreSettings(follow_redirects=True)).body == b"<Orders/>"


def test_redirects_in_a_circle_end() -> None:
    shop = Shop()
    shop.answer = lambda _request: Response("", 307, {"Location": "/"})
    failure = failing(shop.transport(), StoreSettings(follow_redirects=True))
    assert failure.message == "Too many automatic redirections were attempted."


def test_a_redirect_to_nonsense_is_a_failure_too() -> None:
    shop = Shop()
    shop.answer = lambda _request: Response("", 307, {"Location": "http://h:x/"})
    assert "protocol violation" in failing(shop.transport(), StoreSettings(follow_redirects=True)).message


def test_the_beginning_of_an_error_page_is_shown_without_the_password() -> None:
    shop = Shop()
    shop.status, shop.pages = 500, ["<p>päss:word +1 is wrong</p>" + "x" * 5000]
    failure = failing(shop.transport(), StoreSettings())
    assert failure.received is not None
    assert failure.received.startswith("<p>*** is wrong</p>")
    assert len(failure.received) <= 200


def test_a_reply_beyond_the_limit_is_given_up() -> None:
    shop = Shop()
    shop.pages = ["x" * 1001]
    failure = failing(shop.transport(), StoreSettings(reply_limit_bytes=1000))
    assert failure.message == "The reply is larger than 1000 bytes."


def test_a_store_that_does_not_answer_times_out() -> None:
    async def answer(_request: httpx2.Request) -> httpx2.Response:
        await asyncio.sleep(30)
        return httpx2.Response(200)

    journal = Journal(Clocks())
    with pytest.raises(Failure, match=r"^The operation has timed out\.$"):
        asked(httpx2.MockTransport(answer), StoreSettings(timeout_seconds=0.02), journal)
    assert "The operation has timed out." in str(journal.read())


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (httpx2.ReadError("reset"), "The underlying connection was closed"),
        (
            httpx2.RemoteProtocolError("Server disconnected without sending a response."),
            "connection was closed",
        ),
        (httpx2.RemoteProtocolError("illegal status line"), "committed a protocol violation"),
        (httpx2.DecodingError("bad gzip"), "cannot be decompressed"),
        (httpx2.ConnectError("no"), "Unable to connect to the remote server"),
    ],
)
def test_a_broken_connection_is_told_in_dotnet_words(error: Exception, words: str) -> None:
    assert words in failing(raising(error), StoreSettings()).message


def test_nobody_listening_is_unable_to_connect() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        failure = failing(None, StoreSettings(), urlToCustomXmlPage=url)
    assert failure.message == "Unable to connect to the remote server"


@pytest.mark.parametrize(
    ("root", "words"),
    [
        (socket.gaierror(8, "unknown"), "could not be resolved: 'shop.example.com'"),
        (ssl.SSLError("self-signed"), "trust relationship"),
    ],
)
def test_names_and_certificates_have_words_of_their_own(root: Exception, words: str) -> None:
    error = httpx2.ConnectError("no")
    error.__cause__ = root
    assert words in failing(raising(error), StoreSettings()).message


def test_the_journal_has_every_exchange_with_secrets_masked() -> None:
    shop, journal = challenging("Basic"), Journal(Clocks())
    asked(shop.transport(), StoreSettings(challenge_first=True), journal)
    entries = json.loads(json.dumps(journal.read("pharmacy")))["entries"]
    assert [(e["direction"], e["status"]) for e in entries] == [("out", 401), ("out", 200)]
    assert "SS-Password=***" in str(entries)
    assert "word" not in str(entries).replace("SS-Password", "")


def test_the_query_arrives_byte_by_byte_as_worded() -> None:
    shop = Shop()
    asked(shop.transport(), StoreSettings(), password="a'b~ü%")
    assert shop.queries[0] == (
        "SS-UserName=rx%40clinic.example&SS-Password=a%27b~%c3%bc%25&action=export&page=1"
    )
