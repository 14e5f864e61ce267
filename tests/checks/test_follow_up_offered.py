"""Hand-worked: six weeks (42 days) before 20 November 2026 is 9 October."""

from __future__ import annotations

from typing import Any

import pytest

from rsqm_tool.model import Because, Finding
from tests.rows import cases, exception, flat, judge, occasions, piles

CHECK = "follow_up_offered"


def found(*rows: dict[str, str], **others: Any) -> Finding:
    return judge(CHECK, occasions(*rows, follow_up_offered_on="", followed_up_on=""), cases(), **others)


@pytest.mark.parametrize(
    ("row", "pile"),
    [
        ({"first_communication_on": "2026-10-08"}, "broken"),  # 43 days ago
        ({"first_communication_on": "2026-10-09"}, "out: not due yet"),  # 42 days ago, to the day
        ({"ended_on": "2026-10-09"}, "out: not due yet"),  # begun in September, ended 42 days ago
        ({"ended_on": "2026-10-08"}, "broken"),
        ({"follow_up_offered_on": "2026-10-01"}, "kept"),  # offered, and perhaps declined
        ({"followed_up_on": "2026-10-01"}, "kept"),
        ({"follow_up_offered_on": "2026-11-21"}, "broken"),  # only tomorrow
    ],
)
def test_six_weeks(row: dict[str, str], pile: str) -> None:
    """8 October to 20 November is 23 + 20 = 43 days; 9 October 42, which is not more than six weeks."""
    finding = found(row)
    assert finding.figures[pile] == 1
    assert finding.subjects == (("PR-1",) if pile == "broken" else ())


def test_the_interval_is_the_services_own() -> None:
    """8 weeks are 56 days: 25 September is not due, the 24th is."""
    eight = {"follow_up_weeks": 8}
    assert found({"first_communication_on": "2026-09-25"}, targets=eight).because is Because.NOBODY
    assert found({"first_communication_on": "2026-09-24"}, targets=eight).figures["broken"] == 1


def test_after_indirect_work_too_and_the_share() -> None:
    """Ten processes, letters among them, two without an offer: 20 %, not met; one explained: partly met."""
    rows = [{"follow_up_offered_on": "2026-10-10"}] * 8 + [{"kind": "letter"}, {}]
    finding = found(*rows)
    assert (str(finding.outcome), finding.subjects) == ("not met", ("PR-10", "PR-9"))
    assert finding.message == "2 of 10 processes that ended more than 6 weeks ago had no offer of follow-up"
    excused = found(*rows, exceptions=[exception(CHECK, "PR-9")])
    assert (str(excused.outcome), piles(excused)) == (
        "partly met", "kept 8, broken 1, cannot tell 0, explained 1 of 10",
    )  # fmt: skip


def test_nobody_counted() -> None:
    """On 19 November 2025, a day before the 12 months; without a day or an end, not begun."""
    assert found({"first_communication_on": "2025-11-19"}).because is Because.NOBODY
    assert found({"first_communication_on": ""}).figures["out: not begun"] == 1


def test_without_a_day_nobody_can_tell() -> None:
    """Ended on 1 September, 80 days ago, but when it began is not entered: 1 cannot tell."""
    assert found({"first_communication_on": "", "ended_on": "2026-09-01"}).figures["cannot_tell"] == 1


def test_a_flat_export() -> None:
    """Two processes of 15 September, 66 days ago: offered for one. 1 kept, 1 broken."""
    finding = judge(CHECK, flat({}, {"follow_up_offered_on": "2026-10-10"}, follow_up_offered_on=""))
    assert piles(finding) == "kept 1, broken 1, cannot tell 0, explained 0 of 2"
    assert finding.subjects == ("C-1",)
