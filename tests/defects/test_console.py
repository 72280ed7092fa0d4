from tests.defects import console
from tests.defects.matrix import Row

ROWS = [
    Row("says_one_page", ("PAG-1",), red={"PAG-1": "n", "WIN-1": "n"}, run=3),
    Row("loses_the_last_page", ("PAG-1", "PAG-2"), red={"PAG-2": "n"}, run=3),
    Row("knows_one_carrier", ("NOT-15",), run=3),
    Row("believes_the_query", ("NOT-9",), errors={"NOT-9": "the mock is down"}, run=3),
    Row("demands_the_order_id", ("NOT-7",), red={"NOT-8": "n"}, run=3),
]


def test_each_defect_has_a_line_in_its_family() -> None:
    told = list(console.lines(ROWS[:2], {"pulls": ["says_one_page", "loses_the_last_page"], "posts": []}))
    assert told == [
        "\npulls: 1 of 2 killed",
        f"  killed    {'says_one_page':<46} PAG-1 + WIN-1",
        f"  PARTLY    {'loses_the_last_page':<46} (PAG-1) PAG-2",
    ]


def test_no_line_is_too_wide() -> None:
    many = Row("x", ("PAG-1",), red={f"VAL-{n}": "n" for n in range(100)}, run=1)
    told = list(console.lines([many], {"pulls": ["x"]}))
    assert max(map(len, told)) <= console.WIDTH
    assert "97 more" in told[-1]


def test_the_bad_news_say_what_is_missing() -> None:
    assert list(console.bad_news(ROWS)) == [
        "PARTLY loses_the_last_page: PAG-1 must catch it too",
        "SURVIVED knows_one_carrier: no rule caught it; NOT-15 must",
        "ERROR believes_the_query: the mock is down",
        "ELSEWHERE demands_the_order_id: NOT-7 must catch it; NOT-8 caught it",
    ]


def test_the_summary_counts() -> None:
    assert console.summary(ROWS, 61.4, 99.6) == (
        "5 broken bridges: 1 killed, 1 PARTLY, 1 ELSEWHERE, 1 SURVIVED, 1 ERROR; 61 s, 100 s of work"
    )


def test_where_no_broken_bridge_was_asked_none_is_told_of() -> None:
    assert console.summary([], 61, 100) == "61 s, 100 s of work"
