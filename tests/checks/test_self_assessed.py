import pytest

from rsqm_tool.model import Workspace
from tests.bench import findings, outcomes, rating, told, workspace


def assessed(on: str | None, **others: object) -> Workspace:
    return workspace(ratings=[rating("1.1")], assessed_on=on, **others)


@pytest.mark.parametrize(
    ("on", "outcome"), [("2026-11-20", "met"), ("2025-11-20", "met"), ("2025-11-19", "partly met")]
)
def test_twelve_months_to_the_day_are_in_time(on: str, outcome: str) -> None:
    assert outcomes("self_assessed", within=assessed(on)) == [outcome]


def test_in_time_says_when() -> None:
    assert told("self_assessed", within=assessed("2026-10-01")) == [
        ("met", "The service assessed itself on 1 October 2026")
    ]


def test_stale() -> None:
    (finding,) = findings("self_assessed", within=assessed("2026-05-19"), within_months=6)
    assert finding.message == "Stale: the self-assessment of 19 May 2026 is older than 6 months"
    assert finding.next_step == "Go through the ratings again and enter the day as `assessed_on:`."
    assert str(finding.where) == "evidence/self-assessment.yaml:1:1"


def test_no_date_and_a_date_to_come() -> None:
    assert told("self_assessed", within=assessed(None)) == [("partly met", "The self-assessment has no date")]
    assert told("self_assessed", within=assessed("2026-11-21")) == [
        ("partly met", "The self-assessment is dated 21 November 2026, after the as-of date")
    ]


def test_what_nobody_rated_is_listed() -> None:
    own = workspace(ratings=[rating("1.1"), rating("1.2", None)])
    (_, finding) = findings("self_assessed", within=own, criteria=["1.2", "1.3"])
    assert (str(finding.outcome), finding.message) == ("partly met", "2 criteria are not rated: 1.2, 1.3")
    assert dict(finding.figures) == {"kept": 1, "broken": 2, "denominator": 3}
    assert told("self_assessed", within=own, criteria=["1.2"])[1][1] == "1 criterion is not rated: 1.2"


def test_no_self_assessment_is_told_once() -> None:
    (finding,) = findings("self_assessed", within=workspace(), criteria=["1.2", "1.3"])
    assert finding.message == "There is no self-assessment"
    assert finding.next_step == (
        "Rate the criteria in evidence/self-assessment.yaml and enter the day as `assessed_on:`."
    )


def test_not_applicable_is_a_rating() -> None:
    assert outcomes("self_assessed", within=workspace(ratings=[rating("1.1", "not applicable")])) == ["met"]
