"""What an order says: single fields set in CarePortals, and what becomes of them in ShipStation."""

import json

from pytest_bdd import given

from features.support.phrases import phrase
from features.support.scene import Scene


@given(phrase('the order {number:d} has "{path}" set to {value}'))
def has_set(scene: Scene, number: int, path: str, value: str) -> None:
    scene.shop().change(number, (path, json.loads(value, strict=False)))
