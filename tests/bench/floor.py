"""The work of a pull in one process and without HTTP: what three processes that talk cannot do with less.

`python -m tests.bench.floor PAGES DATABASE` takes CarePortals' pages, one JSON document a line, through the
bridge's and ShipStation's own code, and prints how many orders and how many seconds that were.
"""

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bridge.connection import Reply
from bridge.orders_document import write_orders
from features.support.shipstation import Form
from mocks.shipstation.coverage import Coverage
from mocks.shipstation.database import connect, transaction
from mocks.shipstation.document import read_page
from mocks.shipstation.importer import Importer
from mocks.shipstation.protocol import Window, minute
from mocks.shipstation.received import Received, Warnings
from mocks.shipstation.seed import sow
from mocks.shipstation.server import ShipStation

ACCOUNT = {"account": "floor", "email": "admin@floor.example", "password": "a good long password"}


def empty(database: Path) -> tuple[ShipStation, Importer]:
    """A ShipStation with one store, and what imports into that."""
    shipstation = ShipStation(connect(database))
    form = Form()
    form.fill("URL to Custom XML Page", "http://127.0.0.1/floor")
    form.fill("Username", "rx@floor.example")
    form.fill("Password", "a good long password")
    [sown] = sow(shipstation, {"accounts": [{**ACCOUNT, "stores": [form.as_json()]}]})
    return shipstation, Importer(shipstation.db, sown.stores[0], datetime.now(UTC))


def pull(pages: Path, database: Path) -> tuple[int, float]:
    """Decode, write, parse, validate and import all pages: how many orders, and the seconds it took."""
    shipstation, importer = empty(database)
    now = minute(datetime.now(UTC))
    window, coverage = Window(now - timedelta(days=30), now), Coverage()
    orders, warnings = Received(), Warnings()
    with pages.open("rb") as lines:
        began = time.perf_counter()
        for line in lines:
            document = write_orders(Reply(200, line).json()["orders"], 1)
            orders.add(read_page(document, "application/xml; charset=utf-8", window, coverage).orders)
    warnings.add(*importer.warnings_for(orders))
    with transaction(shipstation.db):
        importer.write(orders)
    return importer.counts["imported"], time.perf_counter() - began


if __name__ == "__main__":
    imported, seconds = pull(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stdout.write(json.dumps({"orders": imported, "seconds": seconds}) + "\n")
