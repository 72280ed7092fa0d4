from tests.features.support.start_page.two_mocks import SAMPLE


def test_it_knows_where_the_bridge_is_and_who_signs_in() -> None:
    assert (SAMPLE.org, SAMPLE.bridge) == ("clinic_x", "http://bridge")
    assert SAMPLE.sign_in == {
        "account": "demo",
        "email": "admin@clinic.example",
        "password": "demo-admin-1",
    }
