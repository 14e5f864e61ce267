"""As of 20 November 2026, the last 12 months begin on 20 November 2025."""

from __future__ import annotations

from rsqm_tool.model import Because
from rsqm_tool.model.tables import Table
from tests.rows import from_rows, judge

COLUMNS = ("case_id", "received_on", "satisfied", "would_recommend", "felt_safe", "felt_free_to_refuse")


def replies(*marks: str, on: str = "2026-06-01", safe: str = "yes") -> Table[object]:
    """One reply for each mark from 1 to 5."""
    rows = [
        {"case_id": f"C-{n}", "received_on": on, "satisfied": mark, "would_recommend": "yes", "felt_safe": safe,
         "felt_free_to_refuse": "no" if n == 0 else "yes"}
        for n, mark in enumerate(marks)
    ]  # fmt: skip
    return from_rows("feedback", rows, COLUMNS)


def test_under_ten_answers_there_is_no_percentage() -> None:
    """Eight marks: seven of 4 or 5 are satisfied, a 3 is not: 7 of 8. One did not feel free to refuse."""
    finding = judge("feedback_views", replies(*"55454543"))
    assert (str(finding.outcome), finding.message) == (
        "met",
        "8 replies received in the last 12 months; 7 of 8 were satisfied; 8 of 8 would recommend it; 8 of 8 felt safe; "
        "7 of 8 felt free to say no",
    )
    assert "satisfied: per cent" not in finding.figures


def test_from_ten_answers_on_there_is_an_interval() -> None:
    """7 of 10: p = 0.7, z²/n = 0.3842. (0.8921 ± 0.3398) / 1.3842 is 39.7 % to 89.2 %."""
    finding = judge("feedback_views", replies(*"5445455123"))
    assert "7 of 10 (70 %, 95 % interval 40 to 89 %) were satisfied" in finding.message
    assert (finding.figures["satisfied: low"], finding.figures["satisfied: high"]) == (39.7, 89.2)


def test_each_question_has_its_own_number_of_answers() -> None:
    """Ten replies and nine marks: `satisfied` has no percentage, the other questions do."""
    finding = judge("feedback_views", replies(*"544545554", "-"))
    assert "9 of 9 were satisfied; 10 of 10 (100 %" in finding.message
    assert finding.figures["satisfied: answers"] == 9


def test_nobody_answered_a_question() -> None:
    assert "nobody answered whether they felt safe" in judge("feedback_views", replies("5", safe="-")).message


def test_the_first_day_and_today_count_and_those_beside_them_do_not() -> None:
    """Received on 19 and 20 November 2025, on 20 and 21 November 2026: the two in the middle count."""
    days = ("2025-11-19", "2025-11-20", "2026-11-20", "2026-11-21")
    rows = [{"case_id": d, "received_on": d, "satisfied": "5"} for d in days]
    finding = judge("feedback_views", from_rows("feedback", rows))
    assert (finding.figures["replies"], finding.figures["after_as_of"]) == (2, 1)
    assert "`felt_safe` is not in the table" in finding.message


def test_replies_to_earlier_questions_are_told() -> None:
    """Both came this year; the first was asked for on 1 November 2025, before the last 12 months begin."""
    rows = [{"case_id": "C-1", "asked_on": "2025-11-01", "received_on": "2025-12-01", "satisfied": "5"},
            {"case_id": "C-2", "asked_on": "2025-11-20", "received_on": "2025-12-01", "satisfied": "5"}]  # fmt: skip
    finding = judge("feedback_views", from_rows("feedback", rows))
    assert finding.message.startswith(
        "2 replies received in the last 12 months, of them 1 from people asked before these months; "
    )


def test_a_reply_without_the_day_of_asking_is_told_as_that() -> None:
    """Of C-1 it is blank when they were asked, of C-2 it lies after the as-of date; C-3 was asked in these months."""
    rows = [{"case_id": "C-1", "asked_on": "-", "received_on": "2026-06-12", "satisfied": "5"},
            {"case_id": "C-2", "asked_on": "2026-11-21", "received_on": "2026-06-12", "satisfied": "5"},
            {"case_id": "C-3", "asked_on": "2026-06-01", "received_on": "2026-06-12", "satisfied": "5"}]  # fmt: skip
    assert judge("feedback_views", from_rows("feedback", rows)).message.startswith(
        "3 replies received in the last 12 months, of them 1 without the day on which they were asked, 1 from people "
        "asked after the as-of date, as the table says; "
    )
    without = [{k: v for k, v in row.items() if k != "asked_on"} for row in rows]  # no row of such a table has a day
    assert judge("feedback_views", from_rows("feedback", without)).message.startswith(
        "3 replies received in the last 12 months; "
    )


def test_no_replies_are_nobody_to_count() -> None:
    assert judge("feedback_views", replies()).because is Because.NOBODY
    assert judge("feedback_views", from_rows("feedback", [], ("received_on",))).because is Because.UNREAD
    assert judge("feedback_views").because is Because.UNREAD
