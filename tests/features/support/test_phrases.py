import pytest

from features.support.phrases import phrase, rows, unescaped


def test_a_phrase_takes_quoted_texts_and_numbers() -> None:
    found = phrase('the order {number:d} is "{status}"').parse_arguments('the order 1392 is "shipped"')
    assert found == {"number": 1392, "status": "shipped"}


def test_a_quoted_text_may_be_empty() -> None:
    assert phrase('the field is "{value}"').parse_arguments('the field is ""') == {"value": ""}


def test_a_quoted_text_ends_at_its_quotation_mark() -> None:
    assert not phrase('"{a}" is here').is_matching('"one" of "two" is here')
    assert phrase('"{a}" of "{b}" is here').is_matching('"one" of "two" is here')


def test_escapes_become_the_characters_that_a_feature_cannot_hold() -> None:
    assert unescaped(r"1\u0000 \u0022x\u0022 \uFFFE") == '1\x00 "x" ￾'


@pytest.mark.parametrize("text", ["plain", r"\n", r"\u12", r"C:\users"])
def test_what_is_no_escape_stays(text: str) -> None:
    assert unescaped(text) == text


def test_a_table_becomes_rows_by_the_names_in_its_head() -> None:
    assert rows([["a", "b"], ["1", "2"], ["3", ""]]) == [{"a": "1", "b": "2"}, {"a": "3", "b": ""}]


def test_a_row_of_another_length_is_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        rows([["a", "b"], ["1"]])


def test_words_without_marks_may_be_any() -> None:
    found = phrase("{count:d} orders, changed {how}").parse_arguments("-3 orders, changed one second apart")
    assert found == {"count": -3, "how": "one second apart"}


def test_another_text_has_no_arguments() -> None:
    assert phrase("{count:d} orders (all)").parse_arguments("three orders (all)") is None
