"""The application as a whole, and its OpenAPI document."""

import json
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate
from starlette.routing import Route
from starlette.testclient import TestClient

import mocks.shipstation
from mocks.shipstation.__main__ import main, read_seed
from mocks.shipstation.app import PRODUCT_ROUTES, create_app
from mocks.shipstation.mapping import TABS
from mocks.shipstation.settings import StoreSettings

PACKAGE = Path(mocks.shipstation.__file__).parent


def document() -> dict[str, Any]:
    with TestClient(create_app()) as client:
        found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def methods_of(route: Route) -> set[str]:
    return {name for name in ("get", "post", "put", "patch", "delete") if hasattr(route.endpoint, name)}


def test_the_openapi_document_is_valid() -> None:
    validate(document())


def test_the_openapi_document_has_the_routes_and_methods_of_the_app() -> None:
    documented = {path: set(item) - {"parameters"} for path, item in document()["paths"].items()}
    served = {route.path.replace(":int", ""): methods_of(route) for route in PRODUCT_ROUTES}
    assert documented == served | {"/openapi.json": {"get"}}


def test_the_openapi_document_has_the_settings_and_tabs_of_the_code() -> None:
    schemas = document()["components"]["schemas"]
    settings = {name: value["default"] for name, value in schemas["Settings"]["properties"].items()}
    assert settings == StoreSettings().to_json()
    assert schemas["Tab"]["enum"] == list(TABS)


def test_the_overview_lists_what_there_is() -> None:
    text = TestClient(create_app()).get("/").text
    assert "/stores/{id}/refresh\n" in text
    assert "/_control/clock\n" in text


def test_the_demo_seed_can_be_sown() -> None:
    app = create_app(seed=json.loads((PACKAGE / "demo.json").read_bytes()))
    [store] = app.state.shipstation.stores.of("demo")
    assert store.form.url == "http://127.0.0.1:7802/shipstation/clinic_x"


@pytest.mark.parametrize(
    ("seed", "says"), [("{", "Cannot read the seed"), ("{}", "Cannot use the seed"), (None, "Cannot read")]
)
def test_a_bad_seed_ends_the_start_with_a_sentence(tmp_path: Path, seed: str | None, says: str) -> None:
    file = tmp_path / "seed.json"
    if seed is not None:
        file.write_text(seed)
    with pytest.raises(SystemExit, match=says):
        main(["--seed", str(file)])


def test_a_bad_database_ends_the_start_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="Cannot use"):
        main(["--db", str(tmp_path)])


def test_no_seed_is_none() -> None:
    assert read_seed(None) is None
