"""`python -m tests.defects NAME --port 0 --crm-url URL`: serve one broken or unusual bridge."""

import sys

import bridge.__main__ as reference
from tests.defects.gallery import load
from tests.defects.unusual import catalogue

if __name__ == "__main__":
    installs = {name: each.install for name, each in load().items()}
    installs |= {name: each.install for name, each in catalogue.load().items()}
    if len(sys.argv) < 2 or sys.argv[1] not in installs:
        sys.exit("Name one of: " + ", ".join(installs))
    installs[sys.argv.pop(1)]()
    reference.main()
