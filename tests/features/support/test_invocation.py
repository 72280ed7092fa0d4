from types import SimpleNamespace
from typing import Any

import pytest

from features.support.invocation import Invocation, invocation

USUAL: dict[str, object] = {"--shop": "careportals", "--time-limit": 30.0}


def config(*arguments: str, markexpr: str = "", **options: object) -> Any:
    given = USUAL | {f"--{name.replace('_', '-')}": value for name, value in options.items()}
    given["markexpr"] = markexpr
    return SimpleNamespace(
        args=list(arguments), getoption=lambda name, default=None: given.get(name, default)
    )


def test_what_is_usual_is_not_told() -> None:
    assert str(invocation(config("features"), USUAL)) == "make bdd"


def test_selection_parts_and_order_are_told() -> None:
    given = config("features", markexpr="MAP-1 or MAP-2", time_limit=60.0, bridge="python -m bridge")
    found = invocation(given, USUAL, "1f")
    assert str(found) == "make bdd RULE='MAP-1 or MAP-2' BRIDGE='python -m bridge' TIME_LIMIT=60.0 SHUFFLE=1f"
    assert found.of("RULE=WIN-1") == "make bdd RULE=WIN-1 BRIDGE='python -m bridge' TIME_LIMIT=60.0"


def test_a_scenario_is_selected_by_its_node() -> None:
    assert invocation(config("features/test_contract.py::test_a[x y]"), USUAL).selection == (
        "NODE='features/test_contract.py::test_a[x y]'"
    )


@pytest.mark.parametrize(
    ("option", "value", "shown"),
    [
        ("target", "http://rx:secret@host/{org}?k=v", "TARGET='http://host/{org}?k=***'"),
        ("shop", "hook:http://a:b@host/hook", "SHOP=hook:http://host/hook"),
        ("shop", "none", "SHOP=none"),
    ],
)
def test_no_password_is_told(option: str, value: str, shown: str) -> None:
    assert invocation(config(**{option: value}), USUAL).parts == shown


def test_nothing_is_known_of_a_run_that_never_began() -> None:
    assert str(Invocation()) == "make bdd"
