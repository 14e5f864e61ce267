"""The first page: ready or not and why, and what to do next, in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from rsqm_tool.model import Location, Note, OverallDecision, Period
from rsqm_tool.model.tables import Tables
from tests.builders import AS_OF, ASSESSMENT_ON, action, assessment, criterion, finding
from tests.publish.hand import CONDITION, document, page, service
from tests.publish.reading import Page
from tests.rows import cases, from_rows, occasions, people, table

DAY = timedelta(days=1)


def agreement(id: str, until: date) -> Any:
    """An agreement that runs until a day, and nothing else that lapses."""
    covers = Period(date(2025, 1, 1), until)
    return document(id, ("3.1", "", ""), kind="agreement", approved_on=None, review_by=None, covers=covers)


def dashboard(*results: Any, **others: Any) -> Page:
    return page(assessment({"One": results}, **others), "index")


def next_parts(read: Page) -> list[str]:
    """The headings below "Do next"."""
    return [words for level, words in read.headings if level == 3]


def test_do_next_runs_from_safeguarding_gaps_to_overdue_actions() -> None:
    """The order is that of harm: people's safety, what is wanting, what is over, what will be over, what is late."""
    read = dashboard(
        criterion("1.1", finding("Nothing supports it")),
        criterion("1.2", finding("A policy is past its review", "partly met"), safeguarding=True),
        criterion("3.1", evidence=[agreement("AGR-01", AS_OF - DAY), agreement("AGR-02", AS_OF)]),
        actions=[action("A-01", "1.1", AS_OF - DAY), action("A-02", "1.1", AS_OF)],
    )
    assert next_parts(read) == [
        "Safeguarding gaps (1)",
        "Other gaps (1)",
        "Lapsed (1)",
        "Lapses before the assessment (1)",
        "Overdue actions (1)",
    ]
    assert read.part("Lapsed (1)") == "19 November 2026: End of AGR-01 (Title of AGR-01): Head of service (3.1)"
    assert read.part("Lapses before the assessment (1)").startswith("20 November 2026: End of AGR-02")
    assert read.part("Overdue actions (1)") == "A-01: Do it. Due 19 November 2026, Co-ordinator."


def test_open_conditions_come_after_the_gaps_and_discharged_ones_not_at_all() -> None:
    """Of 1.1 it was due a month ago, of 1.2 it is due today, of 1.3 after the assessment; that of 1.4 is discharged."""
    days = [AS_OF - 30 * DAY, AS_OF, ASSESSMENT_ON, AS_OF - DAY]
    asked = [replace(CONDITION, criterion=f"1.{n}", due=due, discharged_on=None) for n, due in enumerate(days, 1)]
    asked[3] = replace(asked[3], discharged_on=AS_OF)
    read = dashboard(*(criterion(d.criterion, decision=d) for d in asked))
    assert next_parts(read) == ["Conditions set by the assessor (2)"]
    assert read.part("Conditions set by the assessor (2)") == (
        "21 October 2026: Condition on 1.1 due: Supervise the co-ordinator as well (1.1) ! Overdue "
        "20 November 2026: Condition on 1.2 due: Supervise the co-ordinator as well (1.2)"
    )


def test_the_worst_gap_comes_first() -> None:
    read = dashboard(criterion("1.1", rating=None), criterion("1.2", finding("Gone"), finding("Old", next_step="Mend")))
    assert read.part("Other gaps (2)") == (
        "1.2 Title of 1.2 ✗ Not met Register it. and 1 more step 1.1 Title of 1.1 ? Not assessed See what was found."
    )


@pytest.mark.parametrize(("number", "told"), [(6, ""), (7, "1 more in the gap analysis."), (9, "3 more in the")])
def test_six_of_a_sort_are_told_and_where_the_rest_is(number: int, told: str) -> None:
    read = dashboard(*(criterion(f"1.{n}", finding("Gone")) for n in range(1, number + 1)))
    part = read.part(f"Other gaps ({number})")
    assert part.count("✗ Not met") == min(number, 6)
    assert told in part if told else "more in" not in part
    assert ("gaps.html" in read.links) == bool(told)


def test_the_rest_of_what_lapses_is_in_the_calendar_and_of_actions_in_the_plan() -> None:
    ends = [agreement(f"AGR-{n}", AS_OF + n * DAY) for n in range(7)]
    late = [action(f"A-{n}", "3.1", AS_OF - n * DAY) for n in range(1, 9)]
    read = dashboard(criterion("3.1", evidence=ends), actions=late)
    assert read.part("Lapses before the assessment (7)").endswith("1 more in the calendar.")
    assert read.part("Overdue actions (8)").endswith("2 more in the action plan.")
    assert {"calendar.html", "actions.html"} <= set(read.links)


def test_nothing_to_do_is_said() -> None:
    read = dashboard(criterion("1.1"))
    assert read.part("Do next") == (
        "Nothing waits: no gap, no open condition, nothing that lapses before the assessment, no overdue action."
    )
    assert read.text.count("Ready") > 0 and "Not ready" not in read.text
    assert "Nothing is a gap, and whatever is only partly met has an action due before the assessment." in read.text


@pytest.mark.parametrize(
    ("results", "why"),
    [
        ([criterion("1.1", finding("Gone"))], "1 of 1 criterion is a gap: 1 not met."),
        (
            [criterion("1.1", finding("Gone")), criterion("1.2", rating=None), criterion("1.3")],
            "2 of 3 criteria are gaps: 1 not met, 1 not assessed.",
        ),
        (
            [criterion("1.1", finding("Old", "partly met"), safeguarding=True)],
            "1 of 1 criterion is a gap: 1 about safeguarding and only partly met.",
        ),
        (
            [criterion("1.1", finding("Old", "partly met"))],
            "There is no gap, but something is partly met and has no action due before the assessment.",
        ),
    ],
)
def test_why_the_service_is_not_ready(results: Any, why: str) -> None:
    read = dashboard(*results)
    assert f"Not ready yet {why}" in read.text


def test_a_framework_may_call_its_criteria_otherwise() -> None:
    result = assessment({"One": [criterion("1.1", finding("Gone"))]})
    labels = {"standard": "Area", "standards": "Areas", "criterion": "Indicator", "criteria": "Indicators"}
    framework = replace(result.framework, labels=labels)
    read = page(replace(result, framework=framework), "index")
    assert "1 of 1 indicator is a gap" in read.text
    assert read.tables["standards-table"][0][0] == "Area"
    assert {"By area", "How the indicators stand"} <= {words for _, words in read.headings}


def test_safeguarding_stands_before_everything_else() -> None:
    read = page(service(), "index")
    assert [words for level, words in read.headings if level == 2] == [
        "Safeguarding", "How the criteria stand", "By standard", "Do next",
    ]  # fmt: skip
    assert read.tables["safeguarding-table"][1:] == [
        ["1.2 Safeguarding procedure", "½ Partly met", "Register what shows it: minutes or log."]
    ]


def test_without_a_safeguarding_criterion_it_says_so() -> None:
    assert dashboard(criterion("1.1")).part("Safeguarding") == (
        "No criterion of this framework is marked as safeguarding."
    )


def test_the_numbers_by_standard_add_up() -> None:
    read = page(service(), "index")
    head, *rows = read.tables["standards-table"]
    assert head == ["Standard", "Met", "Partly met", "Not met", "Not applicable", "Not assessed", "Gaps", "State"]
    assert rows == [
        ["1 Leadership", "1", "2", "0", "0", "0", "1", "✗ Not ready"],
        ["2 Partners", "0", "1", "0", "1", "1", "1", "✗ Not ready"],
    ]
    assert [sum(int(row[n]) for row in rows) for n in range(1, 6)] == [
        int(number) for number in read.column("outcomes-table", "Criteria")
    ]


def test_what_the_data_cover() -> None:
    """Cases: the first was referred on 5 January, the last that counts on 20 November; what lies ahead is no data."""
    held = Tables(
        cases=cases({"referred_on": "2026-01-05"}, {"referred_on": "2026-11-20"}, {"referred_on": "2026-11-21"}),
        processes=occasions({"first_communication_on": "2026-09-15"}),
        practitioners=people("P-01"),
        supervision=table("supervision", "practitioner_id | held_on | kind\nP-01 | - | case supervision"),
    )
    read = dashboard(criterion("1.1"), tables=held)
    assert (
        "The data cover 2 cases, referred from 5 January 2026 to 20 November 2026 "
        "1 process, begun on 15 September 2026 Judged against" in read.text
    )
    assert "supervision session" not in read.text


def test_nothing_is_said_of_data_that_are_not_there() -> None:
    assert "The data cover" not in dashboard(criterion("1.1")).text
    none = Tables(cases=from_rows("cases", [], ["case_id", "referred_on"]))
    assert "The data cover" not in dashboard(criterion("1.1"), tables=none).text


def test_dates_and_the_decision_stand_at_the_top() -> None:
    decided = OverallDecision("Restorative Justice Council", date(2027, 5, 1), "accepted", "LET-01")
    read = dashboard(criterion("1.1"), decision=decided)
    assert (
        "Judged as on 20 November 2026 Assessment 15 March 2027 Decision accepted, 1 May 2027, "
        "Restorative Justice Council, LET-01 Judged against" in read.text
    )
    assert "Assessment no date set" in dashboard(criterion("1.1"), assessment_on=None).text


def test_what_limits_all_comes_last_and_how_to_write_a_list_is_not_told() -> None:
    """An assessor cannot mend the register; that nothing is held against a date bears on all that is read here."""
    entry = Note("NEW-01 supports no criterion", "Name the criteria under `supports:`.",
                 Location("evidence/register.yaml", 9))  # fmt: skip
    whole = Note("No assessment date is set, so nothing is held against it", "Enter `assessment:` in rsqm.yaml.",
                 Location("rsqm.yaml"))  # fmt: skip
    read = dashboard(criterion("1.1"), notes=[entry, whole])
    assert read.part("What limits this") == "No assessment date is set, so nothing is held against it."
    assert "supports:" not in read.text and "rsqm.yaml" not in read.text
    assert "What limits this" not in dashboard(criterion("1.1"), notes=[entry]).text


def test_everybody_sees_how_it_stands_and_nothing_to_do() -> None:
    read = page(service(), "index", "public")
    assert [words for level, words in read.headings if level == 2] == ["How the criteria stand", "By standard"]
    assert "Only what the service has classed as public is shown." in read.text
    assert "eady" not in read.text and "gap" not in read.text
