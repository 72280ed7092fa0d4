from typing import Any

from openapi_schema_validator import OAS31Validator

from mocks.control.fault_schema import paths, schemas
from mocks.control.faults import Faults, Field, Kind, one_of, whole

KINDS = {
    "late": Kind("It comes late.", {"seconds": Field(whole(1, 9), "how late", 1)}),
    "cut": Kind("It is cut."),
}
FAULTS = Faults("clinic", KINDS, {"side": Field(one_of("left", "right"), "which side")})


def fits(value: object, name: str) -> bool:
    schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas(FAULTS)}}
    return not list(OAS31Validator(schema).iter_errors(value))


def test_what_can_be_added_is_described() -> None:
    good: list[dict[str, Any]] = [
        {"kind": "cut"},
        {"kind": "late", "seconds": 9, "side": "left", "clinic": "x", "count": None},
        {"kind": "cut", "pattern": "..x", "probability": 0.5, "seed": 0, "skip": 3, "name": "n"},
    ]
    for body in good:
        assert fits(body, "NewFault")
        assert fits(FAULTS.add(body).to_json(), "Fault")


def test_what_is_refused_is_not() -> None:
    for wrong in (
        {},
        {"kind": "odd"},
        {"kind": "late", "seconds": 0},
        {"kind": "cut", "side": "up"},
        {"kind": "cut", "pattern": "..."},
        {"kind": "cut", "probability": 0},
        {"kind": "cut", "name": " "},
        {"kind": "cut", "other": 1},
    ):
        assert not fits(wrong, "NewFault")


def test_a_field_says_whose_it_is() -> None:
    fields = schemas(FAULTS)["NewFault"]["properties"]
    assert fields["seconds"]["description"] == "Only late: how late"
    assert fields["side"]["description"] == "which side"


def test_the_paths_are_the_control_side_s() -> None:
    assert list(paths(FAULTS)) == ["/_control/faults", "/_control/faults/{id}"]
