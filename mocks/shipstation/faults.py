"""Faults in what the mock ShipStation asks of stores: which there are, and how a request meets one."""

from mocks.control.faults import Fault, Faults, Field, Kind, one_of, whole

SELECTORS = {
    "action": Field(one_of("export", "shipnotify"), "requests for orders, or notices; both if null"),
}
"""How a fault chooses what it strikes."""

_PULL = {"action": "export"}
_NOTICE = {"action": "shipnotify"}
_AFTER_PAGE = Field(whole(1, 32_767), "the last page of that part; the pull's last one if it has fewer", 1)

KINDS = {
    "hang_up": Kind(
        "The request is sent whole, and the connection closed at once: the store may still be at work. A "
        "notice is sent again later, as after any failure."
    ),
    "answer_lost": Kind(
        "The answer has begun to come when the connection is closed: the store has done its work, and "
        "ShipStation does not know. A notice is sent again later, as after any failure."
    ),
    "duplicate": Kind(
        "The same request twice at the same time, on two connections; it has succeeded when one of them has."
    ),
    "repeat_pull": Kind("A whole pull, thrown away, and the same once more.", on="pull", fixed=_PULL),
    "restart_pull": Kind(
        "A pull stops between two pages and starts over with page 1.",
        {"afterPage": _AFTER_PAGE},
        on="pull",
        fixed=_PULL,
    ),
    "abandon_pull": Kind(
        "A pull stops between two pages and has failed; the next refresh asks for the same window and more.",
        {"afterPage": _AFTER_PAGE},
        on="pull",
        fixed=_PULL,
    ),
    "hold_notice": Kind(
        "A notice is not sent but kept, so that later ones overtake it.",
        {"minutes": Field(whole(1, 10_080), "for how long, by the account's clock", 5)},
        on="notice",
        fixed=_NOTICE,
    ),
    "repeat_notice": Kind(
        "A notice that was taken is sent again, though it counts as delivered whatever comes of that.",
        {"times": Field(whole(1, 10), "how many times more", 1)},
        on="notice",
        fixed=_NOTICE,
    ),
}
"""The kinds of faults, in the order of the documentation."""


def struck(faults: Faults, account: str, on: str, action: str) -> Fault | None:
    """The fault that this request, pull or notice meets, if any."""
    if not faults.live:
        return None
    return faults.take(
        account, lambda fault: KINDS[fault.kind].on == on and fault["action"] in (None, action)
    )
