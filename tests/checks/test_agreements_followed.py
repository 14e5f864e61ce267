"""Hand-worked: six weeks before 20 November 2026 is 9 October."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.model import Because, Finding
from tests.rows import cases, exception, flat, judge, occasions, piles

CHECK = "agreements_followed"


def found(*rows: dict[str, str], **others: Any) -> Finding:
    return judge(CHECK, occasions(*rows, agreement="made", agreement_result=""), cases(), **others)


@pytest.mark.parametrize(
    ("agreement", "result", "pile"),
    [
        ("made", "done", "kept"),
        ("made", "not done", "kept"),
        ("made", "", "broken"),
        ("not wanted", "", "kept"),
        ("none", "", "out: without an agreement"),
        ("made", "not due", "out: not due yet"),
        ("", "done", "kept"),
        ("", "", "out: still going on"),
    ],
)
def test_what_a_result_is(agreement: str, result: str, pile: str) -> None:
    """Not done is a result; so is that none was wanted."""
    finding = found({"agreement": agreement, "agreement_result": result})
    assert finding.figures[pile] == 1
    assert finding.subjects == (("PR-1",) if pile == "broken" else ())


def test_a_blank_is_due_after_six_weeks() -> None:
    """42 days before 20 November is 9 October: not due on that day, broken for the 8th."""
    assert found({"first_communication_on": "2026-10-09"}).because is Because.NOBODY
    assert found({"first_communication_on": "2026-10-08"}).figures["broken"] == 1


def test_the_service_may_declare_another_interval() -> None:
    """12 weeks are 84 days: 20 November less 84 is 28 August."""
    late = {"first_communication_on": "2026-08-28"}
    assert found(late, targets={"follow_up_weeks": 12}).because is Because.NOBODY
    assert found({"first_communication_on": "2026-08-27"}, targets={"follow_up_weeks": 12}).figures["broken"] == 1
    assert found(late, weeks=12).because is Because.NOBODY


def test_nothing_entered_about_an_agreement_once_it_is_over() -> None:
    """Ended, or the case closed: nobody can tell."""
    assert found({"agreement": "", "ended_on": "2026-09-20"}).figures["cannot_tell"] == 1
    closed = cases(closed_on="2026-10-01")
    assert judge(CHECK, occasions(agreement="", agreement_result=""), closed).figures["cannot_tell"] == 1


def test_the_share_and_an_exception() -> None:
    """Of 11, two without a result: 18 %, not met. One explained, one broken: partly met."""
    rows = [{"agreement_result": "done"}] * 9 + [{}, {}]
    finding = found(*rows)
    assert (str(finding.outcome), finding.subjects) == ("not met", ("PR-10", "PR-11"))
    assert finding.message == "2 of 11 processes with an agreement or the wish for none had no result"
    excused = found(*rows, exceptions=[exception(CHECK, "C-10")])
    assert (piles(excused), str(excused.outcome)) == (
        "kept 9, broken 1, cannot tell 0, explained 1 of 11", "partly met",
    )  # fmt: skip


def test_a_flat_export() -> None:
    """Four processes of 15 September, 66 days ago: done and not wanted, 2 kept; made and blank, 1 broken; closed with
    nothing entered, 1 cannot tell."""
    rows = ({"agreement_result": "done"}, {}, {"agreement": "not wanted"}, {"agreement": "", "closed_on": "2026-10-01"})
    finding = judge(CHECK, flat(*rows, agreement="made", agreement_result=""))
    assert piles(finding) == "kept 2, broken 1, cannot tell 1, explained 0 of 4"
    assert finding.subjects == ("C-2",)
