"""One noun per file, its tests in the mirrored place, and no command that does not exist."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = ("bridge", "mocks", "features", "tests")
MIRRORED = ("bridge", "mocks", "features/support")

FILE_LIMIT = 400
"""Lines; beyond it a file is about two things."""

FUNCTION_LIMIT = 40
"""Lines from `def` on, decorators not counted."""


def sources(*folders: str) -> list[str]:
    """The Python files below these folders, as paths from the root."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def functions(source: str) -> Iterator[tuple[str, int]]:
    """Name and length in lines of each function of a module, nested ones too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            yield node.name, node.end_lineno - node.lineno + 1


def mirrored(file: str) -> str:
    """Where the tests of a module are: of `mocks/x/__main__.py` in `tests/mocks/x/test_main.py`."""
    path = Path("tests", file)
    return path.with_name(f"test_{path.stem.strip('_')}.py").as_posix()


def targets(makefile: str) -> set[str]:
    """The targets that a Makefile declares as .PHONY."""
    return {name for line in re.findall(r"^\.PHONY:(.*)$", makefile, re.MULTILINE) for name in line.split()}


def makes(text: str) -> set[str]:
    """The targets in all `make ...` commands of a Markdown text: in code spans and code blocks only."""
    code = re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL)
    return {name for piece in code for name in re.findall(r"(?:^|[`$;&\s])make ([a-z][a-z-]*)", piece)}


def test_each_module_has_its_tests() -> None:
    modules = [file for file in sources(*MIRRORED) if Path(file).name != "__init__.py"]
    assert [mirrored(file) for file in modules if not (ROOT / mirrored(file)).is_file()] == []


def test_a_package_holds_only_a_docstring() -> None:
    packages = [ROOT / file for file in sources(*SOURCES) if Path(file).name == "__init__.py"]
    bodies = {path: ast.parse(path.read_text(encoding="utf-8")).body for path in packages}
    assert [path for path, body in bodies.items() if not all(isinstance(n, ast.Expr) for n in body)] == []


def test_no_file_is_too_long() -> None:
    lengths = {
        file: len((ROOT / file).read_text(encoding="utf-8").splitlines()) for file in sources(*SOURCES)
    }
    assert {file: length for file, length in lengths.items() if length > FILE_LIMIT} == {}


def test_no_function_is_too_long() -> None:
    found = [
        f"{file}: {name} has {length} lines"
        for file in sources(*SOURCES)
        for name, length in functions((ROOT / file).read_text(encoding="utf-8"))
        if length > FUNCTION_LIMIT
    ]
    assert found == []


def test_a_long_function_is_seen() -> None:
    assert list(functions("@d\ndef f():\n    async def g():\n        a\n        b\n")) == [("f", 4), ("g", 3)]


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    listed = subprocess.run(
        ["/usr/bin/env", "make", "--no-print-directory", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert {line.split()[1] for line in listed.splitlines()} == targets(makefile)


@pytest.mark.parametrize(
    "document", ["README.md", *sorted(p.relative_to(ROOT).as_posix() for p in ROOT.glob("docs/*.md"))]
)
def test_a_document_names_only_targets_that_exist(document: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert makes((ROOT / document).read_text(encoding="utf-8")) <= targets(makefile)


def test_the_readme_names_targets_at_all() -> None:
    assert "bdd" in makes((ROOT / "README.md").read_text(encoding="utf-8"))


def test_targets_are_found_in_code_only() -> None:
    text = (
        "We make sure.\n`make bdd RULE=X`\n```sh\n$ make mocks\ncd x && make check\n```\n`cmake x` `make A=x`"
    )
    assert makes(text) == {"bdd", "mocks", "check"}
