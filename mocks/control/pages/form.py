"""What a browser sends from a form."""

from urllib.parse import parse_qsl

from starlette.requests import Request

from mocks.control.payload import Refusal, read_body

LIMIT = 1024 * 1024
"""Bytes of a form."""

FIELDS = 1000


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form, `application/x-www-form-urlencoded`; of two of one name the last. Raises Refusal.

    For checkboxes of one name there is `read_fields`.
    """
    return dict(await read_fields(request))


async def read_fields(request: Request) -> list[tuple[str, str]]:
    """The fields in their order, line ends as a single newline. Raises Refusal 400, 413, 415."""
    body = await read_body(request, LIMIT)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body and kind != "application/x-www-form-urlencoded":
        raise Refusal(415, "A form must be sent as application/x-www-form-urlencoded")
    try:
        sent = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS, errors="strict")
    except ValueError:
        raise Refusal(400, "The form is not UTF-8, or has too many fields") from None
    return [(name, value.replace("\r\n", "\n")) for name, value in sent]
