"""What is demanded of a run, checked before it begins: a mistake here must not blame the target."""

import ast
import math
import re
import shlex
from importlib import import_module
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import pytest

from features.support.access import hook_address
from features.support.evidence import HarnessError
from features.support.verdict import Verdict


def end_with(verdict: Verdict, reason: str) -> NoReturn:
    """End the run with this verdict. Raises pytest's Exit."""
    pytest.exit(f"Verdict: {verdict.words} - {reason}", verdict.value)


def check(config: pytest.Config) -> None:
    """Raises UsageError, or ends the run, for what cannot be meant."""
    _check_parts(config)
    _check_address(config.getoption("--target") or "", looking=config.getoption("--shop") == "none")
    _check_figures(config)
    _check_browser(config)
    _check_tags(config)


def _check_parts(config: pytest.Config) -> None:
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
    try:
        shlex.split(config.getoption("--bridge") or "")
    except ValueError as error:
        raise pytest.UsageError(f"--bridge is no command: {error}") from error


def _check_address(target: str, *, looking: bool) -> None:
    """The message repeats nothing of an address that holds a password."""
    if not target:
        return
    try:
        parts = urlsplit(target)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        known = False
    if not known:
        raise pytest.UsageError("--target must be an address such as https://shop.example/store")
    if parts.username is not None or parts.password is not None:
        raise pytest.UsageError(
            "--target must hold no user name and no password: it is told in reports, and sent with every"
            " request. They come from DRYDOCK_USERNAME and DRYDOCK_PASSWORD, or are asked for"
        )
    if "#" in target:
        raise pytest.UsageError("--target must hold no #: what stands behind it never reaches a server")
    if looking and "{org}" in target:
        raise pytest.UsageError("--shop none looks at one store: write its own address, without {org}")


def _check_figures(config: pytest.Config) -> None:
    limit, least = config.getoption("--time-limit"), config.getoption("--min-coverage")
    if not 0 < limit <= 3600:
        raise pytest.UsageError("--time-limit must be above 0 and at most 3600 seconds")
    if least is not None and not (math.isfinite(least) and 0 <= least <= 100):
        raise pytest.UsageError("--min-coverage must be a percentage from 0 to 100")
    authority = config.getoption("--ca")
    if authority and not Path(authority).is_file():
        raise pytest.UsageError(f"--ca {authority}: there is no such file")


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
        end_with(Verdict.HARNESS_ERROR, f"--driver browser: {error}")


def _check_tags(config: pytest.Config) -> None:
    expression = config.option.markexpr
    words = r"[\w.-]+"
    known = {line.partition(":")[0].partition("(")[0].strip() for line in config.getini("markers")}
    unknown = set(re.findall(words, expression)) - known - {"and", "or", "not"}
    if unknown:
        end_with(Verdict.NOTHING_RAN, f"the contract has no tag {', '.join(sorted(unknown))}")
    readable = re.sub(words, lambda word: word[0] if word[0] in {"and", "or", "not"} else "x", expression)
    try:
        # It would end each worker in its own way.
        ast.parse(readable.strip() or "x", mode="eval")
    except SyntaxError as error:
        raise pytest.UsageError(f"no selection of rules: {expression!r}; use and, or, not, ( )") from error
