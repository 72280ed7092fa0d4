"""The pytest plugin: starts or finds the parts, binds the steps, turns outcomes into one verdict."""

import re
import shlex
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, NoReturn

import httpx2
import pytest
from pytest_bdd.parser import Feature
from pytest_bdd.parser import Scenario as BddScenario
from pytest_bdd.parser import Step as BddStep

from features import steps
from features.support import wire
from features.support.access import NO_SHOP, Passage, from_environment, not_checked
from features.support.evidence import Broken, HarnessError, Outcome, failure_text
from features.support.lint import lint
from features.support.report import console
from features.support.rules import FEATURES, GUIDE_ID, RULE_ID, all_rules, contract
from features.support.sandwich import BRIDGE, Addresses, Sandwich
from features.support.target import closed, unreachable
from features.support.verdict import Verdict, judge

PROPERTY = "drydock"
_OUTCOME = pytest.StashKey[Outcome]()
_RUN = pytest.StashKey["Run"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where the parts are; each that is not given is started for the run."""
    group = parser.getgroup("drydock", "contract of a ShipStation Custom Store")
    group.addoption(
        "--target", metavar="URL", help="Custom Store under test, with {org} for the organization"
    )
    group.addoption("--careportals", metavar="URL", help="mock CarePortals that the target works with")
    group.addoption("--shipstation", metavar="URL", help="mock ShipStation that polls the target")
    group.addoption("--bridge", metavar="COMMAND", help="start this bridge instead of python -m bridge")
    group.addoption(
        "--shop",
        choices=("careportals", "none"),
        default="careportals",
        help="none: only look at the target; credentials come from the environment or are asked for",
    )
    group.addoption("--ca", metavar="FILE", help="trust this CA when the target is asked by https")
    group.addoption(
        "--time-limit",
        type=float,
        default=wire.TIME_LIMIT,
        metavar="SECONDS",
        help="how long the target may take to answer one request",
    )


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Register the tags of the features as markers; for a contract run, lint and take charge."""
    tags = {tag for rule in all_rules(contract()) for tag in rule.tags}
    tags |= {tag for rule in all_rules(contract()) for scenario in rule.scenarios for tag in scenario.tags}
    for tag in sorted(tags):
        config.addinivalue_line("markers", f"{tag}: tag of the contract")
    if not _runs_contract(config):
        return
    _check_options(config)
    mistakes = lint(contract(), FEATURES / "steps")
    if mistakes:
        raise pytest.UsageError("the features cannot be trusted:\n" + "\n".join(mistakes))
    for module in iter_modules(steps.__path__):
        name = f"{steps.__name__}.{module.name}"
        config.pluginmanager.register(import_module(name), name)
    run = Run(config)
    config.stash[_RUN] = run
    config.pluginmanager.register(run, "drydock-run")


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
    elif target and "{org}" not in target:
        raise pytest.UsageError("--target must hold {org} where the organization's identifier goes")
    elif target and not config.getoption("--careportals"):
        raise pytest.UsageError(
            "--target needs --careportals: the mock CarePortals that the target works with"
        )
    try:
        shlex.split(config.getoption("--bridge") or "")
    except ValueError as error:
        raise pytest.UsageError(f"--bridge is no command: {error}") from error
    known = {line.partition(":")[0].partition("(")[0].strip() for line in config.getini("markers")}
    unknown = set(re.findall(r"[\w.-]+", config.option.markexpr)) - known - {"and", "or", "not"}
    if unknown:
        _exit(Verdict.NOTHING_RAN, f"the contract has no tag {', '.join(sorted(unknown))}")


def _exit(verdict: Verdict, reason: str) -> NoReturn:
    pytest.exit(f"Verdict: {verdict.words} - {reason}", verdict.value)


class Run:
    """One contract run: the main process holds parts and outcomes, a worker only the URLs."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.outcomes: list[Outcome] = []
        self._parts: Addresses | None = None
        self._open = ExitStack()
        self.passage: Passage | None = None
        # What the main process handed to this xdist worker; None in the main process.
        self.worker: dict[str, Any] | None = getattr(config, "workerinput", None)

    def parts(self) -> Addresses:
        """The parts of this run, started by the first who asks in the main process."""
        if self._parts is None:
            handed: dict[str, str] | None = self.worker and self.worker[PROPERTY]
            self._parts = Addresses(**handed) if handed else self._start()
        return self._parts

    def _start(self) -> Addresses:
        option = self.config.getoption
        looking = option("--shop") == "none"
        try:
            self.passage = from_environment(option("--target")) if looking else None
            parts = self._open.enter_context(
                Sandwich(
                    careportals=NO_SHOP if looking else option("--careportals"),
                    shipstation=option("--shipstation"),
                    target=option("--target"),
                    bridge=shlex.split(option("--bridge")) if option("--bridge") else BRIDGE,
                    authority=option("--ca"),
                )
            )
            with self.outside() as http:
                obstacle = closed(self.passage, http) if self.passage else unreachable(parts.target, http)
        except HarnessError as error:
            self._open.close()
            _exit(Verdict.HARNESS_ERROR, str(error))
        if obstacle:
            self._open.close()
            _exit(*obstacle)
        return parts

    def outside(self) -> httpx2.Client:
        """A client for the target, as the options say."""
        return wire.client(self.config.getoption("--time-limit"), self.config.getoption("--ca"))

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Mark what this target does not let us check; it is reported with its reason, never as passed."""
        shop = self.config.getoption("--shop") != "none"
        for item in items:
            if reason := not_checked({mark.name for mark in item.iter_markers()}, shop=shop):
                item.add_marker(pytest.mark.skip(reason=reason))

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a new xdist worker where the parts are."""
        node.workerinput[PROPERTY] = dict(vars(self.parts()))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> None:
        """Start the parts before the first scenario, so that a failure to start is not the scenario's."""
        if session.items and not self.config.option.collectonly:
            self.parts()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collect the outcome of a scenario, whichever process ran it."""
        if self.worker is None and (report.when == "call" or not report.passed):
            self.outcomes += [
                Outcome.from_data(data) for name, data in report.user_properties if name == PROPERTY
            ]

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Let the process end with the verdict's exit code."""
        if self.worker is None and not self.config.option.collectonly:
            session.exitstatus = judge(self.outcomes, int(exitstatus)).verdict.value

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter, exitstatus: int) -> None:
        """Print the rules, the guide and the verdict."""
        if self.config.option.collectonly:
            return
        for line in console.lines(contract(), self.outcomes, judge(self.outcomes, int(exitstatus))):
            terminalreporter.write_line(line)

    def pytest_unconfigure(self) -> None:
        """Stop what was started."""
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
def outside(pytestconfig: pytest.Config) -> Iterator[httpx2.Client]:
    """The client that talks to the target."""
    with pytestconfig.stash[_RUN].outside() as client:
        yield client


@pytest.fixture(scope="session")
def http() -> Iterator[httpx2.Client]:
    """The HTTP client of this worker."""
    with wire.client() as client:
        yield client


def pytest_bdd_before_scenario(
    request: pytest.FixtureRequest, feature: Feature, scenario: BddScenario
) -> None:
    """Note which rule is being checked."""
    outcome = _outcome(request.node)
    outcome.scenario = scenario.name
    outcome.file = Path(feature.filename).relative_to(FEATURES.parent).as_posix()
    outcome.line = scenario.line_number


def pytest_bdd_step_error(request: pytest.FixtureRequest, step: BddStep, exception: Exception) -> None:
    """Note which step failed, and whether the target or the harness is to blame."""
    _step_failed(request.node, step, exception)


def pytest_bdd_step_func_lookup_error(
    request: pytest.FixtureRequest, step: BddStep, exception: Exception
) -> None:
    """A step without a definition checked nothing: the harness is to blame."""
    _step_failed(request.node, step, exception)


def _step_failed(item: pytest.Item, step: BddStep, exception: Exception) -> None:
    outcome = _outcome(item)
    outcome.step = f"{step.keyword.strip()} {step.name}"
    outcome.step_line = step.line_number
    if isinstance(exception, Broken):
        outcome.state = "broken"
        outcome.expected, outcome.got, outcome.where = exception.expected, exception.got, exception.where
    else:
        outcome.state = "error"
        outcome.got = f"{type(exception).__name__}: {exception}"


def _outcome(item: pytest.Item) -> Outcome:
    if _OUTCOME not in item.stash:
        marks = {mark.name for mark in item.iter_markers()}
        rule = next((mark for mark in marks if RULE_ID.fullmatch(mark)), "")
        guide = sorted((mark for mark in marks if GUIDE_ID.fullmatch(mark)), key=lambda mark: int(mark[1:]))
        example = item.name.partition("[")[2].removesuffix("]")
        item.stash[_OUTCOME] = Outcome(rule, item.name, example, "", 0, node=item.nodeid, guide=guide)
    return item.stash[_OUTCOME]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Attach the outcome to the report, and say what is broken in the contract's words."""
    report = yield
    # `pytest .` runs the tests of the harness in the same session; they are no scenarios.
    ours = _RUN in item.config.stash and FEATURES in item.path.parents
    if ours and (call.when == "call" or not report.passed):
        outcome = _outcome(item)
        if report.skipped:
            outcome.state = "skipped"
        elif report.failed and outcome.state == "passed":
            outcome.state, outcome.got = "error", str(call.excinfo and call.excinfo.value)
        if report.failed:
            text = _failure_text(outcome)
            report.longrepr = text if outcome.state == "broken" else f"{report.longrepr}\n\n{text}"
        report.user_properties.append((PROPERTY, outcome.as_data()))
    return report


def _failure_text(outcome: Outcome) -> str:
    rule = next((rule for rule in all_rules(contract()) if rule.id == outcome.rule), None)
    return failure_text(outcome, rule.sentence if rule else "", rule.level if rule else "")
