"""`python -m tests.defects NAME --port 0 --crm-url URL`: serve one broken bridge."""

import sys

import bridge.__main__ as reference
from tests.defects.gallery import load

if __name__ == "__main__":
    gallery = load()
    if len(sys.argv) < 2 or sys.argv[1] not in gallery:
        sys.exit("Name one of: " + ", ".join(gallery))
    gallery[sys.argv.pop(1)].install()
    reference.main()
