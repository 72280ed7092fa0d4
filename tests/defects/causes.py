"""`python -m tests.defects.causes`: what breaks each rule, as `make explain` tells it."""

import json
import sys

from tests.defects.gallery import load


def text() -> str:
    """The sentences of the broken bridges by the rule that catches them, as JSON."""
    causes: dict[str, list[str]] = {}
    for defect in load().values():
        for rule in defect.rules:
            causes.setdefault(rule, []).append(defect.sentence)
    return json.dumps(causes, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
