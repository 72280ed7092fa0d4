"""Mistakes about which orders belong to a window."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

import bridge.app
import bridge.window
from bridge.window import Window, read_window
from tests.defects.gallery import defect
from tests.defects.replies import Answer, instead_of, keep_orders, replace, wrap_answer

ALWAYS = Window(datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


def _with_dates(change: Callable[[str], str]) -> None:
    """Let the bridge read other dates than those that were sent."""

    def read(query: Mapping[str, str]) -> Window:
        dates = {name: change(query[name]) for name in ("start_date", "end_date") if name in query}
        return read_window({**query, **dates})

    replace(bridge.app, "read_window", read)


@defect("WIN-3")
def exports_everything_without_a_window() -> None:
    """A window that cannot be read is all of time."""

    def read(query: Mapping[str, str]) -> Window:
        try:
            return read_window(query)
        except HTTPException:
            return ALWAYS

    replace(bridge.app, "read_window", read)


@defect("WIN-3")
def crashes_on_a_bad_date() -> None:
    """What is no date is a 500."""
    instead_of({400}, lambda: PlainTextResponse("server error", 500), method="GET")


@defect("WIN-3")
def rolls_impossible_days_over() -> None:
    """February 30 is read as a day in March."""

    def real(text: str) -> str:
        found = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4}) (\d\d:\d\d)", text)
        if not found or not 1 <= int(found[1]) <= 12 or int(found[3]) == 0:
            return text
        day = datetime(int(found[3]), int(found[1]), 1, tzinfo=UTC) + timedelta(days=int(found[2]) - 1)
        return f"{day:%m/%d/%Y} {found[4]}"

    _with_dates(real)


@defect("WIN-4")
def takes_the_last_of_two() -> None:
    """Of a parameter that is given twice the last value counts."""
    replace(bridge.app, "_query", lambda request: dict(request.query_params))


@defect("WIN-5")
def turns_the_window_round() -> None:
    """An end before the start is taken for the start."""

    def read(query: Mapping[str, str]) -> Window:
        try:
            return read_window(query)
        except HTTPException:
            return read_window({"start_date": query["end_date"], "end_date": query["start_date"]})

    replace(bridge.app, "read_window", read)


@defect("WIN-6")
def has_no_content() -> None:
    """A window without orders is answered with 204."""

    async def wrapper(original: Answer, request: Request) -> Response:
        response = await original(request)
        return response if b"<Order>" in response.body or request.method == "POST" else Response(None, 204)

    wrap_answer(wrapper)


@defect("WIN-6", "WIN-7")
def looks_back_a_month_at_most() -> None:
    """The start is never earlier than a month before the end, the end never earlier than the start."""

    def read(query: Mapping[str, str]) -> Window:
        window = read_window(query)
        start = max(window.start, window.end - timedelta(days=31))
        # A short window is widened to a day: one more query of the same kind costs nothing.
        return Window(min(start, window.end - timedelta(days=1)), window.end)

    replace(bridge.app, "read_window", read)


@defect("WIN-7")
def has_no_leap_day() -> None:
    """February 29 counts as February 28."""
    _with_dates(lambda text: text.replace("02/29/2024", "02/28/2024"))


@defect("WIN-8")
def leaves_cancelled_orders_out() -> None:
    """What need not be shipped is not exported."""
    keep_orders(lambda order, _window: order["status"] != "cancelled")


@defect("WIN-8")
def leaves_deleted_orders_out() -> None:
    """A deleted order is gone without a word."""
    keep_orders(lambda order, _window: not order["isDeleted"])


@defect("WIN-9")
def tells_each_change_once() -> None:
    """What has been exported is not exported again until it changes."""
    told: set[tuple[str, str]] = set()

    def fresh(order: Mapping[str, str], _window: Window) -> bool:
        change = (order["_id"], order["updatedAt"])
        if change in told:
            return False
        told.add(change)
        return True

    keep_orders(fresh)


@defect("WIN-10")
def knows_one_form_of_dates() -> None:
    """Every date but MM/dd/yyyy HH:mm is refused."""
    _with_dates(lambda text: text if re.fullmatch(r"\d\d/\d\d/\d{4} \d\d:\d\d", text) else "")


@defect("WIN-10")
def overlooks_the_half_of_the_day() -> None:
    """The time 5:00 PM is read as five in the morning."""
    _with_dates(lambda text: re.sub(r" ?[AP]M$", "", text, flags=re.IGNORECASE))


@defect("WIN-11")
def refuses_the_future() -> None:
    """A window that ends later than now is an error."""

    def read(query: Mapping[str, str]) -> Window:
        window = read_window(query)
        if window.end > datetime.now(UTC) + timedelta(days=1):
            raise HTTPException(400, "end_date lies in the future")
        return window

    replace(bridge.app, "read_window", read)
