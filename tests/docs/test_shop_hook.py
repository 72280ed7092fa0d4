"""The page about the shop hook, its description for machines, and the harness say the same."""

import json
import re
from pathlib import Path
from typing import Any

import openapi_spec_validator
import pytest

from features.support.hook import ABILITIES, BOXES, read_description, read_sight
from tests.features.support.fake_hook import PUBLISHED, mistakes

PAGE = (Path(__file__).parents[2] / "docs" / "shop-hook.md").read_text(encoding="utf-8")
EXAMPLES: dict[str, Any] = {
    schema: json.loads(text) for schema, text in re.findall(r"```json (\w+)\n(.*?)```", PAGE, re.DOTALL)
}
SCHEMAS: dict[str, Any] = PUBLISHED["components"]["schemas"]


def test_the_description_is_openapi_3_1() -> None:
    assert PUBLISHED["openapi"] == "3.1.0"
    openapi_spec_validator.validate(PUBLISHED)


def test_the_page_has_an_example_of_each_body() -> None:
    assert EXAMPLES.keys() == {"Description", "Order", "Change", "Sight"}


@pytest.mark.parametrize("schema", EXAMPLES)
def test_the_examples_of_the_page_are_as_described(schema: str) -> None:
    assert mistakes(schema, EXAMPLES[schema]) == []


def test_the_harness_takes_the_answers_of_the_page() -> None:
    assert read_description(EXAMPLES["Description"]).can == set(ABILITIES)
    assert read_sight(1392, EXAMPLES["Sight"]).shipments


def test_page_and_description_have_the_same_calls() -> None:
    described = [
        f"{method.upper()} {path}"
        for path, calls in PUBLISHED["paths"].items()
        for method in calls
        if method != "parameters"
    ]
    assert sorted(re.findall(r"^### \d\. `([A-Z]+ /\S*)`", PAGE, re.MULTILINE)) == sorted(described)


def test_description_and_harness_have_the_same_words() -> None:
    assert SCHEMAS["Description"]["properties"]["can"]["items"]["enum"] == list(ABILITIES)
    assert SCHEMAS["Status"]["enum"] == list(BOXES)


def test_the_example_is_as_short_as_the_page_says() -> None:
    example = (Path(__file__).parents[2] / "docs" / "shop_hook_example.py").read_text(encoding="utf-8")
    assert "about 60 lines" in PAGE
    assert len(example.splitlines()) <= 65


def test_the_page_says_what_each_ability_gives() -> None:
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == list(ABILITIES)
