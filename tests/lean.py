"""The flags that `make bdd` gives each run of the contract: without them it loads what it does not need."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]

LEAN = re.findall(r"^LEAN = (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[0].split()
