"""Figures in the register against the tables. The day is 20 November 2026."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rsqm_tool.checks._stated import FIGURES, figure
from rsqm_tool.model import Because, EvidenceItem, Finding
from rsqm_tool.model.tables import Table
from tests.bench import findings, item
from tests.rows import from_rows, service, table

QUARTER = "2026-07-01/2026-09-30"


def report(id: str = "RPT-04", period: Any = QUARTER, **states: Any) -> EvidenceItem:
    """A report that states some figures."""
    given = {**states, "period": period} if period else states
    return item(id, "Performance report", states=given, line=31)


def ask(*tables: Table[Any], items: list[EvidenceItem], **others: Any) -> list[Finding]:
    within = replace(service(*tables), items=tuple(items))
    return findings("states_agree", items, within=within, **others)


def cases(*days: str, **others: Any) -> Table[Any]:
    return from_rows(
        "cases", [{"case_id": f"C-{d}", "referred_on": d} for d in days], ("case_id", "referred_on"), **others
    )


def processes(*rows: tuple[str, str]) -> Table[Any]:
    """Days of first communication, and direct or indirect."""
    cells = [{"process_id": f"R-{n}", "case_id": f"C-{n}", "process": route, "first_communication_on": day}
             for n, (day, route) in enumerate(rows)]  # fmt: skip
    return from_rows("processes", cells)


def test_a_figure_that_agrees() -> None:
    """Four processes: on 30 June, 1 July, 30 September and 1 October. Two are in the quarter, and two are stated."""
    held = processes(
        ("2026-06-30", "direct"), ("2026-07-01", "direct"), ("2026-09-30", "indirect"), ("2026-10-01", "direct")
    )
    (finding,) = ask(held, items=[report(processes=2, direct=1, indirect=1)])
    assert (str(finding.outcome), finding.message) == (
        "met",
        "3 of 3 figures that documents state agree with the tables",
    )


def test_a_figure_that_differs_is_told_with_both_numbers_and_both_places() -> None:
    """14 stated, 1 counted: 13 apart."""
    told, summary = ask(processes(("2026-07-01", "direct")), items=[report(processes=14)])
    assert (str(told.outcome), told.message) == (
        "partly met",
        "RPT-04 (Performance report) states 14 under processes for 1 July 2026 to 30 September 2026; the table has 1 "
        "(evidence/people/processes.csv)",
    )
    assert dict(told.figures) == {"stated": 14, "counted": 1, "difference": 13}
    assert str(told.where) == "evidence/register.yaml:31:5"
    assert "first communication was in the period" in told.next_step
    assert (summary.figures["kept"], summary.figures["broken"], summary.figures["denominator"]) == (0, 1, 1)


def test_complaints_minuted_but_not_logged() -> None:
    """Minutes state two complaints in the quarter; the log has one, besides a near miss of the quarter."""
    log = table(
        "incidents",
        """
        incident_id | kind      | raised_on
        I-1         | complaint | 2026-07-31
        I-2         | near miss | 2026-08-01
        I-3         | complaint | 2026-10-01
        """,
    )
    minutes = item(
        "MIN-04", "Board minutes", states={"complaints": 2, "near_misses": 1, "logged": 2, "period": QUARTER}
    )
    told, summary = ask(log, items=[minutes])
    assert dict(told.figures) == {"stated": 2, "counted": 1, "difference": 1}
    assert summary.figures["kept"] == 2


def test_a_flat_export_has_its_processes_in_the_cases() -> None:
    """Three rows with a process, one of them planned and without a day: two in the quarter."""
    flat = table(
        "cases",
        """
        case_id | referred_on | process  | process_on | agreement
        C-1     | 2026-06-01  | direct   | 2026-07-05 | made
        C-2     | 2026-07-01  | indirect | 2026-08-05 | none
        C-3     | 2026-07-01  | direct   | -          | -
        C-4     | 2026-07-01  | none     | -          | -
        """,
    )
    (finding,) = ask(flat, items=[report(processes=2, direct=1, agreements=1, referrals=3)])
    assert finding.figures["kept"] == 4


def test_views_and_offers() -> None:
    """Replies after a process in the quarter: 2, one satisfied (4). Offers of two of its months: 30 of 70."""
    feedback = table(
        "feedback",
        """
        case_id | stage           | asked_on   | received_on | satisfied
        C-1     | after process   | 2026-07-01 | 2026-07-09  | 4
        C-2     | after process   | 2026-07-01 | 2026-07-09  | 3
        C-3     | follow-up       | 2026-07-01 | 2026-07-09  | 5
        C-4     | did not proceed | 2026-07-01 | 2026-07-09  | 5
        C-5     | after process   | 2026-09-30 | 2026-10-01  | 5
        """,
    )
    offers = table(
        "offers",
        """
        period  | eligible | informed
        2026-07 | 40       | 10
        2026-09 | 30       | 20
        2026    | 900      | 100
        """,
    )
    (finding,) = ask(feedback, offers, items=[report(replies=2, satisfied=1, asked=3, eligible=70, informed=30)])
    assert finding.figures["kept"] == 5


@pytest.mark.parametrize(
    ("period", "covers", "counted"),
    [
        (QUARTER, None, True),
        ("2026-Q3", None, True),
        (2026, None, False),  # the year is not over
        (2025, None, True),
        (None, "2026-07-01/2026-09-30", True),
        ("2026-07-01/2026-11-20", None, True),  # over today
        ("2026-07-01/2026-11-21", None, False),
    ],
)
def test_the_period(period: Any, covers: str | None, counted: bool) -> None:
    """Nothing was referred at any time, and nought is stated: it agrees, or cannot be compared."""
    stating = report(period=period, referrals=0)
    stating = replace(stating, covers=item("X", kind="report", covers=covers).covers) if covers else stating
    (finding,) = ask(cases(), items=[stating])
    assert finding.figures["denominator"] == int(counted)
    assert finding.because is (None if counted else Because.NOBODY)


def test_without_a_period_it_is_asked_for() -> None:
    question, _ = ask(cases(), items=[report(period=None, referrals=1)])
    assert (str(question.outcome), question.message) == (
        "met",
        "RPT-04 (Performance report) states figures, but not for which period",
    )


def test_a_name_that_nobody_knows_is_a_question_and_lowers_nothing() -> None:
    question, summary = ask(cases("2026-07-05"), items=[report(referrals=1, conversations=7)])
    assert str(question.outcome) == "met"
    assert "states conversations, which the tool cannot count" in question.message
    assert "referrals" in question.next_step
    assert summary.figures["kept"] == 1


def test_what_is_stated_as_words_is_a_question() -> None:
    question, _ = ask(cases(), items=[report(referrals="many")])
    assert question.message == "RPT-04 (Performance report): what it states as referrals is no number"
    assert [f.outcome for f in ask(cases("2026-07-05"), items=[report(referrals="1")])] == ["met"]


def test_before_the_records_begin_nothing_is_compared() -> None:
    """The quarter begins on 1 July, the records on the 2nd: 9 are stated, and 0 can be compared."""
    (finding,) = ask(cases(records_begin="2026-07-02"), items=[report(referrals=9)])
    assert finding.because is Because.NOBODY
    assert finding.figures["out: from before the table's records begin"] == 1


def test_without_a_table_it_is_not_read_unless_others_can_be_compared() -> None:
    (finding,) = ask(items=[report(referrals=9)])
    assert (finding.because, finding.message) == (Because.UNREAD, "Not judged: there is no table `cases`")
    (some,) = ask(cases(), items=[report(referrals=0, complaints=2)])
    assert some.because is None
    assert some.message.endswith("; not compared: 1 without a table to count them in")


def test_nothing_stated_is_nobody_to_count() -> None:
    (finding,) = ask(cases(), items=[item("RPT-01")])
    assert finding.because is Because.NOBODY


def test_scope() -> None:
    """The register holds two reports, of which one supports the criterion."""
    items = [report("RPT-01", referrals=5), report("RPT-02", referrals=6)]
    within = replace(service(cases()), items=tuple(items))
    assert len(findings("states_agree", items[:1], within=within)) == 3
    assert len(findings("states_agree", items[:1], within=within, scope="supports")) == 2


@pytest.mark.parametrize("name", ["Near misses", "near-misses", "near_miss", "Breaches", "withdrawals"])
def test_names_are_known_however_they_are_written(name: str) -> None:
    assert figure(name) is not None


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_every_figure_has_a_definition_and_counts_nothing_in_nothing(name: str) -> None:
    known = FIGURES[name]
    empty = service(*(from_rows(t, [], FIGURES[name].columns) for t in ("cases", "feedback", "incidents", "offers")))
    days = item("X", kind="report", covers=QUARTER).covers
    assert days is not None and days.to is not None
    assert known.about and known.number(empty.tables, (days.start, days.to)) == 0
