"""What the pages of traffic and switches need of a mock; free of Jinja2, for it is made at the start."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from mocks.control.clock import Clocks
from mocks.control.faults import Faults
from mocks.control.journal import Journal
from mocks.control.routes import TimeMoved, nothing_due
from mocks.control.unfriendly import Quirk


@dataclass(frozen=True)
class Mock:
    """A mock as its shared pages see it.

    name, title: as in `Renderer`. tenants: the organizations or accounts that there are.
    reset: forgets one tenant, or everything when given None. time_moved: as in `SharedControl`.
    quirks: what the unfriendly mode is; it changes settings, which are read, changed and have defaults.
    """

    name: str
    title: str
    journal: Journal
    clocks: Clocks
    faults: Faults
    tenants: Callable[[], list[str]]
    reset: Callable[[str | None], Coroutine[None, None, None]]
    quirks: Mapping[str, Quirk]
    defaults: Mapping[str, Any]
    settings: Callable[[], Mapping[str, Any]]
    change_settings: Callable[[dict[str, Any]], None]
    time_moved: TimeMoved = nothing_due
