"""`python -m features.support.report DIR`: make report.html anew from the other files of a run."""

import sys
from pathlib import Path

from features.support.report.html import page
from features.support.report.reading import Unreadable, read
from features.support.rules import contract

USAGE_ERROR = 4


def main(arguments: list[str]) -> None:
    """Write the page and say where it is. Exits 4 with a sentence when it cannot be made."""
    if len(arguments) != 1:
        print("python -m features.support.report DIR", file=sys.stderr)
        sys.exit(USAGE_ERROR)
    folder = Path(arguments[0])
    try:
        (folder / "report.html").write_text(page.text(read(folder, contract())), encoding="utf-8")
    except (Unreadable, OSError) as error:
        print(error, file=sys.stderr)
        sys.exit(USAGE_ERROR)
    print((folder / "report.html").absolute().as_uri())


if __name__ == "__main__":
    main(sys.argv[1:])
