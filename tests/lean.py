"""How `make bdd` runs the contract: with flags without which pytest loads what is not needed."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

LEAN = re.findall(r"^LEAN = (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[0].split()


def contract(*flags: str, what: str = "features") -> list[str]:
    """A command that runs the contract so, from any folder that holds `what`; it leaves no cache behind."""
    usual = ["-q", "--no-header", "-r", "N", "--tb=short", "-p", "no:cacheprovider"]
    return [sys.executable, "-m", "pytest", what, *LEAN, *usual, *flags]
