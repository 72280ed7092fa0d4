from features.support.evidence import Attachment
from features.support.report.html.living import living
from features.support.report.record import Record


def test_each_rule_has_its_scenarios_as_they_are_written(red: Record) -> None:
    first, second, _ = living(red).values()
    assert [scenario.anchor for scenario in first.scenarios] == ["USR-1.1", "USR-1.2"]
    plainly = first.scenarios[0]
    assert [(step.keyword, step.words) for step in plainly.steps] == [
        ("When", "the user signs in"),
        ("Then", "it works"),
    ]
    assert plainly.steps[0].table == (("name", "password"), ("pat", "<secret>"))
    assert [step.words for step in first.before] == ["a user"]
    assert second.before == ()


def test_each_row_has_its_own_outcome(red: Record) -> None:
    tables = living(red)["USR-1"].scenarios[1].examples
    assert [(table.name, table.columns) for table in tables] == [
        ("By hand", ("how",)),
        ("By machine", ("how",)),
    ]
    rows = [row for table in tables for row in table.rows]
    assert [(row.cells, row.outcome.state) for row in rows if row.outcome] == [
        (("slowly",), "broken"),
        (("often",), "error"),
    ]


def test_a_scenario_is_as_bad_as_its_worst_row(red: Record) -> None:
    assert [scenario.state for scenario in living(red)["USR-1"].scenarios] == ["passed", "broken"]


def test_what_did_not_run_is_there_without_an_outcome(green: Record) -> None:
    rule = living(green)["USR-1"]
    assert [scenario.state for scenario in rule.scenarios] == ["passed", ""]
    assert [row.outcome for table in rule.scenarios[1].examples for row in table.rows] == [None, None]


def test_pictures_are_those_of_its_outcomes(green: Record) -> None:
    green.outcomes[0].attachments += [
        Attachment("a.png", "image/png", "iVBORw0KGgo="),
        Attachment("b", "text/plain", ""),
    ]
    assert [each.name for each in living(green)["USR-1"].scenarios[0].pictures] == ["a.png"]
