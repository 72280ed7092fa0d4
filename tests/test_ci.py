"""The CI snippets of the docs: they can be read, and name only targets and files that exist."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from features.support.report.files import WRITERS
from tests.test_layout import ROOT, targets

SNIPPETS = sorted((ROOT / "docs" / "ci").glob("*.yml"))
OPTIONS = set(re.findall(r"^([A-Z]+) \?=", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def strings(node: Any) -> list[str]:
    """Every text in a document, comments left out."""
    if isinstance(node, dict):
        return [text for each in node.values() for text in strings(each)]
    if isinstance(node, list):
        return [text for each in node for text in strings(each)]
    return [node] if isinstance(node, str) else []


@pytest.fixture(params=SNIPPETS, ids=lambda path: path.name)
def snippet(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_there_is_one_for_each_of_the_two() -> None:
    assert [path.name for path in SNIPPETS] == ["github.yml", "gitlab.yml"]


def test_it_calls_make_with_targets_and_options_that_exist(snippet: Path) -> None:
    texts = strings(yaml.safe_load(snippet.read_text(encoding="utf-8")))
    calls = [text for text in texts if text.startswith("make ")]
    assert calls == ["make bdd REPORTS=reports"]
    for _, target, *options in map(str.split, calls):
        assert target in targets((ROOT / "Makefile").read_text(encoding="utf-8"))
        assert {option.partition("=")[0] for option in options} <= OPTIONS


def test_what_it_says_in_comments_can_be_called_too(snippet: Path) -> None:
    assert set(re.findall(r"\b([A-Z]{4,})='?http", snippet.read_text(encoding="utf-8"))) <= OPTIONS


def test_it_keeps_the_files_that_a_run_writes(snippet: Path) -> None:
    text = " ".join(strings(yaml.safe_load(snippet.read_text(encoding="utf-8"))))
    named = set(re.findall(r"\breports/([\w.]+)", text))
    assert named
    assert named <= set(WRITERS)
    assert "drydock/reports" in text


def test_the_reports_are_kept_whatever_the_verdict_is(snippet: Path) -> None:
    text = snippet.read_text(encoding="utf-8")
    assert "always" in text


WORKFLOW: dict[str, tuple[set[Any], set[Any]]] = {
    "": ({"name", True, "permissions", "jobs"}, {True, "jobs"}),  # YAML 1.1 reads the key `on` as true
    "job": ({"runs-on", "timeout-minutes", "defaults", "steps"}, {"runs-on", "steps"}),
    "step": ({"uses", "with", "name", "run", "if"}, set[str]()),
}
JOB = {"image", "timeout", "variables", "script", "artifacts"}
"""The keys that the snippets use, as the two systems spell them, and those that a system asks for."""


def misspelt(node: dict[Any, Any], kind: str) -> set[Any]:
    """Keys that are not known, and those that are missing."""
    known, needed = WORKFLOW[kind]
    return (node.keys() - known) | (needed - node.keys())


def wrong_in_workflow(workflow: dict[Any, Any]) -> set[Any]:
    """Keys of a workflow, its jobs and their steps that GitHub would not take."""
    found = misspelt(workflow, "")
    for job in workflow.get("jobs", {}).values():
        found |= misspelt(job, "job")
        for step in job.get("steps", ()):
            found |= misspelt(step, "step")
            found |= set() if ("uses" in step) != ("run" in step) else {"uses or run"}
    return found


def wrong_in_pipeline(pipeline: dict[str, Any]) -> set[str]:
    """Keys of a pipeline's jobs that GitLab would not take."""
    found: set[str] = set()
    for job in pipeline.values():
        artifacts = job.get("artifacts", {})
        found |= (job.keys() - JOB) | ({"script"} - job.keys())
        found |= artifacts.keys() - {"when", "paths", "reports"}
        found |= artifacts.get("reports", {}).keys() - {"junit"}
    return found


CHECKS = {"github.yml": wrong_in_workflow, "gitlab.yml": wrong_in_pipeline}


def test_its_keys_are_those_of_its_system(snippet: Path) -> None:
    assert CHECKS[snippet.name](yaml.safe_load(snippet.read_text(encoding="utf-8"))) == set()


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("github.yml", "runs-on:", "run-on:"),
        ("github.yml", "uses: actions/upload", "use: actions/upload"),
        ("github.yml", "steps:", "step:"),
        ("github.yml", "jobs:", "job:"),
        ("gitlab.yml", "script:", "scripts:"),
        ("gitlab.yml", "junit:", "junits:"),
    ],
)
def test_a_misspelt_key_is_found(name: str, right: str, wrong: str) -> None:
    text = (ROOT / "docs" / "ci" / name).read_text(encoding="utf-8")
    assert right in text
    assert CHECKS[name](yaml.safe_load(text.replace(right, wrong))) != set()
