"""Run the mock CarePortals as a process: python -m mocks.careportals."""

import sqlite3
import sys
from pathlib import Path
from typing import Any

from mocks.careportals.app import create_app
from mocks.careportals.crm import Crm
from mocks.careportals.unfriendly import make_unfriendly
from mocks.control.payload import BODY_LIMIT, Refusal, parse_object
from mocks.control.serve import flags, listen, names, serve

_DESCRIPTION = """Mock CarePortals: the CRM with users, orders, shipments and a mail outbox.
mocks/careportals/demo.json is a seed file with the organization clinic_x, whose users are
owner@clinic.example and rx@clinic.example, and 40 synthetic orders."""


def main() -> None:
    """Parse the flags and serve."""
    parser = flags(_DESCRIPTION, 7801)
    parser.add_argument("--public-url", metavar="URL", help="address of this mock in sign-up links")
    given = parser.parse_args()
    seed = _read(given.seed) if given.seed else None
    with listen(given.host, given.port) as listener:
        try:
            app = create_app(given.db, given.public_url, seed, names(given))
        except sqlite3.Error as error:
            sys.exit(f"Cannot use {given.db} as the database: {error}")
        except Refusal as refusal:
            sys.exit(f"Cannot use {given.seed} as seed: {refusal.detail}")
        if given.unfriendly is not None:
            print("mock CarePortals is", make_unfriendly(app.state.crm, given.unfriendly), file=sys.stderr)
        crm: Crm = app.state.crm
        crm.journal.contents.always = given.keep_bodies

        def stopping() -> None:
            crm.faults.forget()
            crm.journal.listeners.end()

        serve(app, listener, "mock CarePortals", stopping)


def _read(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as opened:
            return parse_object(opened.read(BODY_LIMIT))
    except OSError as error:
        sys.exit(f"Cannot read {file}: {error.strerror}")
    except Refusal as refusal:
        sys.exit(f"Cannot use {file} as seed: {refusal.detail}")


if __name__ == "__main__":
    main()
