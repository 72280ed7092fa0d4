"""The pages that both mocks have, under `/_control/pages`."""

from starlette.applications import Starlette

from mocks.control.pages.assets import asset
from mocks.control.pages.fault_pages import FaultPages
from mocks.control.pages.lazy import SHARED_PAGES
from mocks.control.pages.mock import Mock
from mocks.control.pages.render import Renderer
from mocks.control.pages.site import site
from mocks.control.pages.switches import Switches
from mocks.control.pages.traffic import TrafficPages

FILES = ("look.css", "icon.svg", "traffic.js")
PACKAGE = "mocks.control.pages"


def create(mock: Mock) -> Starlette:
    """Traffic, switches, and the files of the look."""
    renderer = Renderer(PACKAGE, mock.name, mock.title)
    files = [asset(f"{SHARED_PAGES}/{file}", PACKAGE, file) for file in FILES]
    pages = (TrafficPages(mock, renderer), Switches(mock, renderer), FaultPages(mock, renderer))
    return site(renderer, [*files, *(route for each in pages for route in each.routes())])
