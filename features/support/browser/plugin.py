"""The pytest plugin of the browser: which scenarios run, in which windows, and what is kept of them."""

from collections.abc import Iterator

import pytest
from pytest_bdd.parser import Scenario as BddScenario

from features.support import chromium
from features.support.access import NotChecked
from features.support.browser.pictures import Album
from features.support.browser.selection import CHAPTERS, LEFT_OUT, by_hand, chosen, pictured
from features.support.browser.windows import Pool, Windows
from features.support.evidence import Outcome, StepResult
from features.support.recording import outcome_of
from features.support.rules import FEATURES

_ALBUM = pytest.StashKey[Album]()


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    """The browser of this worker."""
    with chromium.chromium() as started:
        yield Pool(started)


@pytest.fixture
def windows(pool: Pool, request: pytest.FixtureRequest) -> Iterator[Windows]:
    """The windows of one scenario."""
    opened = Windows(pool, by_hand=by_hand(outcome_of(request.node)))
    request.node.stash[_ALBUM] = Album(opened)
    yield opened
    opened.close()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not played in a browser."""
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        marks = {mark.name for mark in item.iter_markers()}
        scenario = FEATURES in item.path.parents
        (kept if not scenario or chosen(outcome_of(item).file, marks) else left).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


@pytest.hookimpl(trylast=True)
def pytest_bdd_after_step(request: pytest.FixtureRequest) -> None:
    """Keep what a step of the guide has led to."""
    outcome = outcome_of(request.node)
    if pictured(outcome, _done(outcome)[-1]):
        _keep(request, outcome)
    else:
        _album(request).skip()


@pytest.hookimpl(trylast=True)
def pytest_bdd_step_error(request: pytest.FixtureRequest) -> None:
    """Keep what the browser shows, and say where it was."""
    outcome = outcome_of(request.node)
    _album(request).forget()
    _keep(request, outcome)
    shown = [f"page {s.page.url} (HTTP {s.status})" for s in _windows(request).screens if s.loads]
    outcome.where = "\n".join(filter(None, (outcome.where, *shown)))


@pytest.hookimpl(trylast=True)
def pytest_bdd_after_scenario(request: pytest.FixtureRequest, scenario: BddScenario) -> None:
    """What was not clicked was not checked. Raises NotChecked for a scenario that only seems to be played."""
    if outcome_of(request.node).state == "passed" and not _windows(request).clicks:
        raise NotChecked(f'nothing was clicked in "{scenario.name}", which says nothing about the pages')


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out."""
    terminalreporter.write_line(f"In a browser: the chapters {', '.join(CHAPTERS)}.")
    for rule, reason in LEFT_OUT.items():
        terminalreporter.write_line(f"  without {rule}: {reason}")


def _windows(request: pytest.FixtureRequest) -> Windows:
    opened: Windows = request.getfixturevalue("windows")
    return opened


def _keep(request: pytest.FixtureRequest, outcome: Outcome) -> None:
    done = _done(outcome)
    outcome.attachments += _album(request).take(len(done), done[-1].text)


def _done(outcome: Outcome) -> list[StepResult]:
    return [step for step in outcome.steps if step.state != "skipped"]


def _album(request: pytest.FixtureRequest) -> Album:
    _windows(request)
    album: Album = request.node.stash[_ALBUM]
    return album
