"""The import rule: the judge shares no code with the judged."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = ("bridge", "mocks", "features", "tests")

ALLOWED = {
    "bridge": ("bridge",),
    "mocks/control": ("mocks.control",),
    "mocks/careportals": ("mocks.careportals", "mocks.control"),
    "mocks/shipstation": ("mocks.shipstation", "mocks.control"),
    "features": ("features",),
}
"""Folder, and what of the project its modules may import; `SEEDS` are the one exception."""

SEEDS = ("features/support/mocks.py", "mocks")
"""`make mocks` asks the package where its sample data lies."""

START_COMMAND = re.compile(r"(bridge|mocks\.careportals|mocks\.shipstation)")
STARTER = "features/support/sandwich.py"


def imported(source: str) -> Iterator[str]:
    """The modules that a module imports, wherever in it the import stands; `from a import b` gives a.b."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def modules(root: Path, folder: str) -> Iterator[tuple[str, str]]:
    """The path below `root` and the source of each module of a folder."""
    for path in sorted((root / folder).rglob("*.py")):
        yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")


def trespasses(root: Path) -> list[str]:
    """Each import that the rule forbids, as `file imports module`."""
    return [
        f"{file} imports {name}"
        for folder, allowed in ALLOWED.items()
        for file, source in modules(root, folder)
        for name in imported(source)
        if name.startswith(".") or (name.split(".")[0] in PROJECT and not _within(name, allowed))
        if (file, name) != SEEDS
    ]


def _within(name: str, allowed: tuple[str, ...]) -> bool:
    return any(f"{name}.".startswith(f"{package}.") for package in allowed)


def starters(root: Path) -> set[str]:
    """The modules of features that hold a start command: a list or tuple with `-m` and the name of a part."""
    return {
        file
        for file, source in modules(root, "features")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.List | ast.Tuple)
        for flag, name in pairwise(ast.unparse(each).strip("'") for each in node.elts)
        if flag == "-m" and START_COMMAND.fullmatch(name)
    }


def test_the_project_keeps_the_import_rule() -> None:
    assert trespasses(ROOT) == []


def test_only_the_sandwich_starts_the_parts() -> None:
    assert starters(ROOT) == {STARTER}


def test_every_part_is_looked_at() -> None:
    assert all(list(modules(ROOT, folder)) for folder in ALLOWED)


@pytest.mark.parametrize(
    ("file", "source", "name"),
    [
        ("bridge/app.py", "import mocks", "mocks"),
        ("bridge/app.py", "from mocks.control import clock", "mocks.control.clock"),
        ("bridge/app.py", "def late():\n    from features.support import shop", "features.support.shop"),
        ("bridge/app.py", "if True:\n    import tests.defects as worse", "tests.defects"),
        ("bridge/app.py", "from .crm import Session", ".crm.Session"),
        ("mocks/careportals/app.py", "import mocks.shipstation.app", "mocks.shipstation.app"),
        ("mocks/shipstation/api/orders.py", "from mocks import careportals", "mocks.careportals"),
        ("mocks/shipstation/app.py", "from bridge.line import line", "bridge.line.line"),
        ("mocks/control/clock.py", "import mocks.careportals.app", "mocks.careportals.app"),
        ("mocks/control/clock.py", "import features", "features"),
        ("features/support/shop.py", "import bridge.app", "bridge.app"),
        ("features/support/shop.py", "from mocks.shipstation import schema", "mocks.shipstation.schema"),
        ("features/support/mocks.py", "from mocks.careportals import app", "mocks.careportals.app"),
        ("features/steps/orders.py", "import mocks", "mocks"),
        ("features/steps/orders.py", "import tests.defects.run", "tests.defects.run"),
    ],
)
def test_a_forbidden_import_is_found(tmp_path: Path, file: str, source: str, name: str) -> None:
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(source, encoding="utf-8")
    assert trespasses(tmp_path) == [f"{file} imports {name}"]


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("bridge/app.py", "import bridge.crm\nfrom bridge import crm\nimport mockserver\nimport featuresque"),
        ("mocks/careportals/app.py", "from mocks.control import clock\nimport mocks.careportals.crm"),
        ("features/support/mocks.py", "import mocks"),
        ("features/steps/orders.py", "import features.support.shop\nimport httpx2"),
    ],
)
def test_an_allowed_import_is_let_through(tmp_path: Path, file: str, source: str) -> None:
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(source, encoding="utf-8")
    assert trespasses(tmp_path) == []


def test_another_starter_is_found(tmp_path: Path) -> None:
    (tmp_path / "features").mkdir()
    (tmp_path / "features" / "own.py").write_text(
        'run(["python", "-m", "mocks.careportals"])', encoding="utf-8"
    )
    assert starters(tmp_path) == {"features/own.py"}
