"""`python -m mocks.shipstation`."""

import json
import sys
from pathlib import Path

from mocks.control.journal import Journal
from mocks.control.serve import flags, listen, names, serve
from mocks.shipstation.app import create_app
from mocks.shipstation.database import NotOurFile
from mocks.shipstation.seed import BadSeed
from mocks.shipstation.unfriendly import make_unfriendly


def read_seed(file: Path | None) -> object:
    """The seed document of a file. Exits with a sentence when there is none."""
    if file is None:
        return None
    try:
        return json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        sys.exit(f"Cannot read the seed {file}: {error}")


def main(arguments: list[str] | None = None) -> None:
    """Parse the flags and serve."""
    parser = flags("Mock ShipStation: store set-up, order pulls, labels and shipment notices.", 7803)
    chosen = parser.parse_args(arguments)
    try:
        app = create_app(database=chosen.db, seed=read_seed(chosen.seed), hosts=names(chosen))
    except NotOurFile as error:
        sys.exit(str(error))
    except BadSeed as error:
        sys.exit(f"Cannot use the seed {chosen.seed}: {error}")
    if chosen.unfriendly is not None:
        said = make_unfriendly(app.state.shipstation, chosen.unfriendly)
        print("mock ShipStation is", said, file=sys.stderr)
    journal: Journal = app.state.shipstation.journal
    journal.contents.always = chosen.keep_bodies
    serve(app, listen(chosen.host, chosen.port), "mock ShipStation", journal.listeners.end)


if __name__ == "__main__":
    main()
