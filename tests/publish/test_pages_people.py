"""The page about practitioners: its numbers worked by hand on a few rows. The day is 20 November 2026.

The 12 months up to it begin on 20 November 2025.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest

from rsqm_tool.model import Because, CriterionResult, ExplainedException, Location, Targets
from rsqm_tool.model.tables import Table, Tables
from rsqm_tool.publish.pages import people as pages
from rsqm_tool.publish.pictures.figure import Figure
from tests.builders import asked, assessment, criterion, finding
from tests.publish.hand import page, site
from tests.publish.reading import Page
from tests.rows import exception, from_rows, people, shuffled, table


def read(*tables: Table[Any], results: tuple[CriterionResult, ...] = (), **others: Any) -> Page:
    held = Tables(**{t.name: t for t in tables})
    return page(assessment({"People": results or [criterion("4.4")]}, tables=held, **others), "people")


def figure(name: str, *tables: Table[Any], results: tuple[CriterionResult, ...] = (), **others: Any) -> Figure:
    held = Tables(**{t.name: t for t in tables})
    result = assessment({"People": results or [criterion("4.4")]}, tables=held, **others)
    return next(f for f in pages.figures(site(result)) if f.name == name)


def supervised(text: str) -> Table[Any]:
    return table("supervision", f"practitioner_id | held_on | kind | supervisor_id\n{text}")


# Training.


@pytest.mark.parametrize(
    ("expires", "shown", "words"),
    [
        ("2026-11-19", "2025-03-01, expired 2026-11-19", "expired"),
        ("2026-11-20", date(2025, 3, 1), "completed, and not expired"),  # the last day counts
        ("-", date(2025, 3, 1), "completed, and not expired"),
    ],
)
def test_training_expires_after_its_last_day(expires: str, shown: object, words: str) -> None:
    held = table("training", f"practitioner_id | subject | completed_on | expires_on\n"
                             f"P-01 | facilitation | 2025-03-01 | {expires}")  # fmt: skip
    made = figure("training", people("P-01"), held)
    assert made.columns == ("Practitioner", "Level", "Employment", "Facilitation")
    assert made.rows == (("P-01", "intermediate", "paid", shown),)
    assert f"1 × {words}" in unescape(made.svg)


def test_the_latest_course_in_each_subject_counts_and_none_that_lies_ahead() -> None:
    held = table("training", """
        practitioner_id | subject      | completed_on | expires_on
        P-01            | facilitation | 2025-03-01   | -
        P-01            | facilitation | 2024-03-01   | 2026-01-01
        P-01            | facilitation | 2026-11-21   | -
        P-02            | safeguarding | 2026-11-20   | -
        P-09            | supervision  | 2026-11-20   | -
    """)  # fmt: skip
    made = figure("training", people("P-02", "P-01"), held)
    assert made.columns[3:] == ("Facilitation", "Safeguarding", "Supervision")  # P-09 is nobody's row
    assert made.rows == (
        ("P-01", "intermediate", "paid", date(2025, 3, 1), None, None),
        ("P-02", "intermediate", "paid", None, date(2026, 11, 20), None),
    )


def test_of_two_courses_on_one_day_the_longer_counts_whatever_the_order() -> None:
    held = table("training", """
        practitioner_id | subject      | completed_on | expires_on
        P-01            | facilitation | 2025-03-01   | 2026-01-01
        P-01            | facilitation | 2025-03-01   | -
    """)  # fmt: skip
    for order in ((0, 1), (1, 0)):
        assert figure("training", people("P-01"), shuffled(held, order)).rows[0][3] == date(2025, 3, 1)


# Supervision.


def test_sessions_are_those_of_the_last_12_months_with_somebody_else() -> None:
    """In the window: 20 November 2025 and 5 October 2026, twice entered. Out: the day before, the day after, a review,
    supervising oneself, no day.
    """
    log = supervised("""
        P-01 | 2025-11-19 | case supervision  | P-09
        P-01 | 2025-11-20 | case supervision  | P-09
        P-01 | 2026-10-05 | case supervision  | P-09
        P-01 | 2026-10-05 | case supervision  | P-08
        P-01 | 2026-11-10 | case supervision  | P-01
        P-01 | 2026-11-10 | review            | P-09
        P-01 | 2026-11-21 | case supervision  | P-09
        P-01 | -          | case supervision  | P-09
        P-01 | 2025-01-31 | observed practice | P-09
        P-01 | 2024-01-31 | observed practice | P-09
    """)
    made = figure("supervision", people("P-01"), log)
    assert made.columns == (
        "Practitioner", "Sessions", "Longest gap, days", "Days away", "Last session", "Last observed practice", "Rule",
    )  # fmt: skip
    # From 20 November 2025 to 5 October 2026 are 319 days, on to 20 November 46.
    assert made.rows == (
        ("P-01", 2, 319, 0, date(2026, 10, 5), date(2025, 1, 31), "not judged: no criterion asks for it"),
    )


def test_the_gap_runs_from_clearance_and_to_the_as_of_date() -> None:
    """Cleared on 1 September: 30 days to the first session on 1 October, and 50 from then to 20 November."""
    cleared = people("P-01", cleared_for_cases_on="2026-09-01")
    (row,) = figure("supervision", cleared, supervised("P-01 | 2026-10-01 | case supervision | P-09")).rows
    assert row[:3] == ("P-01", 1, 50)


def test_without_a_session_the_gap_is_all_the_time() -> None:
    """365 days for whoever was cleared long ago; 10 for whoever was cleared on 10 November; none for tomorrow."""
    rows = [
        {"practitioner_id": id, "casework": "yes", "started_on": "2024-01-01", "cleared_for_cases_on": day}
        for id, day in (("P-01", "2024-03-01"), ("P-02", "2026-11-10"), ("P-03", "2026-11-21"))
    ]
    made = figure(
        "supervision", from_rows("practitioners", rows), supervised("P-09 | 2026-10-01 | case supervision | -")
    )
    assert [(row[0], row[1], row[2], row[4]) for row in made.rows] == [
        ("P-01", 0, 365, None), ("P-02", 0, 10, None), ("P-03", 0, 0, None),
    ]  # fmt: skip


def test_days_away_are_left_out_of_the_gap_in_the_table_as_in_the_picture() -> None:
    """From 1 June to 1 October are 122 days; away from 1 to 31 July, both counted, 31: 91 are left. On to 20 November
    are 50, from 20 November to 1 June 193, of them 100 away in the winter: 93.
    """
    log = supervised("P-01 | 2026-06-01 | case supervision | P-09\nP-01 | 2026-10-01 | case supervision | P-09")
    away = table("away", "practitioner_id | from | to\nP-01 | 2026-07-01 | 2026-07-31\nP-01 | 2026-01-01 | 2026-04-10")
    made = figure("supervision", people("P-01"), log, away)
    assert made.rows[0][1:4] == (2, 93, 131)
    assert "P-01, 93 days" in unescape(made.svg)


@pytest.mark.parametrize("days", [84, 85])
def test_the_picture_marks_what_is_longer_than_the_rules_limit(days: int) -> None:
    last = date.fromordinal(date(2026, 11, 20).toordinal() - days)
    log = supervised("\n".join(f"P-01 | {d} | case supervision | P-09" for d in _every_30_days(last)))
    made = figure("supervision", people("P-01"), log)
    assert made.rows[0][2] == days
    assert ("Nobody went more than 84 days" in unescape(made.svg)) == (days == 84)


def _every_30_days(last: date) -> list[date]:
    return [date.fromordinal(last.toordinal() - 30 * n) for n in range(10)]


def test_the_limit_is_that_of_the_framework() -> None:
    rule = criterion("4.4", asks=[asked("supervision_gap", "does", limit_days=50)])
    log = supervised("P-01 | 2026-09-20 | case supervision | P-09")
    assert "more than 50 days" in figure("supervision", people("P-01"), log, results=(rule,)).svg


RULE = criterion("4.4", asks=[asked("supervision_gap", "does"), asked("cpd_hours", "does")])


def test_the_last_column_says_in_words_who_keeps_the_rule() -> None:
    """P-01 is supervised every 80 days, 365 / 80 is 4.6, so by five sessions. P-02 and P-03 never were, and the reason
    given for P-03 holds from tomorrow on only. P-04 has no case. Of P-05 nobody can tell: who supervised is blank.
    """
    days = ("2026-01-10", "2026-03-31", "2026-06-19", "2026-09-07")
    log = supervised("\n".join(
        f"{id} | {day} | case supervision | {by}" for id, by in (("P-01", "P-09"), ("P-05", "-")) for day in days
    ))  # fmt: skip
    cleared = {"casework": "yes", "started_on": "2024-01-01", "cleared_for_cases_on": "2024-01-01"}
    staff = from_rows("practitioners", [
        *({"practitioner_id": id, **cleared} for id in ("P-01", "P-02", "P-03")),
        {"practitioner_id": "P-04", **cleared, "cleared_for_cases_on": "-"},
        {"practitioner_id": "P-05", **cleared},
    ])  # fmt: skip
    ahead = ExplainedException("supervision_gap", "P-03", "other duty", "Head", date(2026, 11, 21), date(2027, 1, 1),
                               Location("x", 1))  # fmt: skip
    made = figure(
        "supervision", staff, log, results=(RULE,),
        exceptions=[exception("supervision_gap", "P-02"), exception("cpd_hours", "P-03"), ahead],
    )  # fmt: skip
    assert [(row[0], row[-1]) for row in made.rows] == [
        ("P-01", "kept"),
        ("P-02", "explained"),
        ("P-03", "not kept"),
        ("P-04", "not judged: not yet cleared for cases"),
        ("P-05", "not judged: what is entered leaves it open"),
    ]


SOON = criterion("4.6", asks=[asked("supervision_gap", "does", limit_days=60, grace_days=70)])
SET_ASIDE = criterion("4.4", rating="not applicable", reason="No cases", asks=[asked("supervision_gap", "does")])
EVERY_80 = "\n".join(
    f"P-01 | {day} | case supervision | P-09" for day in ("2026-01-10", "2026-03-31", "2026-06-19", "2026-09-07")
)


def test_where_two_criteria_run_a_rule_the_worst_counts_and_is_named() -> None:
    """Supervised every 80 days: within the 84 of 4.4, beyond the 60 and the 70 of 4.6. The picture has the 60."""
    both = figure("supervision", people("P-01", "P-02"), supervised(EVERY_80), results=(RULE, SOON))
    assert [row[-1] for row in both.rows] == ["not kept (4.6)", "not kept"]  # P-02 never was
    assert "more than 60 days" in unescape(both.svg)
    alone = figure("supervision", people("P-01"), supervised(EVERY_80), results=(SOON,))
    assert alone.rows[0][-1] == "not kept"


def test_a_criterion_that_is_not_applicable_runs_no_rule() -> None:
    log = supervised(EVERY_80)
    assert figure("supervision", people("P-02"), log, results=(SET_ASIDE,)).rows[0][-1] == "not judged: not applicable"
    both = figure("supervision", people("P-01"), log, results=(SET_ASIDE, SOON))
    assert both.rows[0][-1] == "not kept"


def test_a_check_that_crashed_leaves_the_page_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told among the faults; whether it crashes here once more, or not, nobody is judged by it."""
    log, fault = supervised(EVERY_80), ("criterion 4.4, check supervision_gap: RuntimeError",)
    told = assessment({"People": [RULE]}, tables=Tables(practitioners=people("P-01"), supervision=log))
    (made,) = (f for f in pages.figures(site(replace(told, faults=fault))) if f.name == "supervision")
    assert made.rows[0][-1] == "not judged: the check failed"

    def crash(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("rsqm_tool.checks.supervision_gap._counted", crash)
    (made,) = (f for f in pages.figures(site(told)) if f.name == "supervision")
    assert made.rows[0][:2] == ("P-01", 4) and made.rows[0][-1] == "not judged: the check failed"


def test_where_rows_could_not_be_read_nobody_is_told_to_keep_it() -> None:
    """The finding waits for the row, so nobody keeps the rule for certain; who breaks it does so all the same."""
    told = finding("Not judged", "not assessed", check="supervision_gap", because=Because.UNREAD)
    rule = criterion("4.4", told, asks=[asked("supervision_gap", "does")])
    log = supervised("P-01 | 2026-11-01 | case supervision | P-09")
    made = figure("supervision", people("P-01", "P-02", cleared_for_cases_on="2026-09-01"), log, results=(rule,))
    assert [row[-1] for row in made.rows] == ["not judged: rows of a table could not be read"] * 2


# Development.


def test_hours_of_the_last_12_months_and_those_approved() -> None:
    """3 + 2.5 + 1 hours, 3 + 1 of them approved. Out: on 19 November 2025, ahead, without hours, without a day.

    The first day counts, as for the rule: advanced owe 16, 8 of them approved.
    """
    log = table("cpd", """
        practitioner_id | done_on    | hours | rjc_approved
        P-01            | 2025-11-19 | 50    | yes
        P-01            | 2025-11-20 | 3     | yes
        P-01            | 2026-05-01 | 2.5   | no
        P-01            | 2026-11-20 | 1     | yes
        P-01            | 2026-11-21 | 50    | yes
        P-01            | 2026-05-01 | -     | yes
        P-01            | -          | 50    | yes
    """)  # fmt: skip
    staff = people("P-01", "P-02", rjc_registered_level="advanced")
    made = figure("development", staff, log, results=(RULE,))
    assert made.columns == ("Practitioner", "Registered level", "Hours", "Of them RJC-approved", "Rule")
    open_still = "not judged: what is entered leaves it open"  # the event without hours, or without a day, may fill it
    assert made.rows == (("P-01", "advanced", 6.5, 4, open_still), ("P-02", "advanced", 0, 0, "not kept"))


def test_hours_from_before_the_records_begin_count_for_nothing_as_for_the_rule() -> None:
    """Records begin on 1 September 2026: of 5 + 3 hours in the year 3 are told. Without them the year begins."""
    log = table("cpd", """
        practitioner_id | done_on    | hours | rjc_approved
        P-01            | 2026-08-31 | 5     | yes
        P-01            | 2026-09-01 | 3     | yes
    """, records_begin="2026-09-01")  # fmt: skip
    made = figure("development", people("P-01", rjc_registered_level="advanced"), log, results=(RULE,))
    assert made.rows[0][2:4] == (3, 3)
    assert made.note.startswith("Hours logged from 1 September 2026, on which the records begin, to 20 November 2026. ")
    earlier = figure("development", people("P-01", rjc_registered_level="advanced"),
                     replace(log, records_begin=date(2025, 11, 19)), results=(RULE,))  # fmt: skip
    assert earlier.rows[0][2:4] == (8, 8)
    assert earlier.note.startswith("Hours logged from 20 November 2025 to 20 November 2026. ")


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ({}, "whoever has none owes none, as the service declares none for them."),
        ({"cpd_hours": 6}, "whoever has none owes the 6 hours that the service declares."),
        ({"cpd_hours": {"foundation": 4}}, "whoever has none owes the hours by level that the service declares."),
    ],
)
def test_what_those_without_a_registered_level_owe_is_said(declared: dict[str, Any], told: str) -> None:
    log = table("cpd", "practitioner_id | done_on | hours | rjc_approved\nP-01 | 2026-05-01 | 12 | yes")
    result = assessment({"People": [RULE]}, tables=Tables(practitioners=people("P-01"), cpd=log))
    result = replace(result, workspace=replace(result.workspace, targets=Targets(others=declared)))
    (made,) = (f for f in pages.figures(site(result)) if f.name == "development")
    assert f"The rule asks for the hours of the registered level, less for days away; {told}" in made.note


def test_whom_the_rule_on_hours_does_not_ask_is_told_with_the_reason() -> None:
    log = table("cpd", "practitioner_id | done_on | hours | rjc_approved\nP-01 | 2026-05-01 | 12 | yes")
    rows = [
        {
            "practitioner_id": "P-01",
            "casework": "yes",
            "started_on": "2024-01-01",
            "rjc_registered_level": "intermediate",
        },
        {"practitioner_id": "P-02", "casework": "yes", "started_on": "2024-01-01", "rjc_registered_level": "-"},
        {
            "practitioner_id": "P-03",
            "casework": "yes",
            "started_on": "2026-03-01",
            "rjc_registered_level": "intermediate",
        },
    ]
    made = figure("development", from_rows("practitioners", rows), log, results=(RULE,))
    assert [row[-1] for row in made.rows] == [
        "kept",
        "not judged: not registered, and no hours declared for them",
        "not judged: in their first 12 months",
    ]


def test_the_two_years_of_hours_are_told_apart() -> None:
    """The rule looks at the 12 months to 20 November 2026, the forecast at those to the assessment on 15 March 2027."""
    log = table("cpd", "practitioner_id | done_on | hours | rjc_approved\nP-01 | 2025-12-01 | 12 | yes")
    staff = people("P-01", rjc_registered_level="intermediate")
    found = read(staff, log, results=(RULE,), assessment_on=date(2027, 3, 15))
    assert found.tables["development-numbers"][1] == ["P-01", "intermediate", "12", "12", "kept"]
    assert found.tables["needs-table"][-1][1] == (
        "12 of 12 hours of development still lacking in the 12 months up to the assessment (intermediate), at least 6 "
        "of them RJC-approved"
    )
    part = found.part("Professional development in the 12 months to 20 November 2026")
    assert "Hours logged from 20 November 2025 to 20 November 2026." in part
    assert "hours in the 12 months up to the assessment, from 15 March 2026" in part


# The page.


def test_who_is_active_is_counted_as_the_rules_count() -> None:
    rows = [
        {"practitioner_id": "P-01", "casework": "yes", "started_on": "2026-11-20"},
        {"practitioner_id": "P-02", "casework": "yes", "started_on": "2024-01-01", "ended_on": "2026-11-20"},
        {"practitioner_id": "P-03", "casework": "yes", "started_on": "2024-01-01", "ended_on": "2026-11-19"},
        {"practitioner_id": "P-04", "casework": "no", "started_on": "2024-01-01"},
        {"practitioner_id": "P-05", "casework": "yes", "started_on": "2026-11-21"},
    ]
    found = read(from_rows("practitioners", rows))
    assert (
        "As on 20 November 2026: 2 active practitioners with a casework role, by id. "
        "Not counted: 1 left, 1 not started yet, 1 without a casework role." in found.text
    )


def test_who_needs_what_by_when_with_what_is_overdue_first() -> None:
    """84 days after 5 October 2026 is 28 December, after 1 August 24 October."""
    log = supervised("P-01 | 2026-10-05 | case supervision | P-09\nP-02 | 2026-08-01 | case supervision | P-09")
    found = read(people("P-01", "P-02"), log)
    rows = [row for row in found.tables["needs-table"][1:] if row[1] == "Case supervision due"]
    assert rows == [
        ["P-02", "Case supervision due", "24 October 2026 ! Overdue", ""],
        ["P-01", "Case supervision due", "28 December 2026", ""],
    ]


def test_each_person_has_the_rules_that_are_not_kept_and_no_others() -> None:
    broken = criterion(
        "4.4",
        finding("1 went without", check="supervision_gap", subjects=("P-01", "P-77")),
        finding("1 was not observed", "partly met", check="observed", subjects=("P-01",)),
        finding("1 trained by somebody not registered", "met", check="trainer_registered", subjects=("P-02",)),
    )
    found = read(people("P-01", "P-02"), results=(broken,))
    assert found.tables["rules-table"][1:] == [
        ["P-01", "Supervision gap (4.4) Every active practitioner has case supervision at least every twelve weeks. "
                 "Observed practice (4.4) Whoever facilitates has one observed practice a year."],
    ]  # fmt: skip
    assert found.links.count("definitions.html#rule-supervision-gap") == 1


def test_what_could_not_be_shown_is_said() -> None:
    found = read(people("P-01"))
    assert [words for level, words in found.headings if level == 2] == [
        "Who needs what", "Rules that are not kept, by person", "What could not be shown",
    ]  # fmt: skip
    assert found.part("What could not be shown") == (
        "Training is entered in no table that could be read. Supervision is entered in no table that could be read. "
        "Professional development is entered in no table that could be read."
    )
    assert "No rule finds an active practitioner who does not keep it." in found.text
    assert "Nothing falls due for anybody before the assessment, as far as this could be told." in found.text


def test_nobody_active_and_no_table_are_two_things() -> None:
    left = people("P-01", ended_on="2026-01-01")
    assert (
        read(left).text
        == "People Nobody in the table of practitioners is active with a casework role on the as-of date."
    )
    assert read().text == "People There is no table of the people who work here yet."
    assert pages.figures(site(assessment({"People": [criterion("4.4")]}))) == ()
