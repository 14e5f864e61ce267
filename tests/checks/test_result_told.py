"""Hand-worked: agreements with a result, from a process on 15 September 2026."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.model import Because, Finding
from tests.rows import cases, exception, flat, judge, occasions, piles

CHECK = "result_told"


def found(*rows: dict[str, str], **others: Any) -> Finding:
    usual = {"agreement": "made", "agreement_result": "done", "result_told_on": "2026-10-20"}
    return judge(CHECK, occasions(*rows, **usual), cases(), **others)


@pytest.mark.parametrize(("told", "outcome"), [("2026-11-20", "met"), ("2026-11-21", "partly met"), ("", "partly met")])
def test_told_by_the_as_of_date(told: str, outcome: str) -> None:
    """Told on 20 November, the as-of date: kept. On the 21st, tomorrow, or never: broken, 1 of 1, partly met."""
    finding = found({"result_told_on": told})
    assert (str(finding.outcome), finding.subjects) == (outcome, () if outcome == "met" else ("PR-1",))


def test_bad_news_too() -> None:
    """Done and told, not done and not told, partly and told: 2 of 3."""
    finding = found({}, {"agreement_result": "not done", "result_told_on": ""}, {"agreement_result": "partly"})
    assert piles(finding) == "kept 2, broken 1, cannot tell 0, explained 0 of 3"
    assert finding.message == "1 of 3 agreements with a result had no day on which the person harmed was told"


def test_nobody_counted() -> None:
    """None wanted: 1 without an agreement. Not due, and blank: 2 without a result yet. 0 of 3 count."""
    finding = found({"agreement": "not wanted", "agreement_result": ""}, {"agreement_result": "not due"},
                    {"agreement_result": "", "result_told_on": ""})  # fmt: skip
    assert finding.because is Because.NOBODY
    assert finding.figures["out: without a result yet"] == 2


def test_somebody_who_wishes_to_hear_nothing() -> None:
    """1 not told, and an exception for it: 0 broken, 1 explained."""
    finding = found({"result_told_on": ""}, exceptions=[exception(CHECK, "PR-1")])
    assert (finding.figures["explained"], str(finding.outcome)) == (1, "met")


def test_a_flat_export_leaves_it_to_a_person() -> None:
    assert judge(CHECK, flat()).because is Because.PERSON


@pytest.mark.parametrize(
    ("row", "pile"),
    [
        ({"agreement_result": ""}, "cannot_tell"),  # told on 20 October, of what?
        ({"agreement": ""}, "cannot_tell"),
        ({"agreement": "", "result_told_on": ""}, "cannot_tell"),  # done, says the result
        ({"agreement": "", "agreement_result": "", "result_told_on": ""}, "out: without an agreement"),
    ],
)
def test_a_blank_that_another_cell_contradicts(row: dict[str, str], pile: str) -> None:
    assert found(row).figures[pile] == 1
