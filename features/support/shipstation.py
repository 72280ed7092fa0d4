"""ShipStation as its admin sees it: one account, its Custom Store form, its orders and notices."""

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from features.support.evidence import HarnessError
from features.support.names import Names
from features.support.wire import Answer, Server

TABS = {
    "Awaiting Payment": "awaiting_payment",
    "Awaiting Shipment": "awaiting_shipment",
    "On-Hold": "on_hold",
    "Shipped": "shipped",
    "Cancelled": "cancelled",
}

FIELDS = {
    "URL to Custom XML Page": "urlToCustomXmlPage",
    "Username": "username",
    "Password": "password",
}

BOXES = {
    "Awaiting Payment Status": "awaitingPayment",
    "Awaiting Shipment Statuses": "awaitingShipment",
    "Shipped Status": "shipped",
    "Cancelled Status": "cancelled",
    "On-Hold Status": "onHold",
}

GUIDE_MAPPING = {
    "Awaiting Payment Status": "pending,awaiting_payment",
    "Awaiting Shipment Statuses": "awaiting_shipment",
    "Shipped Status": "shipped,completed",
    "Cancelled Status": "cancelled",
    "On-Hold Status": "processing",
}
"""What the guide tells to type, box by box [doc: G12 to G16]."""

ADMIN_PASSWORD = "the admin's password"  # noqa: S105 - of a throw-away account on a mock


class Account:
    """One ShipStation account, acted upon as its admin unless said otherwise.

    With `now` its clock stands still there; `forms` become `stores` without a test of their connections.
    """

    def __init__(
        self,
        server: Server,
        names: Names,
        name: str = "account",
        *,
        now: datetime | None = None,
        forms: "Sequence[Form]" = (),
    ) -> None:
        self.key = names.account(name)
        self.server = server
        self.names = names
        body: dict[str, Any] = {
            "account": self.key,
            "email": names.email("admin@account.example"),
            "password": ADMIN_PASSWORD,
            "stores": [form.as_json() for form in forms],
        }
        if now:
            body["now"] = now.isoformat()
        opened = server.call("POST", "/_control/accounts", body)
        self.stores: list[dict[str, Any]] = opened["stores"]
        self.admin = server.with_headers(Authorization=f"Bearer {opened['token']}")

    def colleague(self, email: str) -> Server:
        """The API as a user of the account who is not an admin."""
        user = {"email": self.names.email(email), "password": ADMIN_PASSWORD}
        self.admin.call("POST", "/users", user | {"role": "user"})
        token = self.server.call("POST", "/sign-in", user | {"account": self.key})["token"]
        return self.server.with_headers(Authorization=f"Bearer {token}")

    def test_connection(self, form: "Form") -> Answer:
        """Click Test Connection under the filled in form."""
        return self.admin.ask("POST", "/stores/test-connection", form.as_json())

    def connect(self, form: "Form") -> Answer:
        """Click Connect; the store, when it is one from then on."""
        return self.admin.ask("POST", "/stores", form.as_json())

    def connect_as_colleague(self, form: "Form") -> Answer:
        """Let a user of the account try it who is not an admin."""
        return self.colleague("packer@account.example").ask("POST", "/stores", form.as_json())

    def store_types(self) -> dict[str, bool]:
        """The list of store types, and which of them can be chosen."""
        return {each["name"]: each["available"] for each in self.admin.call("GET", "/store-types")}

    def connected(self) -> list[int]:
        """The ids of the stores that are set up."""
        return [store["id"] for store in self.admin.call("GET", "/stores")]

    def retype_password(self, store: int, password: str) -> None:
        """Type another password into a store that is set up."""
        self.admin.call("PATCH", f"/stores/{store}", {"password": password})

    def refresh(self, store: int) -> dict[str, Any]:
        """Click Refresh; what came of it, be it good or bad. Raises HarnessError for any other answer."""
        path = f"/stores/{store}/refresh"
        answer = self.admin.ask("POST", path)
        if answer.status_code not in {200, 502}:
            raise HarnessError(f"POST {path}: {answer.status_code} {answer.text[:300]}")
        report: dict[str, Any] = answer.json()
        return report

    def create_label(self, order: int, label: dict[str, object]) -> int:
        """Ship an order, or the `items` of the label; the id of the notice that tells of it."""
        return self._ship(order, "labels", label)

    def mark_as_shipped(self, order: int) -> int:
        """Ship an order without a label; the id of the notice that tells of it."""
        return self._ship(order, "mark-as-shipped", {})

    def _ship(self, order: int, action: str, body: dict[str, object]) -> int:
        shipped = self.admin.call("POST", f"/orders/{order}/{action}", body)
        return int(shipped["notice"]["id"])

    def notice(self, number: int) -> dict[str, Any]:
        """The notice with this id, as ShipStation has it now. Raises HarnessError when it is gone."""
        found = [notice for notice in self.admin.call("GET", "/notices") if notice["id"] == number]
        if not found:
            raise HarnessError(f"ShipStation has no notice {number}")
        notice: dict[str, Any] = found[0]
        return notice

    def orders(self, tab: str | None = None) -> list[dict[str, Any]]:
        """All orders, of one tab or of all, following the list to its end."""
        found: list[dict[str, Any]] = []
        after: object = None
        while True:
            page = self.admin.call("GET", "/orders", tab=tab and TABS[tab], after=after, limit=250)
            found += page["orders"]
            after = page["next"]
            if after is None:
                return found

    def order(self, number: int) -> list[dict[str, Any]]:
        """The orders with this number: none, one, or more than there should be."""
        found: list[dict[str, Any]] = self.admin.call("GET", "/orders", number=number)["orders"]
        return found

    def the_order(self, number: int) -> dict[str, Any]:
        """The one order with this number. Raises HarnessError when it is not one."""
        found = self.order(number)
        if len(found) != 1:
            raise HarnessError(f"ShipStation holds {len(found)} orders with the number {number}")
        return found[0]

    def notices(self, number: int) -> list[dict[str, Any]]:
        """The shipment notices about an order, oldest first."""
        found: list[dict[str, Any]] = self.admin.call("GET", "/notices", order=self.the_order(number)["id"])
        return found

    def requests_to_the_store(self) -> list[dict[str, Any]]:
        """What ShipStation sent to its stores; `ended` is told in the time of our own clock.

        Raises HarnessError when some of it is forgotten.
        """
        asked = time.time()
        journal = self.server.call("GET", "/_control/journal", account=self.key)
        ahead = journal["asOf"] - (asked + time.time()) / 2
        if journal["dropped"]:
            raise HarnessError("ShipStation's journal has dropped entries of this account")
        sent = [entry for entry in journal["entries"] if entry["direction"] == "out"]
        return [entry | {"ended": entry["ended"] - ahead} for entry in sent]


class Form:
    """The Custom Store form, filled in field by field under the guide's labels."""

    def __init__(self) -> None:
        self.values = dict.fromkeys(FIELDS, "") | GUIDE_MAPPING
        self.store_type = "Custom Store"
        # Basic alone is what the vendor documents; the query parameters beside it may not be needed [doc].
        self.settings: dict[str, object] = {"auth": "basic"}

    def fill(self, label: str, value: str) -> None:
        """Type a value. Raises HarnessError for a label that the form has not."""
        if label not in self.values:
            raise HarnessError(f'the form has no field "{label}", only {", ".join(self.values)}')
        self.values[label] = value

    def as_json(self) -> dict[str, Any]:
        """What the button sends."""
        form: dict[str, Any] = {key: self.values[label] for label, key in FIELDS.items()}
        boxes = {key: self.values[label] for label, key in BOXES.items()}
        return form | {"storeType": self.store_type, "statuses": boxes, "settings": self.settings}


def label_of(field: str) -> str:
    """The label of a form field by its name in the API, as `fields` of a refusal gives it."""
    labels = {key: label for label, key in (FIELDS | BOXES).items()}
    return labels.get(field.removeprefix("statuses."), field)


def message(answer: Answer) -> str:
    """What ShipStation says in an answer."""
    return str(answer.json().get("message", ""))
