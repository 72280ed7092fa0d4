import subprocess
import sys

from mocks.careportals.crm import Crm
from mocks.careportals.pages.pages import create
from tests.mocks.careportals.pages.visitor import Visitor


def test_the_files_of_the_pages_are_served(visitor: Visitor) -> None:
    for file, kind in (("look.css", "text/css"), ("dialog.js", "text/javascript")):
        answer = visitor.clinic.client.get(f"/app/{file}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, f"{kind}; charset=utf-8")


def test_every_address_is_a_page_or_belongs_to_one() -> None:
    paths = [route.path for route in create(Crm(), None).routes if hasattr(route, "path")]
    assert len(paths) == len(set(paths))
    assert all(path.startswith(("/app", "/auth/", "/_control/pages/")) or path == "/" for path in paths)


def test_a_mock_at_which_nobody_looks_loads_no_templates() -> None:
    code = "import sys, mocks.careportals.app as a; a.create_app(); sys.exit('jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - our own code
