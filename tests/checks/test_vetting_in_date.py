"""As of 20 November 2026; the assessment is on 15 March 2027."""

from __future__ import annotations

import pytest

from rsqm_tool.model import Because
from tests.rows import ask, exception, from_rows, judge, people, piles, table, verdict


def vetting(*lines: str):  # type: ignore[no-untyped-def]
    header = "practitioner_id | kind | issued_on | status_checked_on | recheck_by"
    return table("vetting", "\n".join([header, *lines]))


@pytest.mark.parametrize(("due", "expected"), [("2026-11-20", ()), ("2026-11-19", ("P-01",))])
def test_due_today_is_in_time(due: str, expected: tuple[str, ...]) -> None:
    """The next look is due by 20 November 2026, today: kept. By the 19th: passed a day ago."""
    finding = judge("vetting_in_date", people("P-01"), vetting(f"P-01 | dbs enhanced | 2023-11-20 | - | {due}"))
    assert finding.subjects == expected


def test_two_of_three_are_not_met() -> None:
    """P-01 and P-02 passed their day, P-03 not: 2 of 3. The first one's cell is shown."""
    rows = vetting(
        "P-03 | police | 2024-01-01 | - | 2027-06-01",
        "P-01 | dbs basic | 2023-01-01 | - | 2026-01-01",
        "P-02 | dbs basic | 2023-01-01 | - | 2026-10-01",
    )
    finding = judge("vetting_in_date", people("P-01", "P-02", "P-03"), rows)
    assert verdict(finding) == ("not met", ("P-01", "P-02"))
    assert finding.message == "2 of 3 active practitioners have vetting that is past the day of its next look"
    assert finding.where and (finding.where.row, finding.where.field) == (3, "recheck_by")


@pytest.mark.parametrize(
    ("line", "pile"),
    [
        ("P-01 | dbs enhanced | 2020-11-01 | 2025-11-20 | 2023-11-01", "kept"),  # 12 months ago to the day
        ("P-01 | dbs enhanced | 2020-11-01 | 2025-11-19 | 2023-11-01", "broken"),  # a day more
        ("P-01 | dbs enhanced | 2022-11-01 | 2025-11-20 | 2025-11-20", "kept"),  # asked on the day itself
        ("P-01 | dbs enhanced | 2025-09-01 | 2026-05-24 | 2026-02-28", "kept"),  # looked at every 180 days
        ("P-01 | dbs enhanced | 2025-09-01 | 2026-05-23 | 2026-02-28", "broken"),
        ("P-01 | dbs enhanced | - | 2025-12-01 | 2025-12-01", "kept"),  # no day of issue: 12 months
    ],
)
def test_asking_the_update_service_is_the_look_that_was_due(line: str, pile: str) -> None:
    """Asked on the day entered or later: the next look is due 12 months after asking, on 20 November 2026 if asked on
    20 November 2025. From 1 September 2025 to 28 February 2026 is 29 + 31 + 30 + 31 + 31 + 28 = 180 days: less than 12
    months, so 24 May and 180 days (7 + 30 + 31 + 31 + 30 + 31 + 20) is 20 November 2026."""
    assert judge("vetting_in_date", people("P-01"), vetting(line)).figures[pile] == 1


def test_a_day_is_not_moved_twice_for_one_answer() -> None:
    """Issued on 1 October 2019, looked at every three years. On 1 October 2022 the update service was asked, and the
    next look moved to 1 October 2025. Counting six years (issue to that day) from the answer would end in 2028; the day
    entered is over a year past, and the answer four years old: broken. Still ahead, the day stands as it is."""
    finding = judge(
        "vetting_in_date", people("P-01"), vetting("P-01 | dbs enhanced | 2019-10-01 | 2022-10-01 | 2025-10-01")
    )
    assert finding.subjects == ("P-01",)
    ahead = vetting("P-01 | dbs enhanced | 2019-10-01 | 2026-11-01 | 2027-01-01")
    assert str(judge("vetting_in_date", people("P-01"), ahead).lapses_on) == "2027-01-01"


@pytest.mark.parametrize(
    ("line", "pile"),
    [
        ("P-01 | dbs enhanced | 2022-11-01 | 2025-11-20 | 2025-12-01", "cannot_tell"),  # 12 months ago to the day
        ("P-01 | dbs enhanced | 2022-11-01 | 2025-11-19 | 2025-12-01", "broken"),  # too old for the look that was due
        ("P-01 | dbs enhanced | 2022-11-01 | 2025-11-20 | -", "kept"),
        ("P-01 | dbs enhanced | 2022-11-01 | 2025-11-19 | -", "cannot_tell"),  # nobody entered an interval
        ("P-01 | dbs enhanced | 2026-11-01 | 2026-10-01 | -", "cannot_tell"),  # asked about an earlier check
    ],
)
def test_what_an_answer_before_the_day_entered_was_nobody_can_tell(line: str, pile: str) -> None:
    """Due by 1 December 2025, asked eleven days before that: the look that was due, held early, or the one that the day
    was counted from (every eleven days would be odd, but every six months is not)."""
    assert judge("vetting_in_date", people("P-01"), vetting(line)).figures[pile] == 1


def test_the_newest_of_a_kind_counts_and_any_kind_will_do() -> None:
    """P-01: the DBS check was renewed. P-02: the basic check passed, police vetting holds; that is told."""
    rows = vetting(
        "P-01 | dbs enhanced | 2020-01-01 | - | 2023-01-01",
        "P-01 | dbs enhanced | 2023-01-01 | - | 2028-01-01",
        "P-02 | dbs basic    | 2020-01-01 | - | 2023-01-01",
        "P-02 | police       | 2021-01-01 | - | 2028-01-01",
    )
    finding = judge("vetting_in_date", people("P-01", "P-02"), rows)
    assert str(finding.outcome) == "met"
    assert finding.message == (
        "2 of 2 active practitioners have vetting that is in date; 1 of these with another check that is past its day"
    )
    assert finding.figures["with_another_check_past"] == 1


def test_what_lapses_before_the_assessment_is_told() -> None:
    """Due on 1 March 2027: 14 days before the assessment on the 15th. Due on the 15th: not before."""
    finding = judge("vetting_in_date", people("P-01"), vetting("P-01 | pvg | 2024-03-01 | - | 2027-03-01"))
    assert (str(finding.outcome), str(finding.lapses_on)) == ("met", "2027-03-01")
    assert finding.message.endswith("; the first lapses on 1 March 2027, 14 days before the assessment")
    assert finding.next_step == "Look at it again before then, and enter the new day."
    later = judge("vetting_in_date", people("P-01"), vetting("P-01 | pvg | 2024-03-01 | - | 2027-03-15"))
    assert (later.lapses_on, later.next_step) == (None, "")


def test_the_practitioners_table_is_enough() -> None:
    who = from_rows("practitioners", [
        {"practitioner_id": "P-01", "vetted_on": "2023-01-01", "vetting_recheck_by": "2026-11-19"},
        {"practitioner_id": "P-02", "vetted_on": "2023-01-01", "vetting_recheck_by": "2027-06-01"},
        {"practitioner_id": "P-03", "vetted_on": "2023-01-01", "vetting_recheck_by": ""},
    ])  # fmt: skip
    finding = judge("vetting_in_date", who)
    assert piles(finding) == "kept 1, broken 1, cannot tell 1, explained 0 of 3"
    assert finding.where and finding.where.field == "vetting_recheck_by"
    # a newer check in the table of vetting makes it good
    assert judge("vetting_in_date", who, vetting("P-01 | police | 2026-10-01 | - | 2029-10-01")).subjects == ()


def test_nobody_to_count_and_nobody_cleared() -> None:
    finding = judge("vetting_in_date", people("P-01", cleared_for_cases_on=""), vetting())
    assert (finding.because, finding.figures["out: not yet cleared for cases"]) == (Because.NOBODY, 1)


def test_after_the_day_explained_and_unread() -> None:
    later = vetting("P-01 | police | 2026-11-21 | - | 2029-11-21", "P-01 | pvg | 2020-01-01 | 2026-11-21 | 2023-01-01")
    finding = judge("vetting_in_date", people("P-01"), later, exceptions=[exception("vetting_in_date", "P-01")])
    assert piles(finding) == "kept 0, broken 0, cannot tell 0, explained 1 of 1"
    assert finding.figures["after_as_of"] == 2
    (finding,) = ask("vetting_in_date", people("P-01"))
    assert finding.message == "Not judged: there is no table `vetting`"


def test_the_check_that_holds_longest_counts_for_each_person() -> None:
    """P-01 has one until 1 January and one until 1 March 2027: the second counts. Both past: the later is shown."""
    rows = vetting("P-01 | police | 2024-01-01 | - | 2027-03-01", "P-01 | pvg | 2024-01-01 | - | 2027-01-01")
    assert str(judge("vetting_in_date", people("P-01"), rows).lapses_on) == "2027-03-01"
    past = vetting("P-01 | police | 2024-01-01 | - | 2026-03-01", "P-01 | pvg | 2024-01-01 | - | 2026-05-01")
    finding = judge("vetting_in_date", people("P-01"), past)
    assert finding.where and finding.where.row == 3


def test_what_happened_today_counts() -> None:
    """Issued today: the newest. Asked today: 365 days anew. Asked on the day of issue, 25 November 2025: the next look
    is due after the interval entered, 181 days, which ended on 25 May 2026."""
    issued = vetting("P-01 | police | 2020-01-01 | - | 2023-01-01", "P-01 | police | 2026-11-20 | - | 2029-11-20")
    assert judge("vetting_in_date", people("P-01"), issued).subjects == ()
    asked = vetting("P-01 | police | 2021-01-01 | 2026-11-20 | 2022-01-01")
    assert judge("vetting_in_date", people("P-01"), asked).subjects == ()
    at_once = vetting("P-01 | police | 2025-11-25 | 2025-11-25 | 2026-05-25")
    assert judge("vetting_in_date", people("P-01"), at_once).subjects == ("P-01",)


@pytest.mark.parametrize(
    ("past", "holds", "pile"),
    [
        ("dbs enhanced", "dbs basic", "cannot_tell"),
        ("dbs enhanced", "police", "cannot_tell"),
        ("prison", "dbs enhanced", "cannot_tell"),
        ("dbs standard", "dbs basic", "cannot_tell"),
        ("dbs standard", "dbs enhanced", "kept"),  # looks further
        ("dbs basic", "dbs standard", "kept"),
        ("dbs basic", "prison", "kept"),
    ],
)
def test_a_check_that_the_role_may_need_is_past(past: str, holds: str, pile: str) -> None:
    """One check passed its day in 2023, another holds until 2028: which of them the role needs, the tables do not say.
    Without a day, the same."""
    for due in ("2023-01-01", "-"):
        rows = vetting(f"P-01 | {past} | 2020-01-01 | - | {due}", f"P-01 | {holds} | 2025-01-01 | - | 2028-01-01")
        finding = judge("vetting_in_date", people("P-01"), rows)
        assert finding.figures[pile] == 1
    if pile == "cannot_tell":
        assert (str(finding.outcome), finding.figures["with_a_check_in_doubt"]) == ("partly met", 1)
        assert finding.message.endswith(
            "; 1 with a check in date beside another that is not, and that the role may need"
        )
