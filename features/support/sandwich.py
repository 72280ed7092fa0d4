"""Starts the three parts as processes of their own: mock CarePortals, a bridge, mock ShipStation."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from features.support.evidence import HarnessError

START_LIMIT = 20.0
"""Seconds a part may take until it listens; generous, for a loaded build machine."""

STOP_LIMIT = 5.0
"""Seconds a part may take to end by itself."""

FOR_SCENARIOS = {"BRIDGE_CRM_TIMEOUT": "1", "BRIDGE_PAGE_SIZE": "25"}
"""Settings of a bridge that is checked: in some scenarios CarePortals does not answer at all, and in many a
pull has several pages.
"""

BRIDGE = (sys.executable, "-m", "bridge")
CAREPORTALS = (sys.executable, "-m", "mocks.careportals")
SHIPSTATION = (sys.executable, "-m", "mocks.shipstation")


@dataclass(frozen=True)
class Addresses:
    """Where the three parts listen; `target` is the Custom Store's address, with `{org}` in it."""

    careportals: str
    shipstation: str
    target: str


class Part:
    """A process that says on standard output where it listens.

    What it writes goes into files, not pipes: a pipe that nobody empties blocks the process once it is full.
    Raises HarnessError when there is no such command.
    """

    def __init__(
        self, command: Sequence[str], folder: Path, name: str, environment: Mapping[str, str] | None = None
    ) -> None:
        self.command = " ".join(command)
        self._said = folder / f"{name}.out"
        self._complained = folder / f"{name}.err"
        with self._said.open("wb") as out, self._complained.open("wb") as err:
            try:
                self._process = subprocess.Popen(  # noqa: S603 - no shell, and the user's own command
                    command, stdout=out, stderr=err, env=os.environ | (environment or {})
                )
            except OSError as error:
                raise HarnessError(f"{self.command} cannot be started: {error.strerror}") from error

    def address(self) -> str:
        """The URL it listens on. Raises HarnessError when it ends or says nothing in time."""
        deadline = time.monotonic() + START_LIMIT
        while time.monotonic() < deadline:
            said = re.search(
                r"listening on (\S+)\n", self._said.read_text(encoding="utf-8", errors="replace")
            )
            if said:
                return said[1]
            reason = self.ended()
            if reason:
                raise HarnessError(reason)
            time.sleep(0.005)
        raise HarnessError(f"{self.command} did not say within {START_LIMIT:.0f} s where it listens")

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def ended(self) -> str | None:
        """Why it does not run any more; None while it runs."""
        code = self._process.poll()
        if code is None:
            return None
        complaint = self._complained.read_text(encoding="utf-8", errors="replace")[-2000:].strip()
        return f"{self.command} ended with exit code {code}: {complaint}".rstrip(": ")

    def ask_to_end(self) -> None:
        """Let it end in good order, and do not wait for it."""
        self._process.terminate()

    def stop(self) -> None:
        """Ask it to end, and end it when it does not."""
        self.ask_to_end()
        try:
            self._process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it with SIGKILL, whatever it is at."""
        self._process.kill()
        self._process.wait()


class Sandwich:
    """The three parts, each started on entry unless its URL is given, and stopped on exit.

    `bridge` is the command that starts a bridge; it is given `--port N --crm-url URL`.
    `ports`: CarePortals, bridge, ShipStation; 0 is a free one. `authority` is a file with the CA that
    ShipStation trusts instead of the usual ones. With a seed in `unfriendly` both mocks are
    difficult on purpose. With `keep_bodies` they keep what they are sent for their traffic pages. `settings`
    of the bridge hold unless the environment has others.
    """

    def __init__(
        self,
        *,
        careportals: str | None = None,
        shipstation: str | None = None,
        target: str | None = None,
        bridge: Sequence[str] = BRIDGE,
        ports: tuple[int, int, int] = (0, 0, 0),
        authority: str | None = None,
        unfriendly: int | None = None,
        keep_bodies: bool = False,
        settings: Mapping[str, str] = FOR_SCENARIOS,
    ) -> None:
        flags = [] if unfriendly is None else ["--unfriendly", str(unfriendly)]
        flags += ["--keep-bodies"] if keep_bodies else []
        self._given = Addresses(careportals or "", shipstation or "", target or "")
        self._commands = {
            "careportals": [*CAREPORTALS, "--port", str(ports[0]), *flags],
            "bridge": [*bridge, "--port", str(ports[1])],
            "shipstation": [*SHIPSTATION, "--port", str(ports[2]), *flags],
        }
        self._environment = {"SSL_CERT_FILE": authority} if authority else {}
        self._settings = {**settings, **os.environ}
        self._stack = ExitStack()
        self._parts: dict[str, Part] = {}

    def __enter__(self) -> Addresses:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="drydock-")))
            addresses = self._start(stack, folder)
            self._stack = stack.pop_all()
        return addresses

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ask_to_end()
        self._stack.close()

    def ask_to_end(self) -> None:
        """Let all parts end in good order, and do not wait for them: all at once, for each takes a while."""
        for part in self._parts.values():
            part.ask_to_end()

    def _start(self, stack: ExitStack, folder: Path) -> Addresses:
        def part(name: str, *flags: str) -> Part:
            environment = (self._settings if name == "bridge" else {}) | self._environment
            started = Part([*self._commands[name], *flags], folder, name, environment)
            stack.callback(started.stop)
            self._parts[name] = started
            return started

        # Both mocks are started before either is waited for: they come up side by side.
        crm = None if self._given.careportals else part("careportals")
        poller = None if self._given.shipstation else part("shipstation")
        careportals = crm.address() if crm else self._given.careportals
        middleware = None if self._given.target else part("bridge", "--crm-url", careportals)
        return Addresses(
            careportals=careportals,
            shipstation=poller.address() if poller else self._given.shipstation,
            target=middleware.address() + "/shipstation/{org}" if middleware else self._given.target,
        )

    def ended(self, *names: str) -> str | None:
        """Why one of the parts, or of those with these names, does not run any more; None while all do."""
        parts = (part for name, part in self._parts.items() if not names or name in names)
        return next((reason for part in parts if (reason := part.ended())), None)
