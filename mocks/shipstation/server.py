"""Everything that one mock ShipStation consists of, wired together."""

import sqlite3

import httpx2

from mocks.control.clock import Clocks
from mocks.control.faults import Faults
from mocks.control.journal import Journal
from mocks.shipstation.accounts import Accounts
from mocks.shipstation.exchange import Caller
from mocks.shipstation.faults import KINDS, SELECTORS
from mocks.shipstation.notices import Notices
from mocks.shipstation.orders import Orders
from mocks.shipstation.poller import Poller
from mocks.shipstation.refresh import Refreshes
from mocks.shipstation.schedule import Schedule
from mocks.shipstation.stores import Stores


class ShipStation:
    """The server's state and what works on it; endpoints find it as `request.app.state.shipstation`."""

    def __init__(self, db: sqlite3.Connection, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        self.db = db
        self.clocks = Clocks()
        self.journal = Journal(self.clocks)
        self.faults = Faults("account", KINDS, SELECTORS)
        self.accounts = Accounts(db)
        self.stores = Stores(db)
        self.orders = Orders(db)
        caller = Caller(self.journal, self.faults, transport)
        self.coverage = caller.coverage
        self.refreshes = Refreshes(db, self.stores, Poller(caller), self.clocks)
        self.notices = Notices(db, self.stores, caller, self.clocks)
        self.schedule = Schedule(self.stores, self.refreshes, self.notices)

    def forget(self, account: str | None) -> None:
        """Drop one account, or everything, as if it had never been there."""
        self.accounts.forget(account)
        self.journal.forget(account)
        self.clocks.forget(account)
        self.faults.forget(account)
        if account is None:
            self.stores.forget_defaults()
            self.coverage.forget()
