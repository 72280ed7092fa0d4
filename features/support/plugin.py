"""The pytest plugin: starts or finds the parts, binds the steps, turns outcomes into one verdict."""

import gc
import json
import re
import shlex
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from functools import cached_property
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import httpx2
import pytest
from gherkin.errors import ParserError

from features.support import coverage, feature_files, lookup, options, shuffle, wire
from features.support.access import (
    NO_SHOP,
    Passage,
    from_environment,
    hook_address,
    not_checked,
)
from features.support.answers import Answers
from features.support.deviations import Deviation, Untrustworthy, read
from features.support.driver import HTTP, Driver
from features.support.evidence import HarnessError
from features.support.hook import TENANT, Hook
from features.support.invocation import Invocation, invocation
from features.support.lint import lint
from features.support.recording import PROPERTY, Recorder
from features.support.reporting import Reporting
from features.support.rules import FEATURES, WAITS, all_rules, contract
from features.support.sandwich import BRIDGE, Addresses, Sandwich
from features.support.step_definitions import module_names
from features.support.target import closed, unreachable
from features.support.verdict import Verdict

_RUN = pytest.StashKey["Run"]()
_DOCUMENTS = "drydock-documents"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where the parts are, what is asked of them, and what is told of it."""
    options.add(parser)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Register the tags of the features as markers; for a contract run, lint and take charge."""
    if worker := _worker(config):
        feature_files.take_over(worker[_DOCUMENTS])
    try:
        contract()
    except ParserError as error:
        raise pytest.UsageError(f"the features cannot be read: {error}") from error
    tags = {tag for rule in all_rules(contract()) for tag in rule.tags}
    tags |= {tag for rule in all_rules(contract()) for scenario in rule.scenarios for tag in scenario.tags}
    for tag in sorted(tags):
        config.addinivalue_line("markers", f"{tag}: tag of the contract")
    if not _runs_contract(config):
        return
    if worker or config.option.collectonly:
        _take_charge(config)
        return
    reporting = Reporting(config.getoption("--target"), config.getoption("--reports"))
    reporting.least = config.getoption("--min-coverage")
    try:
        run = _take_charge(config)
        reporting.accepted, reporting.invocation = tuple(run.accepted.values()), run.invocation
        reporting.measure = run.measured
    except (pytest.UsageError, pytest.exit.Exception) as refusal:
        reporting.refused(refusal)
        raise
    config.pluginmanager.register(reporting, "drydock-reporting")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Hand the features to a new xdist worker as they have been read here."""
    node.workerinput[_DOCUMENTS] = feature_files.handed_over()


def _worker(config: pytest.Config) -> dict[str, Any] | None:
    """What the main process handed to this xdist worker; None in the main process."""
    return getattr(config, "workerinput", None)


def _take_charge(config: pytest.Config) -> "Run":
    """Check what was asked for, and register what runs it."""
    run = Run(config)
    config.stash[_RUN] = run
    config.pluginmanager.register(run, "drydock-run")
    if not run.worker:
        # The workers do what the main process has found to be right.
        _check_options(config)
        if not config.option.collectonly:
            run.begin()
        _check_features()
    run.accepted = _deviations(config.getoption("--deviations"))
    config.pluginmanager.register(run.answers, "drydock-answers")
    if config.getoption("--driver") == "browser":
        config.pluginmanager.register(import_module("features.support.browser.plugin"), "drydock-browser")
    recorder = Recorder(run.accepted, strict=config.getoption("--strict-should"))
    _bind(config, recorder)
    run.invocation = invocation(config, options.USUAL, shuffle.register(config))
    recorder.given = run.invocation.parts
    return run


def _check_features() -> None:
    mistakes = lint(contract(), FEATURES / "steps")
    if mistakes:
        raise pytest.UsageError("the features cannot be trusted:\n" + "\n".join(mistakes))


def _bind(config: pytest.Config, recorder: Recorder) -> None:
    """Register the step definitions, and who records what they do, unless all scenarios go to workers."""
    modules = {name: import_module(name) for name in module_names()}
    if _spread(config):
        return
    for name, module in modules.items():
        config.pluginmanager.register(module, name)
    feature_files.install()
    lookup.install()
    config.pluginmanager.register(recorder, "drydock-recorder")


def _spread(config: pytest.Config) -> bool:
    """Whether this process leaves all scenarios to its workers."""
    return config.getoption("dist", "no") != "no" and not config.option.collectonly


def _deviations(path: Path | None) -> dict[str, Deviation]:
    if path is None:
        return {}
    try:
        return read(path, {rule.id for rule in all_rules(contract())}, datetime.now(UTC).date())
    except Untrustworthy as error:
        raise pytest.UsageError(str(error)) from error


def _runs_contract(config: pytest.Config) -> bool:
    paths = [Path(str(arg).split("::")[0]).absolute() for arg in config.args]
    return any(path == FEATURES or FEATURES in path.parents or path in FEATURES.parents for path in paths)


def _check_options(config: pytest.Config) -> None:
    """Refuse here what would otherwise come up in the middle of the run, or end an xdist worker."""
    target = config.getoption("--target")
    if config.getoption("--shop") == "none":
        if not target:
            raise pytest.UsageError("--shop none needs --target: the address of the store to look at")
        if config.getoption("numprocesses", None):
            raise pytest.UsageError("--shop none sends one request at a time: use -n 0")
    elif hook_address(config.getoption("--shop")):
        if target or config.getoption("--careportals") or config.getoption("--bridge"):
            raise pytest.UsageError(
                "--shop hook:URL says where the store is: give no other part but ShipStation"
            )
    elif target and "{org}" not in target:
        raise pytest.UsageError("--target must hold {org} where the organization's identifier goes")
    elif target and not config.getoption("--careportals"):
        raise pytest.UsageError(
            "--target needs --careportals: the mock CarePortals that the target works with"
        )
    _check_browser(config)
    try:
        shlex.split(config.getoption("--bridge") or "")
    except ValueError as error:
        raise pytest.UsageError(f"--bridge is no command: {error}") from error
    known = {line.partition(":")[0].partition("(")[0].strip() for line in config.getini("markers")}
    unknown = set(re.findall(r"[\w.-]+", config.option.markexpr)) - known - {"and", "or", "not"}
    if unknown:
        _exit(Verdict.NOTHING_RAN, f"the contract has no tag {', '.join(sorted(unknown))}")


def _check_browser(config: pytest.Config) -> None:
    """Only the mocks have pages; and without a browser nobody clicks."""
    if config.getoption("--driver") == "http":
        return
    if config.getoption("--shop") != "careportals":
        raise pytest.UsageError("--driver browser clicks in CarePortals: leave out --shop")
    try:
        import_module("features.support.chromium").executable()
        import_module("playwright.sync_api")
    except (HarnessError, ImportError) as error:
        _exit(Verdict.HARNESS_ERROR, f"--driver browser: {error}")


def _exit(verdict: Verdict, reason: str) -> NoReturn:
    pytest.exit(f"Verdict: {verdict.words} - {reason}", verdict.value)


class Run:
    """One contract run: the main process holds the parts, a worker only the URLs."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self._parts: Addresses | None = None
        self._starting: Future[Addresses] | None = None
        self._open = ExitStack()
        self.passage: Passage | None = None
        self.worker = _worker(config)
        self.accepted: dict[str, Deviation] = {}
        self.invocation = Invocation()
        self.answers = Answers()

    def begin(self) -> None:
        """Let the parts come up while the features are linted and collected, and the workers load.

        Whoever only looks is asked for credentials, and that comes when there is something to look for.
        """
        if self.config.getoption("--shop") != "none":
            beside = ThreadPoolExecutor(1)
            self._starting = beside.submit(self._start)
            beside.shutdown(wait=False)  # when that is done

    def parts(self) -> Addresses:
        """The parts of this run; in the main process they are started, where they do not come up already."""
        if self._parts is None:
            if self.worker:
                self._parts = Addresses(**json.loads(Path(self.worker[PROPERTY]).read_bytes()))
            else:
                self._parts = self._starting.result() if self._starting else self._start()
        return self._parts

    def _start(self) -> Addresses:
        option = self.config.getoption
        looking, hook = option("--shop") == "none", hook_address(option("--shop"))
        try:
            self.passage = from_environment(option("--target")) if looking else None
            store = self._look(hook) if hook else option("--target")
            self._sandwich = Sandwich(
                careportals=NO_SHOP if looking or hook else option("--careportals"),
                shipstation=option("--shipstation"),
                target=store,
                bridge=shlex.split(option("--bridge")) if option("--bridge") else BRIDGE,
                authority=option("--ca"),
            )
            parts = self._open.enter_context(self._sandwich)
            self._begin(parts)
            with self.outside(parts) as http:
                obstacle = closed(self.passage, http) if self.passage else unreachable(parts.target, http)
        except HarnessError as error:
            self._open.close()
            _exit(Verdict.HARNESS_ERROR, str(error))
        if obstacle:
            self._open.close()
            _exit(*obstacle)
        return parts

    def _look(self, address: str) -> str:
        """The store's address as the hook gives it. Raises HarnessError when the hook is not to be had."""
        with wire.connections() as send:
            hook = Hook(send, address)
        if not hook.can("tenants") and self.config.getoption("numprocesses", None):
            _exit(Verdict.USAGE_ERROR, "a shop hook without tenants serves one scenario at a time: use -n 0")
        return hook.description.url.replace(TENANT, "{org}")

    def _begin(self, parts: Addresses) -> None:
        """A ShipStation that others use as well has seen traffic before this run."""
        if self.config.getoption("--shipstation"):
            with wire.connections() as send, suppress(HarnessError):
                coverage.begin(wire.Server(send, parts.shipstation))

    def measured(self) -> coverage.Coverage | None:
        """What the traffic has shown; None when nothing was started.

        It is the last that is asked of the parts: they end while the files of the run are written.
        """
        if self._parts is None:
            return None
        with wire.connections() as send:
            shown = coverage.measured(wire.Server(send, self._parts.shipstation), self.answers.seen)
        self._sandwich.ask_to_end()
        return shown

    def outside(self, parts: Addresses) -> httpx2.Client:
        """A client for the target, as the options say."""
        option, tls = self.config.getoption, parts.target.lower().startswith("https:")
        return wire.client(option("--time-limit"), option("--ca"), tls=tls)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Mark what this target does not let us check; it is reported with its reason, never as passed.

        What mostly waits begins first.
        """
        shop = self.config.getoption("--shop") != "none"
        for item in items:
            if reason := not_checked({mark.name for mark in item.iter_markers()}, shop=shop):
                item.add_marker(pytest.mark.skip(reason=reason))
        items.sort(key=lambda item: item.get_closest_marker(WAITS) is None)

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a new xdist worker in which file it will find where the parts are, at its first scenario."""
        node.workerinput[PROPERTY] = str(self._note)

    @cached_property
    def _note(self) -> Path:
        return Path(self._open.enter_context(TemporaryDirectory(prefix="drydock-"))) / "parts.json"

    def pytest_collection_finish(self) -> None:
        """What is there by now stays: the garbage collector need not go through it again and again."""
        gc.freeze()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> None:
        """Have the parts before the first scenario, so that a failure to start is not the scenario's."""
        if _spread(self.config):
            self._note.write_text(json.dumps(vars(self.parts())))
        elif session.items and not self.worker and not self.config.option.collectonly:
            self.parts()

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self) -> None:
        """What is left ends with the process: pytest need not look for waste in all of it, twice."""
        gc.freeze()

    def pytest_unconfigure(self) -> None:
        """Stop what was started, and what is about to be."""
        if self._starting:
            self._starting.exception()
        self._open.close()


@pytest.fixture(scope="session")
def parts(pytestconfig: pytest.Config) -> Addresses:
    """Where the parts of this run are."""
    return pytestconfig.stash[_RUN].parts()


@pytest.fixture(scope="session")
def passage(pytestconfig: pytest.Config) -> Passage | None:
    """Address and credentials of a target that is only looked at; None when there is a shop."""
    return pytestconfig.stash[_RUN].passage


@pytest.fixture(scope="session")
def hook(pytestconfig: pytest.Config, send: wire.Send) -> Hook | None:
    """The hook of the shop; None when the shop is CarePortals, or there is none."""
    address = hook_address(pytestconfig.getoption("--shop"))
    return Hook(send, address) if address else None


@pytest.fixture
def driver(request: pytest.FixtureRequest) -> Driver:
    """Who does what people do in a scenario."""
    if request.config.getoption("--driver") == "http":
        return HTTP
    windows: Driver = request.getfixturevalue("windows")
    return windows


@pytest.fixture(scope="session")
def outside(pytestconfig: pytest.Config) -> Iterator[httpx2.Client]:
    """The client that talks to the target."""
    run = pytestconfig.stash[_RUN]
    with run.outside(run.parts()) as client:
        run.answers.watch(client)
        yield client


@pytest.fixture(scope="session")
def send() -> Iterator[wire.Send]:
    """The connections of this worker to the mocks."""
    with wire.connections() as connections:
        yield connections
