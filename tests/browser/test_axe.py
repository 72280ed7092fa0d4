from tests.browser.axe import Violation


def test_a_violation_is_told_with_where_it_is() -> None:
    found = Violation("label", "critical", "Form elements must have labels", [f"#f{n}" for n in range(9)])
    assert str(found) == "critical: label: Form elements must have labels: #f0; #f1; #f2; #f3; #f4"
