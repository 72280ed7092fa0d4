import pytest

import mocks.careportals.faults
import mocks.shipstation.faults
from mocks.control.faults import Faults
from mocks.control.pages.fault_form import described, fault_form, label, wrong
from mocks.control.payload import Refusal
from tests.mocks.control.pages.stand import Stand

CAREPORTALS = Faults("organization", mocks.careportals.faults.KINDS, mocks.careportals.faults.SELECTORS)
SHIPSTATION = Faults("account", mocks.shipstation.faults.KINDS, mocks.shipstation.faults.SELECTORS)


@pytest.mark.parametrize("faults", [CAREPORTALS, SHIPSTATION])
def test_the_form_of_each_kind_as_it_is_first_shown_makes_a_fault(faults: Faults) -> None:
    for kind in faults.kinds:
        form = fault_form(faults, kind, {})
        typed = {each.name: each.value for each in [*form.main, *form.common]}
        assert faults.add(described(faults, kind, typed)).kind == kind


def test_fields_that_can_have_one_value_only_are_not_asked_for() -> None:
    names = [each.name for each in fault_form(CAREPORTALS, "cursor_loop", {}).main]
    assert names == ["organization"]


def test_a_field_is_asked_for_as_what_it_may_hold() -> None:
    seconds, _shop, method = fault_form(Stand().faults, "late", {"seconds": "7"}).main
    assert (seconds.type, seconds.value, seconds.limits) == ("number", "7", {"min": "0", "max": "10"})
    assert method.options == [("", "any"), ("GET", "GET"), ("POST", "POST")]
    assert method.hint == "Of this method; any if empty"


def test_what_was_typed_is_read_as_the_api_takes_it() -> None:
    typed = {"fields": "total, orders.lineItems", "probability": "0.5", "count": " 3 ", "name": ""}
    assert described(CAREPORTALS, "wrong_types", typed) == {
        "kind": "wrong_types",
        "fields": ["total", "orders.lineItems"],
        "probability": 0.5,
        "count": 3,
    }


@pytest.mark.parametrize("typed", [{"count": "many"}, {"probability": "nan"}, {"count": "9" * 5000}])
def test_what_is_no_number_is_left_for_the_api_to_refuse(typed: dict[str, str]) -> None:
    with pytest.raises(Refusal):
        CAREPORTALS.add(described(CAREPORTALS, "delay", typed))


def test_a_refusal_stands_at_the_field_that_it_names() -> None:
    assert wrong('"count" must be a whole number') == {"count": "Must be a whole number"}
    assert wrong("There are 1000 faults already") == {"kind": "There are 1000 faults already"}


def test_names_are_words() -> None:
    assert [label(name) for name in ("retryAfter", "name")] == ["Retry after", "Name"]
