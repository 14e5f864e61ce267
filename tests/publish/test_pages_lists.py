"""What is wanting, what is planned, what lapses, what to have ready: the pages that a manager works through."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from rsqm_tool.model import Period, Sensitivity
from rsqm_tool.model.tables import Tables
from rsqm_tool.publish.pages import calendar, gaps
from tests.builders import AS_OF, ASSESSMENT_ON, action, asked, assessment, criterion, finding, item, support
from tests.publish.hand import document, page, record, service, site
from tests.publish.reading import Page
from tests.rows import people, table

DAY = timedelta(days=1)


def read(name: str, *results: Any, **others: Any) -> Page:
    return page(assessment({"One": results}, **others), name)


def headings(page: Page, level: int = 2) -> list[str]:
    return [words for number, words in page.headings if number == level]


# Gaps.


def test_gaps_of_safeguarding_come_first_and_what_is_no_gap_last() -> None:
    found = page(service(), "gaps")
    assert headings(found) == [
        "Safeguarding gaps (1)", "Other gaps (1)", "Partly met, and no gap (2)", "Where evidence is thin",
    ]  # fmt: skip
    assert headings(found, 3) == [
        "1.2 Safeguarding procedure",
        "2.2 Work in prison",
        "1.1 Case supervision",
        "2.3 Partners",
    ]


def test_a_gap_says_what_is_wanting_what_closes_it_and_who_is_on_it() -> None:
    plan = [action("A-02", "1.1", date(2027, 1, 15)), action("A-01", "1.1", AS_OF - DAY, owner=""),
            action("A-03", "1.1"), action("A-00", "1.1", AS_OF, status="done")]  # fmt: skip
    found = read("gaps", criterion("1.1", finding("Nothing supports it"), finding("Old", next_step=""), actions=plan))
    assert found.part("1.1 Title of 1.1") == (
        "Outcome ✗ Not met What is wanting Nothing supports it. Old. What would close it Register it. "
        "Action A-01: Do it. No owner, due 19 November 2026, open ! Overdue "
        "A-02: Do it. Co-ordinator, due 15 January 2027, open A-03: Do it. Co-ordinator, no date, open "
        "More 1.1 Title of 1.1"
    )


def test_a_condition_that_is_still_open_stands_at_its_gap() -> None:
    """That of 2.3 was due on 15 June 2026; that of 1.1 was discharged."""
    found = page(service(), "gaps")
    assert (
        "Condition set by the assessor Sign with probation. Due 15 June 2026. Not discharged yet. ! Overdue Action"
    ) in found.part("2.3 Partners")
    assert found.text.count("Condition set by the assessor") == 1


def test_a_gap_without_an_action_is_marked() -> None:
    assert "Action ! None planned" in read("gaps", criterion("1.1", finding("Gone"))).part("1.1 Title of 1.1")


def test_no_gap_is_said() -> None:
    found = read("gaps", criterion("1.1"))
    assert "There is no gap, and nothing is only partly met." in found.text
    assert headings(found) == []


def test_the_coverage_map_counts_the_items_that_are_shown_by_kind() -> None:
    """1.1 has two procedures and minutes, 1.2 a report; the diary is private, and no kind is there for it."""
    one = [document("PRO-01", ("1.1", "", "")), document("PRO-02", ("1.1", "", "")), record("MIN-01", ("1.1", "", ""))]
    two = [document("RPT-01", ("1.2", "", ""), kind="report"),
           document("LOG-01", ("1.2", "", ""), kind="log", sensitivity=Sensitivity.PRIVATE)]  # fmt: skip
    result = assessment({"One": [criterion("1.1", evidence=one), criterion("1.2", evidence=two)]})
    (figure,) = gaps.figures(site(result))
    assert figure.columns == ("Criterion", "procedure", "minutes", "report")  # what says before what shows
    assert figure.rows == (("1.1 Title of 1.1", 2, 1, 0), ("1.2 Title of 1.2", 0, 0, 1))
    assert "Items that are not published are not counted." in page(result, "gaps").text


def test_without_an_item_there_is_no_map() -> None:
    assert gaps.figures(site(assessment({"One": [criterion("1.1")]}))) == ()


# Actions.


def test_actions_stand_by_when_they_are_due() -> None:
    """Due today is not overdue; due on the day of the assessment is before it."""
    days = [AS_OF - DAY, AS_OF, ASSESSMENT_ON, ASSESSMENT_ON + DAY, None]
    plan = [action(f"A-{n}", "1.1", day) for n, day in enumerate(days)] + [action("A-9", "1.1", AS_OF, status="done")]
    found = read("actions", criterion("1.1", actions=reversed(plan)))
    ids = {name: found.column(name, "Id") for name in found.tables if name != "owners-table"}
    assert ids == {
        "overdue-table": ["A-0"], "before-table": ["A-1", "A-2"], "after-table": ["A-3", "A-4"], "done-table": ["A-9"],
    }  # fmt: skip
    assert headings(found) == [
        "Overdue (1)", "Due before the assessment (2)", "Due later, or without a date (2)", "Done (1)", "By owner",
    ]  # fmt: skip
    assert found.column("overdue-table", "Status") == ["open ! Overdue"]
    assert found.column("after-table", "Due") == ["16 March 2027", "no date"]


def test_without_a_date_of_the_assessment_nothing_is_before_it() -> None:
    plan = [action("A-1", "1.1", AS_OF), action("A-2", "1.1")]
    found = read("actions", criterion("1.1", actions=plan), assessment_on=None)
    assert headings(found) == ["Due (1)", "Without a date (1)", "By owner"]
    assert "Assessment: no date set." in found.text


def test_by_owner_those_with_most_to_do_come_first_and_nobody_last() -> None:
    """Two for the manager, one each for the administrator and the co-ordinator, three for nobody; the done is none."""
    plan = [
        *(action(f"A-{n}", "1.1", AS_OF, owner="") for n in range(3)),
        action("A-4", "1.1", AS_OF, owner="Co-ordinator"), action("A-5", "1.1", AS_OF - DAY, owner="Administrator"),
        action("A-6", "1.1", AS_OF + DAY, owner="Manager"), action("A-7", "1.1", AS_OF, owner="Manager"),
        action("A-8", "1.1", AS_OF, owner="Manager", status="done"),
    ]  # fmt: skip
    found = read("actions", criterion("1.1", actions=plan))
    assert [row[:3] for row in found.tables["owners-table"][1:]] == [
        ["Manager", "2", "0"], ["Administrator", "1", "1"], ["Co-ordinator", "1", "0"], ["No owner", "3", "0"],
    ]  # fmt: skip
    assert found.column("owners-table", "Actions, the next due first")[0] == (
        "20 November 2026: Do it. A-7 21 November 2026: Do it. A-6"
    )


def test_gaps_without_an_action_are_listed() -> None:
    """An action that is done answers a gap that is still there no more."""
    found = read(
        "actions",
        criterion("1.1", finding("Gone"), actions=[action("A-1", "1.1", AS_OF)]),
        criterion("1.2", finding("Gone"), actions=[action("A-2", "1.2", AS_OF, status="done")]),
        criterion("1.3", finding("Old", "partly met")),
    )
    assert found.part("Gaps without an action (1)") == "1.2 Title of 1.2 ✗ Not met"


def test_no_plan_is_said() -> None:
    assert "The service has no action plan." in read("actions", criterion("1.1")).text


def test_an_action_for_a_criterion_that_is_not_there_is_shown_as_it_is() -> None:
    found = read("actions", criterion("1.1"), actions=[action("A-1", "9.9", AS_OF)])
    assert found.column("before-table", "Criterion") == ["9.9"]


# The calendar.


def lapsing() -> tuple[Any, ...]:
    """A procedure whose review is over, one to be reviewed today, and an agreement that ends in January."""
    covers = Period(date(2025, 1, 1), date(2027, 1, 31))
    return (
        document("PRO-01", ("1.1", "", ""), review_by=AS_OF - DAY),
        document("PRO-02", ("1.1", "", ""), review_by=AS_OF),
        document("AGR-01", ("1.1", "", ""), kind="agreement", covers=covers, review_by=None),
    )


def test_what_is_overdue_comes_first_then_month_by_month() -> None:
    found = read("calendar", criterion("1.1", evidence=lapsing(), actions=[action("A-1", "1.1", date(2027, 1, 4))]))
    assert headings(found)[:3] == ["Overdue (1)", "November 2026 (1)", "January 2027 (2)"]
    ((day, what, who, criteria),) = found.tables["overdue-table"][1:]
    assert (day, who, criteria) == ("19 November 2026", "Head of service", "1.1")
    assert what == "Review due of PRO-01 (Title of PRO-01)"
    assert found.column("m-2027-01-table", "Day") == ["4 January 2027", "31 January 2027"]
    assert (
        "As on 20 November 2026, 3 things lapse or fall due before the assessment on 15 March 2027, and 1 is overdue."
        in found.text
    )


def test_one_thing_lapses_and_none_does() -> None:
    found = read("calendar", criterion("1.1", evidence=lapsing()[1:2]))
    assert "1 thing lapses or falls due before the assessment on 15 March 2027." in found.text
    found = read("calendar", criterion("1.1"))
    assert (
        "nothing lapses or falls due, as far as this can be told, before the assessment on 15 March 2027." in found.text
    )


def test_without_an_assessment_twelve_months_are_told() -> None:
    found = read("calendar", criterion("1.1", evidence=lapsing()), assessment_on=None)
    assert "2 things lapse or fall due in the next 12 months; no assessment is ahead, and 1 is overdue." in found.text


def test_what_could_not_be_foretold_is_a_sentence_each() -> None:
    found = read("calendar", criterion("1.1"))
    untold = found.part("What could not be foretold")
    assert "Vetting: there is no table “vetting”." in untold
    assert "`" not in untold and " none" not in untold.lower()


def test_people_are_named_by_id_and_their_table_is_not() -> None:
    held = Tables(
        practitioners=people("P-01"),
        supervision=table("supervision", "practitioner_id | held_on | kind\nP-01 | 2026-10-05 | case supervision"),
    )
    found = read("calendar", criterion("4.4", asks=[asked("supervision_gap", "does")]), tables=held)
    assert found.tables["m-2026-12-table"][1] == ["28 December 2026", "Case supervision due", "P-01", "4.4"]
    assert "evidence/people" not in found.text


def test_records_do_not_lapse() -> None:
    """A report covers last year; it is not out of date for that. An agreement that covers last year is."""
    covers = Period(date(2025, 4, 1), date(2026, 3, 31))
    held = [record("RPT-01", kind="report", covers=covers), document("INS-01", kind="insurance", covers=covers),
            document("AGR-01", kind="agreement", covers=Period(date(2025, 4, 1), None), review_by=None)]  # fmt: skip
    (figure,) = calendar.figures(site(assessment({"One": [criterion("1.1")]}, unused=held)))
    assert figure.columns == ("Item", "From", "Review or end")
    assert figure.rows == (
        ("INS-01 Title of INS-01", date(2025, 4, 1), date(2027, 3, 17)),
        ("AGR-01 Title of AGR-01", date(2025, 4, 1), "rolling on"),
    )
    pages = {i.id: page(assessment({"One": [criterion("1.1")]}, unused=[i]), f"evidence/{i.id.lower()}") for i in held}
    assert {id for id, found in pages.items() if any(tag == "svg" for tag, _ in found.tags)} == {"INS-01"}


# The visit.


def test_every_question_stands_once_with_its_criterion_and_room_to_write() -> None:
    result = service()
    found = page(result, "visit")
    assert found.tables["interviews-table"] == [
        ["Whom", "What to ask", "Criterion", "What was said"],
        ["A supervisor", "Which case did you last hear of?", "1.1 Case supervision", ""],
        ["People who took part", "Did you feel safe?", "1.1 Case supervision", ""],
    ]
    asks = [e for c in result.framework.criteria for e in c.expectations if e.check == "person"]
    assert len(found.tables["interviews-table"]) == 1 + len(asks)


def test_every_condition_of_the_last_assessment_stands_with_its_state() -> None:
    """Two were set: one was discharged, and the other, due on 15 June 2026, was not by 20 November 2026."""
    found = page(service(), "visit")
    assert found.tables["conditions-table"] == [
        ["Criterion", "Condition", "Evidence wanted", "Due", "State", "What was seen"],
        ["1.1 Case supervision", "Supervise the co-ordinator as well.", "Two sessions in the log.", "15 June 2026",
         "Discharged on 20 May 2026.", ""],
        ["2.3 Partners", "Sign with probation.", "", "15 June 2026", "Not discharged yet. ! Overdue", ""],
    ]  # fmt: skip


def test_every_support_stands_once_with_file_and_place() -> None:
    found = page(service(), "visit")
    assert found.tables["ready-table"] == [
        ["Criterion", "Item", "File", "Where to look", "What was seen"],
        ["1.1 Case supervision", "PRO-01 Title of PRO-01", "pro-01.pdf", "section 4", ""],
        ["1.1 Case supervision", "MIN-01 Title of MIN-01", "min-01.pdf", "item 3", ""],
        ["1.2 Safeguarding procedure", "POL-02 Title of POL-02", "pol-02.pdf", "page 2", ""],
        ["2.3 Partners", "AGR-01 Title of AGR-01", "agr-01.pdf", "clause 2", ""],
    ]
    assert "There is evidence that is not published for 1.3: have it ready, too." in found.text


def test_where_nothing_else_is_registered_that_is_said_too() -> None:
    """1.3 has a private case study and nothing else."""
    assert "have it ready, too. For 1.3 nothing else is registered." in page(service(), "visit").text


def test_what_is_only_stated_is_listed_for_the_visit() -> None:
    told = {"check": "sufficient", "next_step": "", "half": "does"}
    stated = finding("STM-01 tells what is done", "met", figures={"only_stated": 1}, **told)
    found = read("visit", criterion("1.1", finding("Shown", "met", **told)), criterion("1.2", stated))
    assert found.part("What to have ready").endswith(
        "Stated, not shown For these somebody says what is done, and no registered item shows it: 1.2. "
        "Ask to see how it is done."
    )


def test_conversations_about_gaps_come_first() -> None:
    """1.2 is a gap, 2.1 one about safeguarding; 1.1 and 2.2 are none."""
    ask = asked("person", "told", who="The lead", question="What came?")
    found = read(
        "visit",
        criterion("1.1", asks=[ask]),
        criterion("1.2", finding("Gone"), asks=[ask]),
        criterion("2.1", finding("Old", "partly met"), safeguarding=True, asks=[ask]),
        criterion("2.2", finding("Old", "partly met"), asks=[ask]),
    )
    assert found.column("interviews-table", "Criterion") == [
        "2.1 Title of 2.1 ! Gap", "1.2 Title of 1.2 ! Gap", "1.1 Title of 1.1", "2.2 Title of 2.2",
    ]  # fmt: skip


def test_one_item_may_support_a_criterion_twice() -> None:
    twice = document("PRO-01", ("1.1", "page 1", ""), ("1.1", "page 9", ""), ("1.2", "page 3", ""))
    found = read("visit", criterion("1.1", evidence=[twice]), criterion("1.2", evidence=[twice]))
    assert found.column("ready-table", "Where to look") == ["page 1", "page 9", "page 3"]


def test_a_web_page_and_a_testimony_are_had_ready_without_a_file() -> None:
    held = [
        item("WEB-01", kind="public page", url="https://example.org/rj", supports=(support("1.1"),),
             sensitivity=Sensitivity.PUBLIC),
        item("STM-01", kind="statement", statement="The lead can tell it.", supports=(support("1.1"),),
             sensitivity=Sensitivity.ASSESSOR),
    ]  # fmt: skip
    found = read("visit", criterion("1.1", evidence=held))
    assert found.column("ready-table", "File") == ["https://example.org/rj", "Testimony, on the item's page"]


def test_a_visit_without_questions_or_items_says_so() -> None:
    found = read("visit", criterion("1.1"))
    assert found.part("Whom to interview") == "No criterion of this framework asks for a conversation."
    assert found.part("What to have ready") == "No item on this site supports any of the criteria yet."


def test_the_sample_and_the_day_of_submission_have_their_place() -> None:
    found = page(service(), "visit")
    assert "Documents as submitted on" in found.text
    assert found.part("The sample").endswith("None is drawn yet.")


# Standards and the register.


def test_a_standard_counts_what_says_and_what_shows() -> None:
    found = page(service(), "standards/1")
    assert found.tables["criteria-table"] == [
        ["Criterion", "Outcome", "Own rating", "Says", "Does", "Next step"],
        ["1.1 Case supervision", "½ Partly met", "✓ Met", "1", "1", "Book supervision. and 1 more step"],
        ["1.2 Safeguarding procedure ● Safeguarding", "½ Partly met", "✓ Met", "1", "0",
         "Register what shows it: minutes or log."],
        ["1.3 Learning", "✓ Met", "✓ Met", "0", "0", ""],
    ]  # fmt: skip
    assert "For 1.3 there is evidence that is not published: ask to see it." in found.text
    assert "✗ Not ready It has 1 gap." in found.text


def test_the_register_lists_each_shown_item_with_its_period() -> None:
    found = page(service(), "evidence/index")
    assert [row[:2] + row[3:] for row in found.tables["register"][1:]] == [
        ["PRO-01 Title of PRO-01", "procedure", "17 March 2026", "17 March 2027", "assessor", "1.1"],
        ["MIN-01 Title of MIN-01", "minutes", "6 October 2026", "", "assessor", "1.1"],
        ["POL-02 Title of POL-02", "policy", "17 March 2026", "17 March 2027", "public", "1.2"],
        ["AGR-01 Title of AGR-01", "agreement", "1 January 2025 to 31 December 2026", "", "assessor", "2.3"],
    ]
    assert "Some evidence is not published and is not listed here. Ask the service to see it." in found.text


def test_a_report_bears_its_date_and_its_period() -> None:
    covers = Period(date(2026, 7, 1), date(2026, 9, 30))
    report = record("RPT-01", kind="report", dated=date(2026, 11, 3), covers=covers)
    found = read("evidence/index", criterion("1.1"), unused=[report, replace(report, id="RPT-02", dated=None)])
    assert found.column("register", "Date or period") == [
        "3 November 2026 covers 1 July 2026 to 30 September 2026", "1 July 2026 to 30 September 2026",
    ]  # fmt: skip


def test_an_item_tells_alike_findings_once_with_all_their_criteria() -> None:
    held = document("PRO-01", ("1.1", "", ""), ("1.2", "", ""))
    told = finding("PRO-01 is past its review", "partly met", check="reviewed", evidence="PRO-01", where=held.where)
    found = read("evidence/pro-01", *(criterion(id, told, evidence=[held]) for id in ("1.1", "1.2")))
    part = found.part("What was found about it")
    assert part.count("past its review") == 1
    assert "Criteria 1.1 Title of 1.1 1.2 Title of 1.2 Rule" in part
