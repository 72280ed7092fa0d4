from typing import Any

import pytest

from features.support.lint_openapi import lint_openapi, misfits

SCHEMAS = {"Order": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}}
REF = {"$ref": "#/components/schemas/Order"}


def document(content: dict[str, Any]) -> dict[str, Any]:
    answer = {"200": {"content": {"application/json": content}}}
    return {"paths": {"/orders": {"get": {"responses": answer}}}, "components": {"schemas": SCHEMAS}}


@pytest.mark.parametrize(
    "content",
    [
        {"schema": REF, "example": {"id": 1392}},
        {"schema": REF, "examples": {"one": {"value": {"id": 1392}}}},
        {"schema": {"type": "integer", "examples": [1, 2]}},
        {"schema": REF},
    ],
)
def test_an_example_that_fits_is_no_news(content: dict[str, Any]) -> None:
    assert list(misfits(document(content))) == []


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ({"schema": REF, "example": {"id": "1392"}}, "example"),
        ({"schema": REF, "example": {"number": 1392}}, "example"),
        ({"schema": REF, "examples": {"one": {"value": {"id": "x"}}}}, "examples/one"),
        ({"schema": {"type": "integer", "examples": [1, "2"]}}, "schema/examples/1"),
    ],
)
def test_an_example_that_does_not_fit_is_found_by_its_place(content: dict[str, Any], where: str) -> None:
    (found,) = misfits(document(content))
    place = "/paths/~1orders/get/responses/200/content/application~1json/"
    assert found.startswith(f"{place}{where} does not fit its schema: ")


def test_our_own_examples_fit() -> None:
    assert lint_openapi() == []
