import pytest

from rsqm_tool.model import Because
from tests.bench import action, findings, outcomes, told, workspace


def test_an_empty_plan_is_nobody_to_count() -> None:
    (finding,) = findings("actions_moving")
    assert (finding.message, finding.because) == ("The action plan is empty", Because.NOBODY)
    assert not finding.counts


def test_a_plan_that_moves() -> None:
    plan = [action("A-01", due="2027-01-31"), action("A-02", due="2026-01-31", status="done")]
    (finding,) = findings("actions_moving", within=workspace(actions=plan))
    assert (str(finding.outcome), finding.message) == ("met", "1 of 2 actions done")
    assert dict(finding.figures) == {"kept": 2, "broken": 0, "denominator": 2}


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("2026-11-20", []),  # due today
        ("2026-11-19", [("met", "Action A-01 is overdue by 1 day")]),
        ("2026-08-20", [("met", "Action A-01 is overdue by 92 days")]),  # three months to the day
        ("2026-08-19", [("partly met", "Action A-01 is overdue by 93 days")]),
    ],
)
def test_overdue_is_told_and_more_than_three_months_counts(due: str, expected: list[tuple[str, str]]) -> None:
    found = told("actions_moving", within=workspace(actions=[action("A-01", due=due)]))
    assert found == [*expected, ("met", "0 of 1 action done")]


def test_an_action_needs_an_owner_and_a_date() -> None:
    bare = action("A-01", owner="", line=9)
    finding, summary = findings("actions_moving", within=workspace(actions=[bare]))
    assert (str(finding.outcome), finding.message) == ("partly met", "Action A-01 has no owner and has no date")
    assert finding.next_step == "Enter the role that does it as `owner:`. Enter `due:`."
    assert str(finding.where) == "evidence/actions.yaml:9:5"
    assert dict(summary.figures) == {"kept": 0, "broken": 1, "denominator": 1}


def test_without_an_owner_and_late() -> None:
    late = [action("A-01", owner="", due="2026-11-10")]
    assert told("actions_moving", within=workspace(actions=late))[0] == (
        "partly met",
        "Action A-01 has no owner and is overdue by 10 days",
    )


def test_what_is_done_needs_nothing_more() -> None:
    done = [action("A-01", owner="", status="done")]
    assert outcomes("actions_moving", within=workspace(actions=done)) == ["met"]


def test_the_catalogue_may_be_stricter() -> None:
    late = workspace(actions=[action("A-01", due="2026-10-19")])
    assert outcomes("actions_moving", within=late, overdue_months=1) == ["partly met", "met"]
