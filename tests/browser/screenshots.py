"""Takes pictures of every page of both mocks, of the start page and of reports: `make screenshots`.

Each page is taken light and dark, on a desktop and on a phone. Exit code 1 when a page is broken: a grave
violation that axe-core finds, a page wider than the window, or an error in the browser's console.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from features.support.chromium import chromium, install
from features.support.evidence import HarnessError
from features.support.verdict import Verdict
from tests.browser.index import write_index
from tests.browser.look import LOOKS
from tests.browser.picture import Picture, shoot
from tests.browser.reports import reports
from tests.browser.running import Running, running
from tests.browser.visitors import visitors


def main(arguments: Sequence[str] | None = None) -> None:
    """Take the pictures. Exits 1 with what is wrong, 3 with what to install."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.screenshots", description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("reports/screenshots"))
    parser.add_argument("--only", default="", metavar="REGEX", help="only pages whose name matches")
    options = parser.parse_args(arguments)
    install()
    try:
        with TemporaryDirectory() as runs, chromium() as browser, running() as parts:
            found = {name: file.as_uri() for name, file in reports(Path(runs)).items()}
            pictures = list(take(browser, parts, found, options.folder, re.compile(options.only)))
    except HarnessError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(Verdict.HARNESS_ERROR.value)
    index = write_index(pictures, options.folder)
    wrong = [f"{each.name} {each.look}: {problem}" for each in pictures for problem in each.problems]
    sys.stdout.write(f"{len({each.name for each in pictures})} pages, {len(pictures)} pictures: {index}\n")
    if wrong:
        sys.exit("\n".join(wrong))


def take(
    browser: Browser, parts: Running, found: Mapping[str, str], folder: Path, only: re.Pattern[str]
) -> Iterator[Picture]:
    """Find the pages, and take each in all looks; what an earlier run left in the folder is removed."""
    folder.mkdir(parents=True, exist_ok=True)
    for look in LOOKS:
        for old in folder.glob(f"*.{look}.png"):
            old.unlink()
    with LOOKS[0].window(browser) as page:
        guests = visitors(parts, page, found)
    for look in LOOKS:
        for visitor in guests:
            stops = [stop for stop in visitor.stops if only.search(stop.name)]
            with look.window(browser) as page:
                if stops:
                    visitor.sign_in(parts, page)
                for stop in stops:
                    yield shoot(page, stop, look, folder)


if __name__ == "__main__":
    main()
