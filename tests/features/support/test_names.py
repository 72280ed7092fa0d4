import re

from features.support.names import Names


def test_two_scenarios_never_share_a_name() -> None:
    assert Names().organization("clinic_x") != Names().organization("clinic_x")


def test_one_name_is_always_translated_alike() -> None:
    names = Names()
    assert names.email("rx@clinic.example") == names.email("rx@clinic.example")
    assert names.document("order", 1392) == names.document("order", 1392)


def test_the_names_are_such_as_the_mocks_take() -> None:
    names = Names()
    assert re.fullmatch(r"clinic_x_[0-9a-f]{8}", names.organization("clinic_x"))
    assert re.fullmatch(r"packers-[0-9a-f]{8}", names.account("packers"))
    assert re.fullmatch(r"rx\.[0-9a-f]{8}@clinic\.example", names.email("rx@clinic.example"))


def test_what_is_no_address_stays_none() -> None:
    assert "@" not in Names().email("rx.clinic.example")


def test_documents_of_different_things_have_different_ids() -> None:
    names = Names()
    ids = {names.document("order", 1), names.document("order", 2), names.document("customer", 1)}
    assert len(ids) == 3
    assert all(re.fullmatch(r"[0-9a-f]{24}", document) for document in ids)
