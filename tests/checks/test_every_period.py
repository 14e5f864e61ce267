from datetime import date

import pytest

from rsqm_tool.checks.every_period import complete_periods
from rsqm_tool.model import Because, EvidenceItem
from tests.bench import findings, gone, item, outcomes, told

QUARTERS = ("2025-10-01/2025-12-31", "2026-01-01/2026-03-31", "2026-04-01/2026-06-30", "2026-07-01/2026-09-30")
REPORTS = {"kinds": ["report"]}


def reports(*spans: str) -> list[EvidenceItem]:
    return [item(f"RPT-0{n}", covers=span) for n, span in enumerate(spans, 1)]


def test_a_report_for_each_of_the_last_four_quarters() -> None:
    (finding,) = findings("every_period", reports(*QUARTERS), **REPORTS)
    assert (str(finding.outcome), finding.message) == ("met", "Each period is covered: 4 periods since 1 October 2025")
    assert dict(finding.figures) == {"kept": 4, "broken": 0, "denominator": 4}


def test_a_quarter_without_one_is_named() -> None:
    (finding,) = findings("every_period", reports(*QUARTERS[:2], QUARTERS[3]), **REPORTS)
    assert (str(finding.outcome), finding.message) == (
        "partly met",
        "Missing: 1 of 4 periods has no report: 1 April 2026 to 30 June 2026",
    )
    assert finding.next_step == "Register it, with its period as `covers:`, or write it from the figures you have."
    assert dict(finding.figures) == {"kept": 3, "broken": 1, "denominator": 4}


def test_nothing_at_all() -> None:
    assert told("every_period", [item("MIN-01", covers=QUARTERS[0])], **REPORTS) == [
        (
            "partly met",
            "Missing: 4 of 4 periods have no report: 1 October 2025 to 31 December 2025; "
            "1 January 2026 to 31 March 2026; 1 April 2026 to 30 June 2026; 1 July 2026 to 30 September 2026",
        )
    ]


@pytest.mark.parametrize(("as_of", "due"), [("2026-11-11", 3), ("2026-11-12", 4)])  # 30 September and 42 days
def test_a_report_is_due_after_the_days_of_grace(as_of: str, due: int) -> None:
    (finding,) = findings("every_period", reports(*QUARTERS[:3]), as_of=as_of, **REPORTS)
    assert finding.figures["denominator"] == due
    assert str(finding.outcome) == ("met" if due == 3 else "partly met")


@pytest.mark.parametrize(
    ("span", "outcome"),
    [
        ("2026-07-01/2026-09-30", "met"),
        ("2026-06-15/2026-10-15", "met"),
        ("2026-07-02/2026-09-30", "partly met"),
        ("2026-07-01/2026-09-29", "partly met"),
    ],
)
def test_the_whole_of_the_period_must_be_covered(span: str, outcome: str) -> None:
    assert outcomes("every_period", reports(*QUARTERS[:3], span), **REPORTS) == [outcome]


def test_a_report_over_a_longer_time_stands_for_its_last_period_alone() -> None:
    (finding,) = findings("every_period", reports("2025-10-01/2026-09-30"), **REPORTS)
    assert finding.figures == {"kept": 1, "broken": 3, "denominator": 4}
    assert outcomes("every_period", reports(*QUARTERS[:3], "2025-10-01/2026-09-30"), **REPORTS) == ["met"]


def test_a_report_dated_later_answers_nothing_and_is_told() -> None:
    later = item("RPT-09", covers=QUARTERS[3], dated="2026-11-21")
    assert told("every_period", [*reports(*QUARTERS[:3]), later], **REPORTS)[0][1] == (
        "Missing: 1 of 4 periods has no report: 1 July 2026 to 30 September 2026; RPT-09 is dated after the as-of date"
    )
    unfinished = item("RPT-09", covers="2026-07-01/2026-12-31")
    assert outcomes("every_period", [*reports(*QUARTERS[:3]), unfinished], **REPORTS) == ["partly met"]


def test_a_report_that_does_not_say_its_period_is_told() -> None:
    no_period, no_end = item("RPT-08", dated="2026-10-10"), item("RPT-09", covers="2026-07-01/")
    assert told("every_period", [*reports(*QUARTERS[:3]), no_period, no_end], **REPORTS)[0][1].endswith(
        "30 September 2026; RPT-08 and RPT-09 do not say which period it covers"
    )


def test_the_report_is_registered_and_its_file_is_missing() -> None:
    held = [*reports(*QUARTERS[:3]), gone(item("RPT-09", covers=QUARTERS[3], line=20))]
    (finding,) = findings("every_period", held, **REPORTS)
    assert finding.message.endswith("; RPT-09 is registered, but its file cannot be read")
    assert (finding.evidence, str(finding.where)) == ("RPT-09", "evidence/register.yaml:20:5")


def test_where_no_period_is_due_there_is_nobody_to_count() -> None:
    (finding,) = findings("every_period", as_of="2026-01-31", months=12, **REPORTS)
    assert (finding.message, finding.because) == ("No period is due yet", Because.NOBODY)


@pytest.mark.parametrize(
    ("months", "first", "number"), [(1, (2025, 11, 1), 12), (6, (2025, 7, 1), 2), (12, (2025, 1, 1), 1)]
)
def test_periods_follow_the_calendar(months: int, first: tuple[int, int, int], number: int) -> None:
    periods = complete_periods(date(2026, 11, 20), months)
    assert (periods[0].start, len(periods)) == (date(*first), number)


def test_on_the_first_day_of_a_quarter_the_one_before_is_complete() -> None:
    assert complete_periods(date(2026, 10, 1), 3)[-1].to == date(2026, 9, 30)
    assert complete_periods(date(2026, 9, 30), 3)[-1].to == date(2026, 6, 30)
