"""Hand-worked: cases found unsuitable, closed on 1 September 2026 unless told."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.model import Because, Finding
from tests.rows import cases, exception, judge, piles

CHECK = "unsuitable_has_reason"


def found(*rows: dict[str, str], **others: Any) -> Finding:
    usual = {"suitability": "unsuitable", "outcome": "unsuitable", "outcome_reason": "Risk too high",
             "closed_on": "2026-09-01"}  # fmt: skip
    return judge(CHECK, cases(*rows, **usual), **others)


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [("Risk too high", "met"), ("", "partly met"), ("Not suitable", "partly met"), (" other ", "partly met")],
)
def test_a_reason_is_more_than_the_decision(reason: str, outcome: str) -> None:
    """1 case: a reason keeps the rule; a blank, or words that only repeat the decision, break it: 1 of 1, partly
    met."""
    finding = found({"outcome_reason": reason})
    assert str(finding.outcome) == outcome
    assert finding.subjects == (() if outcome == "met" else ("C-1",))


def test_the_share() -> None:
    """1 of 10 without a reason is partly met, 2 of 10 (20 %) not met."""
    blank: dict[str, str] = {"outcome_reason": ""}
    assert str(found(blank, *[{}] * 9).outcome) == "partly met"
    finding = found(blank, blank, *[{}] * 8)
    assert (str(finding.outcome), finding.message) == ("not met", "2 of 10 cases found unsuitable had no listed reason")


def test_the_services_own_list() -> None:
    """2 reasons listed: one used, whatever its capitals, 1 kept; another word, 1 broken of 2."""
    listed = {"unsuitable_reasons": ["risk too high", "Facts in dispute"]}
    finding = found({}, {"outcome_reason": "Did not feel right"}, targets=listed)
    assert piles(finding) == "kept 1, broken 1, cannot tell 0, explained 0 of 2"


def test_who_is_counted() -> None:
    """Closed 12 months ago to the day: counted; a day more, or suitable: not. Open: counted. One of the two columns is
    enough."""
    assert found({"closed_on": "2025-11-20"}).figures["kept"] == 1
    assert found({"closed_on": "2025-11-19"}).because is Because.NOBODY
    assert found({"suitability": "suitable", "outcome": "declined"}).because is Because.NOBODY
    assert found({"closed_on": "", "outcome": ""}).figures["kept"] == 1
    assert found({"suitability": ""}).figures["kept"] == 1
    assert found({"accepted_on": "2026-11-21", "closed_on": ""}).figures["after_as_of"] == 1


def test_joint_and_explained() -> None:
    finding = found({"outcome_reason": "", "record_held_by": "probation"}, {"outcome_reason": ""},
                    exceptions=[exception(CHECK, "C-2")])  # fmt: skip
    assert piles(finding) == "kept 0, broken 0, cannot tell 1, explained 1 of 2"


def test_unread() -> None:
    finding = judge(CHECK, cases())
    assert finding.message == "Not judged: the table `cases` has no column outcome_reason"
