"""The CRM as a whole: everything that the endpoints work with, over one store."""

import asyncio
import json
from pathlib import Path

from mocks.careportals.accounts import Accounts
from mocks.careportals.attempts import Attempts
from mocks.careportals.faults import KINDS, SELECTORS
from mocks.careportals.memberships import Memberships
from mocks.careportals.order_list import OrderList
from mocks.careportals.orders import Orders
from mocks.careportals.organizations import Organizations
from mocks.careportals.outbox import Outbox
from mocks.careportals.settings import Settings
from mocks.careportals.shipments import Shipments
from mocks.careportals.store import Store
from mocks.careportals.tokens import Tokens
from mocks.control.clock import Clocks
from mocks.control.faults import Faults
from mocks.control.journal import Journal


class Crm:
    """One mock CarePortals. Raises sqlite3.Error when `database` cannot be used."""

    def __init__(self, database: Path | None = None) -> None:
        self.long_work = asyncio.Lock()
        """Held by work that others are served in between, so that nothing is forgotten in its middle."""
        self.store = Store(database)
        self.clocks = Clocks()
        self.journal = Journal(self.clocks)
        self.faults = Faults("organization", KINDS, SELECTORS)
        self.settings = self._kept_settings()
        self.organizations = Organizations(self.store)
        self.accounts = Accounts(self.store)
        self.attempts = Attempts(self.clocks, self.settings)
        self.outbox = Outbox(self.store, self.clocks)
        self.memberships = Memberships(self.store, self.accounts, self.outbox)
        self.tokens = Tokens(self.store, self.clocks, self.settings)
        self.orders = Orders(self.store, self.clocks)
        self.order_list = OrderList(self.store)
        self.shipments = Shipments(self.store, self.orders)

    def _kept_settings(self) -> Settings:
        row = self.store.connection.execute("SELECT value FROM value WHERE name = 'settings'").fetchone()
        return Settings.from_json(json.loads(row[0])) if row else Settings()

    def change_settings(self, body: dict[str, object]) -> None:
        """Change settings and keep them with the data. Raises Refusal 400."""
        self.settings.change(body)
        self._keep_settings()

    def _keep_settings(self) -> None:
        with self.store.transaction() as db:
            kept = json.dumps(self.settings.to_json())
            db.execute("INSERT OR REPLACE INTO value VALUES ('settings', ?)", (kept,))

    def reset(self, organization: str | None) -> None:
        """Forget one organization, its clock, journal and faults; or all of it, accounts and settings too."""
        with self.store.transaction():
            self.organizations.forget(organization)
            if organization is None:
                self.accounts.forget()
                self.settings.reset()
                self._keep_settings()
        self.attempts.forget(organization)
        self.clocks.forget(organization)
        self.journal.forget(organization)
        self.faults.forget(organization)

    def close(self) -> None:
        """Close the store."""
        self.store.close()
