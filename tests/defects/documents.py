"""The documents that the reference bridge writes, known by heart: to write them takes most of a replay."""

import functools
import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import bridge.app
import bridge.orders_document as orders_document
from bridge.crm import Order
from tests.defects.replies import module_of, places, touches_the_server

Write = Callable[[Sequence[Order], int], bytes]

_WRITERS = {"bridge.orders_document", "bridge.line", "bridge.record", "bridge.timestamp"}
"""What has a part in writing: where a defect has changed something of it, every document is written."""


class Documents:
    """Documents by a sign of the orders and the number of pages; once put in, the bridge looks them up.

    The sign is of all that the orders hold: the bridge has no other source for a document.
    """

    def __init__(self) -> None:
        self.known: dict[bytes, bytes] = {}
        self._learning = False

    def put_in(self, *, learning: bool = False) -> None:
        """Stand before the bridge's own way to write; a `learning` one writes all, and keeps it."""
        self._learning = learning
        written = self._before(own(orders_document.write_orders))
        vars(orders_document)["write_orders"] = vars(bridge.app)["write_orders"] = written

    def _before(self, write: Write) -> Write:
        @functools.wraps(write)
        def written(orders: Sequence[Order], pages: int) -> bytes:
            sign = hashlib.blake2b(repr((orders, pages)).encode(), digest_size=16).digest()
            if self._learning:
                self.known[sign] = write(orders, pages)
                return self.known[sign]
            found = None if writes_otherwise() else self.known.get(sign)
            return write(orders, pages) if found is None else found

        return written


def writes_otherwise() -> bool:
    """Whether this process's defect has a hand in how documents are written."""
    return touches_the_server() or any(module_of(place) in _WRITERS for place in places())


def own(function: Any) -> Any:
    """The bridge's own function, where documents stand before it; anything else as it is."""
    code = getattr(function, "__code__", None)
    return getattr(function, "__wrapped__", function) if code and code.co_filename == __file__ else function
