"""The application as a whole, and its OpenAPI document."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

from openapi_spec_validator import validate
from starlette.routing import Route

from mocks.shipstation.app import PRODUCT_ROUTES, create_app
from mocks.shipstation.mapping import TABS
from mocks.shipstation.settings import StoreSettings
from tests.in_process import serving
from tests.mocks.shipstation.shop import Shop, form, seed


def document() -> dict[str, Any]:
    with serving(create_app()) as client:
        found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def methods_of(route: Route) -> set[str]:
    return {name for name in ("get", "post", "put", "patch", "delete") if hasattr(route.endpoint, name)}


def test_the_openapi_document_is_valid() -> None:
    validate(document())


def test_the_openapi_document_has_the_routes_and_methods_of_the_app() -> None:
    documented = {path: set(item) - {"parameters"} for path, item in document()["paths"].items()}
    served = {route.path.replace(":int", ""): methods_of(route) for route in PRODUCT_ROUTES}
    product = {path: methods for path, methods in documented.items() if not path.startswith("/_control/")}
    assert product == served | {"/openapi.json": {"get"}}


def test_the_openapi_document_has_the_settings_and_tabs_of_the_code() -> None:
    schemas = document()["components"]["schemas"]
    settings = {name: value["default"] for name, value in schemas["Settings"]["properties"].items()}
    assert settings == StoreSettings().to_json()
    assert schemas["Tab"]["enum"] == list(TABS)


def test_the_overview_lists_what_there_is() -> None:
    with serving(create_app()) as client:
        text = client.get("/").text
    assert "/stores/{id}/refresh\n" in text
    assert "/_control/clock\n" in text


def test_the_seed_is_sown_and_the_file_keeps_it(tmp_path: Path) -> None:
    create_app(seed=seed(), database=tmp_path / "db")
    assert create_app(database=tmp_path / "db").state.shipstation.accounts.exists("seeded")


def test_the_background_runs_as_long_as_the_application() -> None:
    shop = Shop()
    store = form(settings={"autoRefreshMinutes": 1})
    app = create_app(seed=seed(stores=[store]), transport=shop.transport(), tick_seconds=0.001)
    app.state.shipstation.clocks.shared.advance(timedelta(hours=1))

    async def live() -> None:
        async with app.router.lifespan_context(app), asyncio.timeout(5):
            while not shop.asked:
                await asyncio.sleep(0.001)

    asyncio.run(live())
    assert len(shop.asked) == 1
