"""Unusual headers of answers that say nothing wrong."""

import hashlib
import itertools

from starlette.requests import Request
from starlette.responses import Response

from tests.defects.unusual.answers import body_of, change, change_exports, change_head, with_body
from tests.defects.unusual.catalogue import unusual

TYPE = "content-type"


def _typed(kind: str) -> None:
    change_exports(lambda _request, answer: with_body(answer, body_of(answer), **{TYPE: kind}))


@unusual("DOC-2", "DOC-3", "DOC-5", "DOC-9", "VAL-1")
def calls_it_text_xml() -> None:
    """The Content-Type is text/xml without a charset: the declaration says it."""
    _typed("text/xml")


@unusual("DOC-2", "DOC-3", "DOC-5", "DOC-9", "VAL-1")
def quotes_its_charset() -> None:
    """The Content-Type is in capitals, and its charset in quotes and in small letters."""
    _typed('APPLICATION/XML ; Charset="utf-8"')


@unusual("DOC-2", "DOC-3", "DOC-5", "DOC-9", "VAL-1")
def calls_it_xml_of_its_own() -> None:
    """The Content-Type is a kind of XML that was made for this."""
    _typed("application/vnd.shipstation.orders+xml; charset=UTF-8; version=1")


@unusual("DOC-2", "DOC-5", "DOC-9", "VAL-1", unmet=("DOC-3",))
def has_no_content_type() -> None:
    """There is no Content-Type, which the vendor does not prescribe."""

    def untyped(_request: Request, answer: Response) -> Response:
        del answer.headers[TYPE]
        return answer

    change_exports(untyped)


@unusual("AUT-17", "AUT-18", "DOC-21", "SEC-9", "SEC-10", "SEC-11", "WIN-9")
def has_much_to_say() -> None:
    """Headers of a framework and a proxy: a validator, a session, hints for browsers, a log's number."""
    numbers = itertools.count(1)

    def told(_request: Request, answer: Response) -> Response:
        key = hashlib.sha256(body_of(answer)).hexdigest()
        headers = {
            "cache-control": "private, no-cache, must-revalidate, max-age=0",
            "pragma": "no-cache",
            "expires": "Thu, 01 Jan 1970 00:00:00 GMT",
            "etag": f'W/"{key[:32]}"',
            "vary": "Authorization, Accept-Encoding",
            "server": "nginx/1.27.3",
            "x-powered-by": "PHP/8.3.14",
            "x-request-id": f"{key[:8]}-{next(numbers):04x}",
            "strict-transport-security": "max-age=31536000; includeSubDomains",
            "content-security-policy": "default-src 'none'",
            "set-cookie": f"SESSION={key}; Path=/; HttpOnly; SameSite=Lax",
        }
        return with_body(answer, body_of(answer), **headers)

    change(told)


@unusual("AUT-18", "AUT-17")
def says_nothing_about_caches() -> None:
    """There is no Cache-Control: what was asked for with credentials is not shared anyway (RFC 9111)."""

    def silent(_request: Request, answer: Response) -> Response:
        del answer.headers["cache-control"]
        return answer

    change_exports(silent)


def _challenging(challenge: str) -> None:
    def changed(_request: Request, answer: Response) -> Response:
        if answer.status_code == 401:
            answer.headers["www-authenticate"] = challenge
        return answer

    change(changed)


@unusual("AUT-3", "AUT-4", "STO-7")
def offers_other_schemes_first() -> None:
    """One challenge header offers three schemes, and Basic last."""
    _challenging('Negotiate, Digest realm="orders, all", nonce="0a1b", qop="auth", Basic realm="orders"')


@unusual("AUT-3", "AUT-4", "STO-7")
def offers_each_scheme_by_itself() -> None:
    """Each scheme has a challenge header of its own."""

    def several(head: bytes) -> bytes:
        basic = b"www-authenticate: Basic "
        return head.replace(basic, b'www-authenticate: Bearer realm="api"\r\n' + basic)

    change_head(several)


@unusual("AUT-3", "AUT-4", "STO-7")
def challenges_in_small_letters() -> None:
    """The challenge is spelled in small letters, with the charset before the realm."""
    _challenging('basic charset="UTF-8", realm="orders"')
