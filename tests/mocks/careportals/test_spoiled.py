import json

import pytest

from mocks.careportals import spoiled
from mocks.control.wire import Answer

PAGE = {"orders": [{"id": 1, "tags": ["a"]}, {"id": 2}], "total": 2, "nextCursor": None}


def answer(value: object, status: int = 200) -> Answer:
    body = json.dumps(value).encode()
    return Answer(status, [(b"content-length", b"%d" % len(body)), (b"x", b"y")], body)


def test_an_answer_says_how_long_it_is() -> None:
    made = [
        spoiled.HTML,
        spoiled.error(503, 1),
        spoiled.cut(answer(PAGE)),
        spoiled.wrong_types(answer(PAGE), None),
    ]
    for each in made:
        assert dict(each.headers)[b"content-length"] == b"%d" % len(each.body)


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        (None, {}),
        (["total", "nextCursor"], {"orders": PAGE["orders"]}),
        (["orders.tags"], PAGE | {"orders": [{"id": 1}, {"id": 2}]}),
        (["nothing", "total.x"], PAGE),
    ],
)
def test_fields_are_left_out_by_their_paths(fields: list[str] | None, left: object) -> None:
    assert json.loads(spoiled.missing_fields(answer(PAGE), fields).body) == left


def test_every_type_becomes_another() -> None:
    value = {"a": None, "b": True, "c": 1.5, "d": "x", "e": [1], "f": {"g": 2}}
    found = json.loads(spoiled.wrong_types(answer(value), None).body)
    assert found == {"a": 0, "b": "true", "c": "1.5", "d": ["x"], "e": {"0": 1}, "f": [2]}


def test_a_list_at_the_top_has_no_fields_of_its_own() -> None:
    assert json.loads(spoiled.missing_fields(answer([{"a": 1}]), None).body) == [{"a": 1}]
    assert json.loads(spoiled.missing_fields(answer([{"a": 1}]), ["a"]).body) == [{}]


def test_only_a_list_has_rows_and_a_cursor() -> None:
    refused = answer({"message": "no"}, 400)
    assert spoiled.duplicate_rows(refused, 1) is refused
    assert spoiled.cursor_loop(refused, b"cursor=x") is refused


def test_the_cursor_comes_back_as_it_was_meant() -> None:
    assert json.loads(spoiled.cursor_loop(answer(PAGE), b"limit=1&cursor=a%2Bb").body)["nextCursor"] == "a+b"


@pytest.mark.parametrize(
    ("query", "shorter"),
    [
        (b"", b"limit=3"),
        (b"limit=250&cursor=a%2Bb%3D", b"cursor=a%2Bb%3D&limit=3"),
        (b"status=&limit=4", b"status=&limit=3"),
        (b"limit=3", b"limit=3"),
        (b"limit=0", b"limit=0"),
        (b"limit=251", b"limit=251"),
        (b"limit=%ff", b"limit=%ff"),
        (b"limit=-1", b"limit=-1"),
    ],
)
def test_a_page_is_shortened_unless_its_limit_is_wrong(query: bytes, shorter: bytes) -> None:
    assert spoiled.shorter_page(query, 3) == shorter
