import json
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator

from mocks.careportals import app
from mocks.careportals.orders import STATUSES
from mocks.careportals.roles import ROLES
from mocks.careportals.settings import PASSWORD_MAXIMUM, Settings
from tests.mocks.careportals.clinic import OWNER, Clinic

DOCUMENT: dict[str, Any] = json.loads(Path(app.__file__).with_name("openapi.json").read_bytes())
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
OPERATIONS: list[dict[str, Any]] = [
    operation
    for path in DOCUMENT["paths"].values()
    for method, operation in path.items()
    if method != "parameters"
]


def fits(value: object, schema: dict[str, Any]) -> bool:
    validator = OAS31Validator({**schema, "components": DOCUMENT["components"]})
    return not list(validator.iter_errors(value))


def contents() -> list[dict[str, Any]]:
    """Every body in the document that has an example."""
    answers = [answer for operation in OPERATIONS for answer in operation["responses"].values()]
    bodies = [operation["requestBody"] for operation in OPERATIONS if "requestBody" in operation]
    holders = [*answers, *bodies, *DOCUMENT["components"]["responses"].values()]
    return [content for holder in holders for content in holder.get("content", {}).values()]


def test_every_example_fits_its_schema() -> None:
    examples = [(content["example"], content["schema"]) for content in contents() if "example" in content]
    examples += [(example, schema) for schema in SCHEMAS.values() for example in schema.get("examples", [])]
    assert len(examples) >= 40
    assert all(fits(example, schema) for example, schema in examples)


def test_the_answers_of_the_mock_fit_their_schemas(clinic: Clinic) -> None:
    path = "/_control/organizations/clinic_x/synthetic"
    clinic.client.post(path, json={"count": 60, "seed": 3})
    page = clinic.page(None, limit=250)
    assert fits(page, SCHEMAS["OrderPage"])
    order_id = page["orders"][0]["_id"]
    body = SCHEMAS["NewShipment"]["examples"][0]
    answer = clinic.client.post(f"/orders/{order_id}/shipments", json=body, headers=clinic.owner)
    assert fits(answer.json(), SCHEMAS["Order"])
    assert fits(clinic.user(OWNER), SCHEMAS["User"])


def test_an_order_has_no_key_that_is_not_described(clinic: Clinic) -> None:
    path = "/_control/organizations/clinic_x/synthetic"
    clinic.client.post(path, json={"count": 60, "seed": 3})
    orders = clinic.page(None, limit=250)["orders"]
    assert {key for order in orders for key in order} == set(SCHEMAS["Order"]["properties"])
    lines = [line for order in orders for line in order["lineItems"]]
    assert {key for line in lines for key in line} == set(SCHEMAS["LineItem"]["properties"])


def test_the_numbers_and_names_are_those_of_the_code() -> None:
    assert SCHEMAS["Status"]["enum"] == list(STATUSES)
    assert set(SCHEMAS["User"]["properties"]["role"]["pattern"].split(")")[0][2:].split("|")) == set(ROLES)
    password = SCHEMAS["Registration"]["properties"]["password"]
    assert (password["minLength"], password["maxLength"]) == (Settings().password_minimum, PASSWORD_MAXIMUM)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: str(operation["operationId"]))
def test_every_protected_operation_names_its_permission_and_refusals(operation: dict[str, Any]) -> None:
    if operation["security"]:
        assert operation["security"] == [{"bearer": [], "organization": []}]
        assert {"401", "403"} <= set(operation["responses"])
        assert "Permission: `" in operation["description"]


def test_the_document_says_that_the_orders_api_is_an_assumption() -> None:
    assert "No orders API of CarePortals is public" in DOCUMENT["info"]["description"]
