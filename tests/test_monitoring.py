"""Monitoring figures, worked out by hand. The as-of date is 20 November 2026: the quarters are 2025-Q1 to 2026-Q4."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rsqm_tool.load.tables.flat import unfold
from rsqm_tool.model import Partner, Service
from rsqm_tool.model import tables as words
from rsqm_tool.model.monitoring import Funnel, Shares, quarter_of, year_before
from rsqm_tool.model.tables import Table, Tables
from rsqm_tool.monitoring import _cases, _feedback, _processes, _service, monitor
from tests.monitored import (
    AS_OF,
    CASES,
    FEEDBACK,
    PEOPLE,
    QUARTERS,
    REFERRALS,
    SO_FAR,
    cells,
    figure,
    made,
    replies,
    shares,
    waits,
)
from tests.rows import from_rows, judge, shuffled, table

# Referrals.


def test_referrals_by_source() -> None:
    """C-1, C-2 and C-3 lie in July to September 2026, the first and the last day of it too; C-4 and C-5 in October to
    20 November, the as-of date too. C-9 is from before the period: nobody need be told. 3 + 2 + 1 = 6 are counted."""
    found = figure("referrals-by-source", REFERRALS)
    assert cells(found) == ["2025-Q3: Probation 1", "2026-Q3: Police 3", "2026-Q4: Self-referral 1, Not entered 1"]
    assert found.rows == QUARTERS
    assert found.columns == ("Police", "Probation", "Self-referral", "Not entered")  # the most frequent first
    assert (found.unit, found.row_name, found.column_name, found.tables) == ("cases", "Quarter", "Source", ("cases",))
    assert found.left_out == (
        "Not counted: 1 case without a date of referral.",
        "Not counted: 1 case referred after 20 November 2026.",
    )
    assert found.definition == (
        "Cases referred from 1 January 2025 to 20 November 2026, by quarter of referral and by who referred them; "
        f"words that differ in capitals only are one. {SO_FAR}"
    )


def test_a_quarter_is_read_against_the_same_one_a_year_before() -> None:
    """July to September: 3 cases in 2026, 1 in 2025."""
    found = figure("referrals-by-source", REFERRALS)
    assert found.row("2026-Q3") == (3, 0, 0, 0)
    assert found.row(year_before("2026-Q3")) == (0, 1, 0, 0)
    assert found.row("2031-Q1") is None


def test_referrals_by_whose_wish() -> None:
    """The same six cases. Every word of the list has its column, in the list's order."""
    found = figure("referrals-by-route", REFERRALS)
    assert found.columns == ("Person harmed", "Person responsible", "Agency", "Not entered")
    assert cells(found) == [
        "2025-Q3: Person harmed 1",
        "2026-Q3: Person harmed 1, Agency 2",
        "2026-Q4: Person responsible 1, Not entered 1",
    ]


def test_referrals_by_harm_are_sensitive() -> None:
    """Theft and theft are one word: C-1, C-2, C-4 and C-6 make 4, and that many stand first."""
    found = figure("referrals-by-offence", REFERRALS)
    assert cells(found) == ["2025-Q3: Theft 1", "2026-Q3: Theft 2, Burglary 1", "2026-Q4: Theft 1, Not entered 1"]
    assert found.sensitive
    assert not figure("referrals-by-source", REFERRALS).sensitive


@pytest.mark.parametrize(
    ("spellings", "label"),
    [
        (["police", "Police", "Police"], "Police"),  # the commonest
        (["police", "Police"], "Police"),  # as common: the first by the alphabet
        (["Victim  Care", "Victim Care", "Victim Care "], "Victim Care"),
        (["Self", "self-referral", "SELF REFERRAL"], "Self-referral"),
    ],
)
def test_words_of_the_service_are_one_whatever_their_capitals(spellings: list[str], label: str) -> None:
    rows = [{"case_id": f"C-{n}", "referred_on": "2026-07-01", "source": word} for n, word in enumerate(spellings)]
    assert figure("referrals-by-source", from_rows("cases", rows)).columns == (label,)


def test_what_became_of_cases() -> None:
    """By the day of closing. C-1 was declined in the third quarter and C-2 went ahead and was closed in it. C-3 is open
    and C-4 has an outcome and no day: neither is in any quarter. C-5 was closed without an outcome."""
    found = figure("outcomes", table("cases", """
        case_id | accepted_on | outcome   | closed_on
        C-1     | 2026-02-01  | declined  | 2026-07-02
        C-2     | 2026-02-01  | accepted  | 2026-08-02
        C-3     | 2026-02-01  | accepted  | -
        C-4     | 2026-02-01  | withdrawn | -
        C-5     | -           | -         | 2026-10-02
        C-6     | -           | declined  | 2026-12-01
    """))  # fmt: skip
    assert cells(found) == ["2026-Q3: Accepted 1, Declined 1", "2026-Q4: Not entered 1"]
    assert found.left_out == (
        "Not counted: 1 case closed after 20 November 2026.",
        "Not counted: 1 case not closed yet.",
        "Not counted: 1 case with an outcome, but without a date of closing.",
    )
    assert "The date is that of closing" in found.definition


# Processes.

PROCESSES = table("processes", """
    process_id | case_id | process  | kind       | first_communication_on | ended_on   | agreement  | agreement_result | follow_up_offered_on | followed_up_on
    PR-1       | C-1     | direct   | conference | 2026-07-10             | 2026-07-10 | made       | done             | 2026-08-01           | 2026-08-20
    PR-2       | C-2     | direct   | live video | 2026-08-10             | 2026-08-10 | made       | -                | 2026-09-01           | -
    PR-3       | C-3     | indirect | shuttle    | 2026-09-10             | 2026-10-05 | not wanted | -                | -                    | -
    PR-4       | C-4     | indirect | letter     | 2026-10-10             | 2026-10-12 | none       | -                | -                    | -
    PR-5       | C-5     | -        | -          | 2026-10-20             | -          | -          | -                | -                    | -
    PR-6       | C-6     | direct   | -          | -                      | -          | -          | -                | -                    | -
    PR-7       | C-7     | direct   | conference | -                      | -          | made       | partly           | -                    | -
    PR-8       | C-8     | direct   | conference | 2026-12-01             | -          | -          | -                | -                    | -
""")  # fmt: skip  # noqa: E501


def test_direct_and_indirect_processes() -> None:
    """PR-1 and PR-2 are direct and PR-3 is indirect, in the third quarter; PR-4 is in the fourth, and so is PR-5, of
    which no route is entered. PR-6 is planned and says nothing; PR-7 took place, as it has an agreement, on no day."""
    found = figure("processes", PROCESSES)
    assert cells(found) == ["2026-Q3: Direct 2, Indirect 1", "2026-Q4: Indirect 1, Not entered 1"]
    assert found.left_out == (
        "Not counted: 1 process without a day of first communication.",
        "Not counted: 1 process begun after 20 November 2026.",
    )


def test_processes_by_kind() -> None:
    """The same five, each by its kind."""
    found = figure("processes-by-kind", PROCESSES)
    assert cells(found) == ["2026-Q3: Conference 1, Live video 1, Shuttle 1", "2026-Q4: Letter 1, Not entered 1"]
    assert found.columns == ("Conference", "Live video", "Shuttle", "Letter", "Recorded message", "Not entered")


def test_agreements() -> None:
    """Of the five with a day, PR-1 and PR-2 made one; none was wanted in PR-3 and none came about in PR-4."""
    found = figure("agreements", PROCESSES)
    assert cells(found) == ["Direct: Made 2", "Indirect: Not wanted 1, None 1", "Not entered: Not entered 1"]
    assert (found.row_name, found.unit) == ("Process", "processes")


def test_what_became_of_agreements() -> None:
    """Two agreements: PR-1's was done, and of PR-2's nothing is entered."""
    found = figure("agreement-results", PROCESSES)
    assert cells(found) == ["Direct: Done 1, Not entered 1"]
    assert (found.columns, found.unit) == (("Done", "Partly done", "Not done", "Not due", "Not entered"), "agreements")


def test_follow_up() -> None:
    """Six weeks before 20 November is 9 October. PR-3 ended on 5 October, in the fourth quarter, and nothing was
    offered: owed. PR-4 and PR-5 ended on 12 and 20 October, where the first communication stands for the last day of
    the second: not due. With eight weeks (25 September) PR-3 is not due, either."""
    found = figure("follow-up", PROCESSES)
    assert cells(found) == ["2026-Q3: Offered, and took place 1, Offered 1", "2026-Q4: Not offered 1, Not due yet 2"]
    assert "older than 6 weeks" in found.definition
    assert cells(figure("follow-up", PROCESSES, follow_up_weeks=8))[1] == "2026-Q4: Not due yet 3"


@pytest.mark.parametrize(("ended", "label"), [("2026-10-08", "Not offered"), ("2026-10-09", "Not due yet")])
def test_follow_up_is_due_after_six_weeks(ended: str, label: str) -> None:
    """Six weeks are 42 days: 9 October is 42 days before 20 November, and 8 October 43."""
    columns = ["process_id", "first_communication_on", "follow_up_offered_on", "followed_up_on"]
    held = from_rows("processes", [{"process_id": "PR-1", "first_communication_on": ended}], columns)
    assert cells(figure("follow-up", held)) == [f"2026-Q4: {label} 1"]


def test_follow_up_that_is_still_to_come_was_not_offered_yet() -> None:
    columns = {"process_id": "PR-1", "first_communication_on": "2026-07-01", "follow_up_offered_on": "2026-11-21",
               "followed_up_on": "2026-11-22"}  # fmt: skip
    assert cells(figure("follow-up", from_rows("processes", [columns]))) == ["2026-Q3: Not offered 1"]


# How far cases got, and how long it took.

MET = table("processes", """
    process_id | case_id | process | first_communication_on
    PR-1       | C-1     | direct  | 2026-09-01
    PR-2       | C-1     | direct  | 2026-08-30
    PR-3       | C-5     | direct  | 2026-10-30
    PR-4       | C-99    | direct  | 2026-10-30
    PR-5       | C-2     | direct  | 2026-12-01
""")  # fmt: skip


def test_the_funnel() -> None:
    """Six referred. C-1, C-2, C-3 and C-5 accepted: 4. Of these a person harmed was reached in C-1 and C-2: 2. Of these
    only C-1 came to a process, as C-2's is in December. C-5 had a process without a contact, and C-6 a contact without
    acceptance: both stand no further on, and are told."""
    found = figure("funnel", CASES, PEOPLE, MET)
    assert isinstance(found, Funnel)
    assert [(stage.label, stage.count) for stage in found.stages] == [
        ("Referred", 6),
        ("Accepted", 4),
        ("First contact with a person harmed", 2),
        ("A process began", 1),
    ]
    assert found.left_out == ("Not counted: 2 cases at a later step, as an earlier one is not entered.",)
    assert found.tables == ("cases", "participants", "processes")


def test_waiting_for_the_first_attempt() -> None:
    """From 3 July: C-1 to the 6th, 3 days; C-2 to the 13th, 10 days less the four of the hold, 6. C-5 has nobody harmed
    entered, so that the attempt to reach anybody counts: 2 days. C-3 was closed before one. C-6 was never accepted."""
    found = figure("waiting-first-attempt", CASES, PEOPLE, first_contact_days=10)
    assert waits(found) == {"2026-Q3": (3, 6), "2026-Q4": (2,), "Whole period": (2, 3, 6)}
    assert [(w.label, w.median, w.ninetieth) for w in found.waits[-3:]] == [
        ("2026-Q3", 4.5, None),
        ("2026-Q4", 2.0, None),
        ("Whole period", 3.0, None),
    ]
    assert (found.standard_days, found.tables) == (10, ("cases", "participants"))
    assert found.left_out == (
        "Not counted: 1 case closed before a first attempt.",
        "Not counted: 1 case with a first attempt, but without a date of acceptance.",
    )


def test_nine_in_ten_is_told_from_twenty_cases_on() -> None:
    """Waits of 1 to 20 days. Of 20 it is the one of rank ceil(0.9 * 20) = 18: 18 days. Of 19 there is none."""
    rows = [{"case_id": f"C-{n}", "accepted_on": "2026-07-01", "first_attempt_on": f"2026-07-{1 + n:02}"}
            for n in range(1, 21)]  # fmt: skip
    whole = figure("waiting-first-attempt", from_rows("cases", rows)).waits[-1]
    assert (whole.median, whole.ninetieth) == (10.5, 18)
    assert figure("waiting-first-attempt", from_rows("cases", rows[1:])).waits[-1].ninetieth is None


def test_cases_whose_record_a_partner_keeps_do_not_wait_here() -> None:
    """The partner's case is left out, and told. The service's own name, or a part of it, is the service."""
    rows = [{"case_id": f"C-{n}", "accepted_on": "2026-07-01", "first_attempt_on": "2026-07-05", "record_held_by": by}
            for n, by in enumerate(("", "Fenland hub", "yjs"))]  # fmt: skip
    held = from_rows("cases", rows)
    service = Service("Fenland Restorative Hub", partners=(Partner("yjs", "Youth Justice Service"),))
    found = figure("waiting-first-attempt", held, service=service)
    assert waits(found)["2026-Q3"] == (4, 4)
    assert found.left_out == ("Not counted: 1 case whose record a partner keeps.",)
    assert waits(figure("waiting-first-attempt", held))["2026-Q3"] == (4,)  # who the service is nobody said


def test_waiting_for_the_first_communication() -> None:
    """C-1's first process is of 30 August: 60 days after 1 July (30 in July, 30 in August). C-5: from 1 to 30 October,
    29. C-99 is no case of the table, and C-2's process is still to come."""
    found = figure("waiting-to-process", CASES, MET)
    assert waits(found) == {"2026-Q3": (60,), "2026-Q4": (29,), "Whole period": (29, 60)}
    assert found.waits[-1].median == 44.5
    assert found.left_out == (
        "Not counted: 1 case with a first communication after 20 November 2026.",
        "Not counted: 1 case with a process, but not in the table `cases`.",
    )


DAYS = st.dates(date(2026, 1, 1), date(2027, 1, 31))
ONE_CASE = st.fixed_dictionaries({
    "accepted_on": st.none() | DAYS, "first_attempt_on": st.none() | DAYS, "first_contact_on": st.none() | DAYS,
    "hold_from": st.none() | DAYS, "hold_to": st.none() | DAYS, "closed_on": st.none() | DAYS,
})  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(ONE_CASE, min_size=1, max_size=30))
def test_the_rule_and_the_figure_count_the_same(rows: list[dict[str, date | None]]) -> None:
    """The rule `first_attempt` on 31 December looks back to the one before: four quarters, as no day here is before."""
    blank = {"case_id": "C", "record_held_by": ""}
    held = from_rows("cases", [{**blank, "case_id": f"C-{n}", **{k: str(v or "") for k, v in row.items()}}
                               for n, row in enumerate(rows)])  # fmt: skip
    whole = figure("waiting-first-attempt", held, as_of="2026-12-31", quarters=4).waits[-1]
    rule = judge("first_attempt", held, as_of="2026-12-31").figures
    attempts = (rule.get("attempts", 0), rule.get("median_days"), rule.get("p90_days"))
    assert (len(whole.days), whole.median, whole.ninetieth) == attempts


# Feedback.


def test_satisfied_from_ten_answers_with_an_interval() -> None:
    """8 of 10. With p = 0.8, n = 10 and z² = 3.8415: (0.8 + 0.1921 ± 1.96 √(0.016 + 0.0096)) / 1.3841, which is
    (0.9921 ± 0.3136) / 1.3841, so that it goes from 0.490 to 0.943."""
    found = figure("satisfaction", replies("5", "4", "4", "5", "5", "5", "4", "4", "3", "1"))
    (share,) = found.shares
    assert (share.label, share.numerator, share.denominator) == ("People harmed, after the process", 8, 10)
    assert (round(share.low, 3), round(share.high, 3)) == (0.490, 0.943)
    assert (found.unit, found.tables) == ("replies", ("feedback",))


def test_under_ten_answers_there_is_no_interval() -> None:
    """4 and 5 are satisfied, 3 and 1 are not, and a blank leaves the question out: 2 of 4."""
    found = figure("satisfaction", replies("5", "4", "3", "1", ""))
    assert shares(found) == ["People harmed, after the process: 2 of 4"]
    assert found.shares[0].low is None
    assert found.left_out == ("Not counted: 1 reply that leaves the question out.",)


@pytest.mark.parametrize(
    ("id", "yes"), [("would-recommend", "2 of 2"), ("felt-safe", "0 of 2"), ("felt-free-to-refuse", None)]
)
def test_the_other_questions(id: str, yes: str | None) -> None:
    """Both would recommend it, neither felt safe, and nobody answered the last."""
    found = made(replies("5", "4")).figure(id)
    assert (shares(found) if isinstance(found, Shares) else None) == (
        yes and [f"People harmed, after the process: {yes}"]
    )


def test_answers_are_told_by_side_and_stage_in_reading_order() -> None:
    rows = [
        {"part": part, "stage": stage, "received_on": "2026-08-01", "satisfied": "5"}
        for part, stage in [("", "follow-up"), ("supporter", ""), ("responsible", "did not proceed"),
                            ("harmed", "follow-up"), ("harmed", "after process")]
    ]  # fmt: skip
    assert [s.label for s in figure("satisfaction", from_rows("feedback", rows)).shares] == [
        "People harmed, after the process",
        "People harmed, at follow-up",
        "People responsible, when it did not proceed",
        "Supporters, stage not entered",
        "Side not entered, at follow-up",
    ]


def test_asked_of_those_due() -> None:
    """Third quarter: C-1 and C-4 (whose day of asking stands for the day due) of these and C-2: 2 of 3. Of C-3 it was
    unsafe to ask. Fourth: C-5 and C-6, 2 of 2; C-7 is due today."""
    found = figure("feedback-asked", FEEDBACK)
    assert shares(found) == ["2026-Q3: 2 of 3", "2026-Q4: 2 of 2"]
    assert found.left_out == (
        "Not counted: 1 person without a day on which they were due.",
        "Not counted: 1 person due to be asked after 20 November 2026.",
        "Not counted: 1 person not asked, because it was unsafe.",
        "Not counted: 1 person due on the as-of date and not asked yet.",
    )
    assert found.unit == "requests due"


def test_replied_of_those_asked() -> None:
    """By the day of asking: C-1 and C-4 in the third quarter both replied; C-5 has not, and C-6 does so tomorrow."""
    found = figure("feedback-replied", FEEDBACK)
    assert shares(found) == ["2026-Q3: 2 of 2", "2026-Q4: 0 of 2"]
    assert [s.label for s in found.shares] == list(QUARTERS)  # a quarter without anybody has its place


# The service.


def test_incidents() -> None:
    """Two near misses and a complaint in the second quarter; what is still to come counts for nothing."""
    found = figure("incidents", table("incidents", """
        incident_id | kind      | raised_on
        I-1         | near miss | 2026-04-01
        I-2         | near miss | 2026-06-30
        I-3         | complaint | 2026-05-05
        I-4         | complaint | 2026-12-05
    """))  # fmt: skip
    assert cells(found) == ["2026-Q2: Near miss 2, Complaint 1"]
    assert found.left_out == ("Not counted: 1 entry raised after 20 November 2026.",)


def test_people_who_work_here() -> None:
    """On 20 November: P-1 to P-3, and P-4 on the last day. P-5 has left and P-6 begins in December."""
    staff = table("practitioners", """
        practitioner_id | level        | employment | started_on | ended_on
        P-1             | advanced     | paid       | 2024-01-01 | -
        P-2             | foundation   | volunteer  | 2024-01-01 | -
        P-3             | foundation   | volunteer  | -          | -
        P-4             | none         | paid       | 2024-01-01 | 2026-11-20
        P-5             | intermediate | seconded   | 2024-01-01 | 2026-11-19
        P-6             | intermediate | seconded   | 2026-12-01 | -
    """)  # fmt: skip
    found = figure("people", staff)
    assert cells(found) == ["Foundation: Volunteer 2", "Advanced: Paid 1", "No level: Paid 1"]
    assert found.left_out == ("Not counted: 1 person who had left.", "Not counted: 1 person who had not begun.")
    assert cells(figure("people", staff, until="2025-Q3", quarters=1))[1] == "Intermediate: Seconded 1"  # not left yet


def test_the_offer() -> None:
    """July to September: 40 of 100 and 10 of 50 are 50 of 150. In June to April one agency gave no number, so that the
    other's 30 of 60 stand alone, and that is told. A half-year that overlaps another of the same agency's periods is
    not counted twice."""
    found = figure("offers", table("offers", """
        period                | duty_holder | eligible | informed | definition | received_on
        2026-Q3               | Police      | 100      | 40       | a          | 2026-10-05
        2026-07-01/2026-09-30 | Witness     | 50       | 10       | a          | 2026-10-05
        2026-Q2               | Police      | 60       | 30       | a          | 2026-07-05
        2026-Q2               | Witness     | 50       | -        | a          | 2026-07-05
        2026-05               | police      | 20       | 10       | a          | 2026-07-05
        2026-Q1               | Police      | 10       | 11       | a          | 2026-04-05
        2026-Q4               | Police      | 10       | 5        | a          | -
        2025-Q4               | Police      | 10       | 5        | a          | 2026-12-01
        2024-Q4               | Police      | 10       | 5        | a          | 2025-01-01
    """))  # fmt: skip
    assert shares(found) == ["2026-Q2: 30 of 60", "2026-Q3: 50 of 150"]
    assert found.left_out == (
        "Not counted: 2 rows received, or of a time that ends, after the as-of date.",
        "Not counted: 1 row of a time that another row covers.",
        "Not counted: 1 row of 2026-Q1 without both numbers, or with more who were told than were owed the offer.",
        "Not counted: 1 row of 2026-Q2 without both numbers, or with more who were told than were owed the offer.",
    )
    assert found.shares[0].low is None  # everybody is counted: there is no chance in it
    assert found.definition.endswith("added up over the agencies.")


@pytest.mark.parametrize(
    ("definitions", "end"),
    [
        ("ab", "They were counted in 2 ways, which cannot be compared."),
        ("a ", "How they were counted is not said for all."),
    ],
)
def test_how_the_offer_was_counted_is_said(definitions: str, end: str) -> None:
    usual = {"duty_holder": "Police", "eligible": "50", "informed": "20"}
    rows = [{"period": f"2026-Q{n}", **usual, "definition": d.strip()} for n, d in enumerate(definitions, 1)]
    assert figure("offers", from_rows("offers", rows)).definition.endswith(end)


EQUALITY = table("equality", """
    period                | part        | stage     | characteristic | group             | count
    2026-04-01/2026-09-30 | harmed      | Referred  | Age            | Under 25          | 12
    2026-04-01/2026-09-30 | harmed      | Referred  | Age            | 25 and over       | 40
    2026-04-01/2026-09-30 | harmed      | Took part | Age            | 25 and over       | 9
    2026-04-01/2026-09-30 | responsible | Referred  | age            | Under 25          | 20
    2025-04-01/2026-03-31 | harmed      | Referred  | Age            | Under 25          | 30
    2026-Q2               | harmed      | Referred  | Age            | Under 25          | 5
    2024-04-01/2025-03-31 | harmed      | Referred  | Age            | Under 25          | 99
    2026-04-01/2026-09-30 | harmed      | Referred  | Age            | Prefer not to say | -
    2026-04-01/2026-09-30 | harmed      | Referred  | Disability     | Yes               | 7
    2026-04-01/2026-09-30 | harmed      | Referred  | -              | Yes               | 7
""")  # fmt: skip


def test_equality() -> None:
    """People harmed under 25 who were referred: 12 and 30 are 42. Their second quarter of 2026 lies within the
    half-year and is not counted twice; the year from April 2024 reaches back before the period. Nobody entered how many
    under 25 took part: that is no 0. The order of groups is that of the file."""
    found = figure("equality-age", EQUALITY)
    assert found.columns == ("People harmed, Referred", "People harmed, Took part", "People responsible, Referred")
    assert dict(zip(found.rows, found.cells, strict=True)) == {
        "Under 25": (42, None, 20),
        "25 and over": (40, 9, None),
        "Prefer not to say": (None, None, None),
    }
    assert (found.title, found.row_name, found.sensitive) == ("Equality: Age", "Age", True)
    times = "1 April 2025 to 31 March 2026 and 1 April 2026 to 30 September 2026"
    assert found.definition.startswith(f"People as the service has counted them for {times}, added up, by group")
    assert found.left_out == (
        "Not counted: 1 row without a characteristic.",
        "Not counted: 1 row of a time that is not wholly in the period.",
        "Not counted: 1 row of a time that another row covers.",
        "Not counted: 1 row without a number.",
        "People harmed, Took part: counted for 1 April 2026 to 30 September 2026 only.",
        "People responsible, Referred: counted for 1 April 2026 to 30 September 2026 only.",
    )


def test_each_characteristic_has_an_id_of_its_own() -> None:
    """Ids name files and anchors: whatever the service calls its characteristics."""
    names = ("Sex", "../Sex!", "<sex>", "Rhyw, ôl", "性別")
    rows = [{"period": "2026-Q2", "characteristic": name, "group": "A", "count": "5"} for name in names]
    ids = [f.id for f in made(from_rows("equality", rows)).figures]
    assert ids == ["equality-sex", "equality-sex-2", "equality-sex-3", "equality-rhyw-l", "equality-other"]


def test_a_year_that_is_not_over_is_counted_so_far() -> None:
    rows = [{"period": "2026", "part": "harmed", "stage": "", "characteristic": "Age", "group": "A", "count": "5"}]
    held = from_rows("equality", rows)
    assert cells(figure("equality-age", held)) == ["A: People harmed 5"]
    assert made(held, until="2026-Q2", quarters=2).figure("equality-age") is None  # that half of it nobody knows


# What cannot be shown, and what is left out.


def test_what_is_missing_is_told_once_for_each_cause() -> None:
    cases = from_rows("cases", [{"case_id": "C-1", "referred_on": "2026-08-01", "source": "Police"}])
    found = made(cases, from_rows("incidents", [], ["incident_id", "kind"]))
    assert [f.id for f in found.figures] == ["referrals-by-source"]
    assert found.missing == (
        "Not shown, because the table `cases` has no column `initiated_by`: Referrals by whose wish it was.",
        "Not shown, because the table `cases` has no column `offence_group`: Referrals by offence or harm.",
        "Not shown, because the table `cases` has no column `closed_on`, `outcome`: What became of cases.",
        "Not shown, because there is no table `processes`: Direct and indirect processes; Processes by kind; "
        "Agreements; What became of agreements; From referral to the first communication; Follow-up after processes.",
        "Not shown, because the table `cases` has no column `accepted_on` and there is no table `participants` and "
        "there is no table `processes`: From referral to process.",
        "Not shown, because the table `cases` has no column `accepted_on`, `first_attempt_on`: From acceptance to the "
        "first attempt at contact.",
        "Not shown, because there is no table `feedback`: Satisfied; Would recommend it; Felt safe; Felt free to say "
        "no; Asked for their views; Replied when asked.",
        "Not shown, because the table `incidents` has no column `raised_on`: Incidents and other entries of the log.",
        "Not shown, because there is no table `offers`: People harmed who were told of the service.",
        "Not shown, because there is no table `equality`: Equality.",
        "Not shown, because there is no table `practitioners`: People who work here.",
    )


def test_nothing_to_count_is_told() -> None:
    """Columns come from what there is: without a case there are none, and no empty table is shown."""
    held = from_rows("cases", [], ["case_id", "referred_on", "source", "initiated_by"])
    found = made(held)
    assert [f.id for f in found.figures] == ["referrals-by-route"]  # its columns are known: nobody came
    assert found.missing[-1] == "Not shown, because there is nothing to count in this period: Referrals by source."


def test_without_tables_there_is_no_figure() -> None:
    assert made().figures == ()


def test_quarters_from_before_the_records_begin_cannot_be_told() -> None:
    """Records begin on 15 August 2025. The quarters up to June have no number; July to September counts from that day,
    so that C-1 is left out and C-2 counts."""
    held = table("cases", """
        case_id | referred_on | source
        C-1     | 2025-08-14  | Police
        C-2     | 2025-08-15  | Police
    """, records_begin="2025-08-15")  # fmt: skip
    found = figure("referrals-by-source", held)
    assert [line for (line,) in found.cells] == [None, None, 1, 0, 0, 0, 0, 0]
    assert found.left_out == ("Not counted: 1 case referred before 15 August 2025, when the records begin.",)


def test_quarters_from_before_the_first_row_are_no_zeros() -> None:
    """An export without `records_begin:` whose first referral came on 30 June 2025. The first quarter of 2025 ends
    before that: nothing is known of it. Of the second the one referral is known. Nobody was closed until August 2025;
    the table holds cases by then, so that April to June had none, and that is a 0.
    """
    held = table("cases", """
        case_id | referred_on | accepted_on | first_attempt_on | source | outcome  | closed_on
        C-1     | 2025-06-30  | 2025-07-01  | 2025-07-05       | Police | declined | 2025-08-20
        C-2     | 2026-04-01  | 2026-04-02  | 2026-04-03       | Police | -        | -
    """)  # fmt: skip
    assert [line for (line,) in figure("referrals-by-source", held).cells] == [None, 1, 0, 0, 0, 1, 0, 0]
    assert [sum(filter(None, line)) if None not in line else None for line in figure("outcomes", held).cells] == [
        None, 0, 1, 0, 0, 0, 0, 0
    ]  # fmt: skip
    attempts = figure("waiting-first-attempt", held).waits
    assert [w.days for w in attempts] == [None, (), (4,), (), (), (1,), (), (), (1, 4)]


def test_where_no_row_could_be_read_no_quarter_is_a_zero() -> None:
    """Each row was left out for a mistake: that nobody came cannot be told."""
    none = from_rows("cases", [], ["case_id", "referred_on", "initiated_by"])
    found = figure("referrals-by-route", replace(none, left_out=((2, "Ref", "no id"),)))
    assert {n for line in found.cells for n in line} == {None}


def test_a_share_of_a_quarter_from_before_the_first_row_is_unknown() -> None:
    """The list of feedback begins in July 2026; the six quarters before it are no `0 of 0`."""
    asked = figure("feedback-asked", FEEDBACK).shares
    assert [(s.numerator, s.denominator) for s in asked] == [(None, None)] * 6 + [(2, 3), (2, 2)]


@pytest.mark.parametrize(("begin", "first"), [("2024-01-01", "2025-Q1"), ("2025-06-01", "2025-Q2")])
def test_records_that_begin_before_the_period_do_not_lengthen_it(begin: str, first: str) -> None:
    rows = [{"period": f"{year}-Q{n}", "duty_holder": "Police", "eligible": "9", "informed": "3", "definition": "a"}
            for year in (2024, 2025) for n in (1, 2, 3, 4)]  # fmt: skip
    assert figure("offers", from_rows("offers", rows, records_begin=begin)).shares[0].label == first


def test_rows_with_a_mistake_are_told() -> None:
    bad = replace(REFERRALS, left_out=((11, "Referred", "no date"), (11, "Source", "bad"), (14, "Referred", "no date")))
    assert figure("referrals-by-source", bad).left_out[-1] == (
        "Not counted: 2 rows of the table `cases` with mistakes in them."
    )


# The period.


@pytest.mark.parametrize(
    ("as_of", "quarters", "first", "last", "names", "so_far"),
    [
        ("2026-11-20", 2, date(2026, 7, 1), date(2026, 11, 20), ("2026-Q3", "2026-Q4"), True),
        ("2026-12-31", 2, date(2026, 7, 1), date(2026, 12, 31), ("2026-Q3", "2026-Q4"), False),
        ("2026-01-01", 1, date(2026, 1, 1), date(2026, 1, 1), ("2026-Q1",), True),
        (
            "2024-02-29",
            5,
            date(2023, 1, 1),
            date(2024, 2, 29),
            ("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4", "2024-Q1"),
            True,
        ),
    ],
)
def test_the_period(as_of: str, quarters: int, first: date, last: date, names: tuple[str, ...], so_far: bool) -> None:
    found = made(from_rows("cases", [], ["referred_on", "initiated_by"]), as_of=as_of, quarters=quarters)
    assert (found.first, found.last, found.quarters) == (first, last, names)
    assert ("is not over" in found.figures[0].definition) is so_far


def test_the_first_and_the_last_day_of_the_period_count() -> None:
    days = ("2024-12-31", "2025-01-01", "2026-11-20", "2026-11-21")
    rows = [{"case_id": f"C-{n}", "referred_on": day, "source": "Police"} for n, day in enumerate(days)]
    assert cells(figure("referrals-by-source", from_rows("cases", rows))) == ["2025-Q1: Police 1", "2026-Q4: Police 1"]


def test_an_earlier_quarter_is_shown_as_it_is_known_today() -> None:
    """Only C-6 was referred in July to September 2025; C-8, of tomorrow, counts for nothing whatever the quarter."""
    found = figure("referrals-by-source", REFERRALS, until="2025-Q3", quarters=1)
    assert (found.rows, found.cells) == (("2025-Q3",), ((1,),))
    assert "Not counted: 1 case referred after 20 November 2026." in found.left_out


def test_a_period_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="one quarter at least"):
        made(quarters=0)
    with pytest.raises(ValueError, match="2027-Q1 begins after 2026-11-20"):
        made(until="2027-Q1")


@pytest.mark.parametrize(
    ("day", "quarter", "before"),
    [
        ("2026-01-01", "2026-Q1", "2025-Q1"),
        ("2026-03-31", "2026-Q1", "2025-Q1"),
        ("2026-04-01", "2026-Q2", "2025-Q2"),
        ("2000-12-31", "2000-Q4", "1999-Q4"),
    ],
)
def test_quarters(day: str, quarter: str, before: str) -> None:
    assert quarter_of(date.fromisoformat(day)) == quarter
    assert year_before(quarter) == before


@pytest.mark.parametrize(
    ("listed", "labels"),
    [
        (words.Initiator, _cases.WISHES), (words.CaseOutcome, _cases.OUTCOMES), (words.ProcessKind, _processes.KINDS),
        (words.Agreement, _processes.AGREEMENTS), (words.AgreementResult, _processes.RESULTS),
        (words.Part, _feedback.PARTS), (words.FeedbackStage, _feedback.STAGES), (words.IncidentKind, _service.KINDS),
        (words.Level, _service.LEVELS), (words.Employment, _service.EMPLOYMENTS),
    ],
)  # fmt: skip
def test_every_word_of_a_closed_list_has_a_label_of_its_own(listed: Any, labels: Mapping[str, str]) -> None:
    assert set(labels) == set(get_args(listed))
    assert len(set(labels.values())) == len(labels)


def test_days_at_the_end_of_the_calendar_are_only_late_or_early() -> None:
    rows = [{"case_id": f"C-{day}", "referred_on": day, "source": "Police", "accepted_on": day, "hold_from": day,
             "first_attempt_on": day} for day in ("0001-01-01", "9999-12-31", "2026-07-01")]  # fmt: skip
    found = made(from_rows("cases", rows))
    assert cells(found.figure("referrals-by-source")) == ["2026-Q3: Police 1"]  # type: ignore[arg-type]
    assert waits(found.figure("waiting-first-attempt")) == {"2026-Q3": (0,), "Whole period": (0,)}  # type: ignore[arg-type]


# In general.

ALL = (REFERRALS, PROCESSES, PEOPLE, FEEDBACK, EQUALITY)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_the_order_of_rows_changes_nothing(data: st.DataObject) -> None:
    orders = [data.draw(st.permutations(range(len(t.rows)))) for t in ALL]
    assert made(*(shuffled(t, order) for t, order in zip(ALL, orders, strict=True))) == made(*ALL)


FLAT = [
    {"case_id": "C-1", "referred_on": "2026-07-01", "accepted_on": "2026-07-03", "first_attempt_on": "2026-07-06",
     "first_contact_on": "2026-07-10", "process": "direct", "process_kind": "conference", "process_on": "2026-08-30",
     "agreement": "made", "agreement_result": "done", "follow_up_offered_on": "2026-09-20", "source": "Police"},
    {"case_id": "C-2", "referred_on": "2026-07-02", "accepted_on": "2026-07-03", "first_attempt_on": "2026-07-13",
     "first_contact_on": "2026-07-14", "process": "indirect", "process_kind": "letter", "process_on": "2026-10-30",
     "hold_from": "2026-07-05", "hold_to": "2026-07-08", "source": "self"},
    {"case_id": "C-3", "referred_on": "2026-10-02", "accepted_on": "2026-10-05", "first_attempt_on": "",
     "outcome": "unreachable", "closed_on": "2026-11-01", "process": "none", "source": "Police"},
    {"case_id": "C-4", "referred_on": "2026-10-02", "accepted_on": "", "process": "", "source": ""},
]  # fmt: skip
_OF_CASE = ("case_id", "referred_on", "accepted_on", "source", "hold_from", "hold_to", "outcome", "closed_on")
_OF_PERSON = ("case_id", "first_attempt_on", "first_contact_on")
_OF_PROCESS = {"case_id": "case_id", "process": "process", "kind": "process_kind",
               "first_communication_on": "process_on", "agreement": "agreement", "agreement_result": "agreement_result",
               "follow_up_offered_on": "follow_up_offered_on", "followed_up_on": "followed_up_on"}  # fmt: skip


def flat_export() -> Table[Any]:
    columns = dict.fromkeys((*_OF_CASE, *_OF_PERSON, *_OF_PROCESS.values()))
    return from_rows("cases", [{c: row.get(c, "") for c in columns} for row in FLAT])


def single_tables() -> Iterator[Table[Any]]:
    """What a service would hold that keeps a table for each thing."""
    yield from_rows("cases", [{c: row.get(c, "") for c in _OF_CASE} for row in FLAT])
    yield from_rows("participants", [{"part": "harmed", **{c: row.get(c, "") for c in _OF_PERSON}} for row in FLAT])
    met = [row for row in FLAT if row["process"] in ("direct", "indirect")]
    yield from_rows("processes", [{c: row.get(of, "") for c, of in _OF_PROCESS.items()} for row in met])


@pytest.mark.parametrize("spread", [False, True], ids=["the file alone", "as it is loaded"])
def test_a_flat_export_and_single_tables_of_the_same_cases_give_the_same(spread: bool) -> None:
    """As it is loaded, a flat export stands for the other tables as well: nothing may be counted twice."""
    export = flat_export()
    held = Tables(cases=export, **(unfold(export, ["cases"]) if spread else {}))
    flat, single = monitor(held, AS_OF), made(*single_tables())
    ids = [f.id for f in single.figures]
    assert ids == [
        "referrals-by-source", "outcomes", "processes", "processes-by-kind", "agreements", "agreement-results",
        "funnel", "waiting-first-attempt", "waiting-to-process", "follow-up",
    ]  # fmt: skip
    assert [f.id for f in flat.figures] == ids
    for one, other in zip(flat.figures, single.figures, strict=True):
        assert replace(one, tables=()) == replace(other, tables=())
        assert one.tables == ("cases",)
    assert cells(flat.figure("processes")) == ["2026-Q3: Direct 1", "2026-Q4: Indirect 1"]  # type: ignore[arg-type]
    # C-1: 3 to 6 July. C-2: 3 to 13 July less the four days of the hold.
    assert waits(flat.figure("waiting-first-attempt"))["2026-Q3"] == (3, 6)  # type: ignore[arg-type]
