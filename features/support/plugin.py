"""The pytest plugin: starts or finds the parts, binds the steps, turns outcomes into one verdict."""

import gc
import json
import shlex
import signal
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

from features.support import coverage, demands, feature_files, lookup, options, shuffle, wire
from features.support.access import (
    NO_SHOP,
    Passage,
    from_environment,
    hook_address,
    not_checked,
)
from features.support.answers import Answers
from features.support.demands import end_with
from features.support.deviations import Deviation, Untrustworthy, read
from features.support.driver import HTTP, Driver
from features.support.evidence import HarnessError
from features.support.hook import TENANT, Hook
from features.support.invocation import Invocation, invocation
from features.support.lint import lint
from features.support.recording import PROPERTY, Recorder
from features.support.reporting import Reporting, make_room
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
    elif _runs_contract(config) and config.getoption("--reports"):
        make_room(config.getoption("--reports"))  # an old green must not outlive features that are no Gherkin
    try:
        contract()
    except feature_files.Unreadable as error:
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
    signal.signal(signal.SIGTERM, _interrupt)
    reporting = Reporting(config.getoption("--target"), config.getoption("--reports"))
    reporting.least = config.getoption("--min-coverage")
    try:
        run = _take_charge(config)
        reporting.accepted, reporting.invocation = tuple(run.accepted.values()), run.invocation
        reporting.measure, reporting.ended = run.measured, run.ended
    except (pytest.UsageError, pytest.exit.Exception) as refusal:
        reporting.refused(refusal)
        raise
    config.pluginmanager.register(reporting, "drydock-reporting")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Hand the features to a new xdist worker as they have been read here."""
    node.workerinput[_DOCUMENTS] = feature_files.handed_over()


def _interrupt(_number: int, _frame: object) -> NoReturn:
    """Whoever ends the run, as a CI server does, ends the parts that it has started, as Ctrl-C does."""
    raise KeyboardInterrupt


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
        demands.check(config)
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
            self._greet("careportals", "shipstation")
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
            end_with(Verdict.HARNESS_ERROR, str(error))
        if obstacle:
            self._open.close()
            end_with(*obstacle)
        return parts

    def _greet(self, *names: str) -> None:
        """See that the mocks which are there already are what they are said to be. Raises HarnessError."""
        for name in names:
            url = self.config.getoption(f"--{name}")
            if url:
                with wire.connections() as send:
                    answer = wire.Server(send, url).ask("GET", "/_control/health")
                if answer.status_code != 200 or f'"{name}"'.encode() not in answer.content:
                    raise HarnessError(f"--{name}: at {url} there is no mock of that name")

    def _look(self, address: str) -> str:
        """The store's address as the hook gives it. Raises HarnessError when the hook is not to be had."""
        with wire.connections() as send:
            hook = Hook(send, address)
        if not hook.can("tenants") and self.config.getoption("numprocesses", None):
            end_with(
                Verdict.USAGE_ERROR, "a shop hook without tenants serves one scenario at a time: use -n 0"
            )
        return hook.description.url.replace(TENANT, "{org}")

    def _begin(self, parts: Addresses) -> None:
        """A ShipStation that others use as well has seen traffic before this run."""
        if self.config.getoption("--shipstation"):
            with wire.connections() as send, suppress(HarnessError):
                coverage.begin(wire.Server(send, parts.shipstation))

    def ended(self, *names: str) -> str | None:
        """Why one of the parts with these names does not run any more that were started for this run."""
        return self._sandwich.ended(*names) if self._parts else None

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
