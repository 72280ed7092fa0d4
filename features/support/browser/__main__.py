"""Makes sure that there is a browser: `python -m features.support.browser`; exit code 3 if there is none."""

import sys

from features.support import chromium
from features.support.evidence import HarnessError
from features.support.verdict import Verdict

if __name__ == "__main__":
    chromium.install()
    try:
        chromium.executable()
    except HarnessError as error:
        print(error, file=sys.stderr)
        sys.exit(Verdict.HARNESS_ERROR.value)
