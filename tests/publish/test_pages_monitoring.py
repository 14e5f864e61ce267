"""Monitoring: each kind of figure as a table, what is not shown, and that nothing of it can be found elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from rsqm_tool.model.monitoring import Counts, Funnel, Monitoring, Share, Shares, Stage, Wait, Waits
from rsqm_tool.model.tables import Table, Tables
from rsqm_tool.publish.context import Site
from rsqm_tool.publish.pages import monitoring
from rsqm_tool.publish.render import render
from tests.builders import assessment, criterion
from tests.publish.hand import site
from tests.publish.reading import Page
from tests.rows import from_rows, table

QUARTERS = ("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")


def of(*figures: Any, missing: tuple[str, ...] = ()) -> Site:
    """A site that has some figures."""
    told = Monitoring(date(2025, 7, 1), date(2026, 11, 20), QUARTERS, figures, missing)
    return replace(site(assessment({"One": [criterion("1.1")]})), monitoring=told)


def read(*figures: Any, **others: Any) -> Page:
    return Page(monitoring.pages(of(*figures, **others))["monitoring"])


def counts(**others: Any) -> Counts:
    """Referrals by quarter and source."""
    held = {
        "id": "referrals", "title": "Referrals", "definition": "Cases referred", "unit": "cases", "row_name": "Quarter",
        "column_name": "Source", "rows": QUARTERS, "columns": ("Police", "Prison"),
        "cells": ((3, 1), (2, 0), (0, 0), (4, None), (5, 2), (1, 1)), "tables": ("cases",),
    }  # fmt: skip
    return Counts(**{**held, **others})


def test_counts_have_a_total_and_that_of_a_year_before() -> None:
    """2026-Q3: 5 + 2 = 7, a year before 3 + 1 = 4. What cannot be told (–) counts for nothing in a total."""
    found = read(counts())
    assert found.tables["referrals-numbers"] == [
        ["Quarter", "Police", "Prison", "Total", "Total a year before"],
        ["2025-Q3", "3", "1", "4", "–"],
        ["2025-Q4", "2", "0", "2", "–"],
        ["2026-Q1", "0", "0", "0", "–"],
        ["2026-Q2", "4", "–", "4", "–"],
        ["2026-Q3", "5", "2", "7", "4"],
        ["2026-Q4", "1", "1", "2", "2"],
    ]


def test_four_quarters_or_other_rows_have_no_year_before() -> None:
    four = counts(rows=QUARTERS[2:], cells=((0, 0), (4, 1), (5, 2), (1, 1)))
    routes = counts(id="agreements", row_name="Process", rows=tuple("abcdef"))
    found = read(four, routes)
    assert found.tables["referrals-numbers"][0] == ["Quarter", "Police", "Prison", "Total"]
    assert found.tables["agreements-numbers"][0] == ["Process", "Police", "Prison", "Total"]


def test_shares_are_rounded_as_in_their_picture() -> None:
    """66 of 80 is 82.5: halves go up. Under ten there is neither a percentage nor an interval."""
    made = Shares(
        "satisfied", "Satisfied", "Of the replies", "replies", "Who",
        (Share("Harmed", 66, 80, 0.7275, 0.8925), Share("Responsible", 3, 4), Share("Supporters", 0, 0)), ("feedback",),
    )  # fmt: skip
    found = read(made)
    assert found.tables["satisfied-numbers"] == [
        ["Who", "How many", "Of (replies)", "Per cent", "95 % interval"],
        ["Harmed", "66", "80", "83", "73 to 89"],
        ["Responsible", "3", "4", "–", "–"],
        ["Supporters", "0", "0", "–", "–"],
    ]
    (figure,) = monitoring.figures(of(made))
    assert "83 &#37;" in figure.svg and "73 to 89 &#37;" in figure.svg


def test_full_counts_have_percentages_and_no_interval() -> None:
    made = Shares("asked", "Asked", "Of the people", "people", "Quarter", (Share("2026-Q3", 67, 70),), ("feedback",))
    assert read(made).tables["asked-numbers"] == [
        ["Quarter", "How many", "Of (people)", "Per cent"],
        ["2026-Q3", "67", "70", "96"],
    ]


def test_waits_tell_how_many_and_within_how_many_days() -> None:
    waits = (
        Wait("2026-Q3", (1, 2, 3, 9), 2.5, None),
        Wait("2026-Q4", (), None, None),
        Wait("Whole period", (1,), 1.0, 7.0),
    )
    made = Waits("first-attempt", "First attempt", "Cases", "cases", waits, ("cases",), standard_days=10)
    assert read(made).tables["first-attempt-numbers"] == [
        ["Quarter", "Cases", "Half within, days", "Nine in ten within, days"],
        ["2026-Q3", "4", "2.5", "–"],
        ["2026-Q4", "0", "–", "–"],
        ["Whole period", "1", "1", "7"],
    ]


def test_a_funnel_tells_each_step() -> None:
    made = Funnel("funnel", "From referral", "Cases referred", "cases", (Stage("Referred", 20), Stage("Met", 4)), ())
    assert read(made).tables["funnel-numbers"] == [["Step", "Cases"], ["Referred", "20"], ["Met", "4"]]


def test_each_figure_says_what_it_counts_and_what_is_left_out_in_whole_sentences() -> None:
    found = read(counts(left_out=("Not counted: 12 cases without a date", "Not counted: 1 row with a mistake.")))
    assert "Cases referred. Not counted: 12 cases without a date. Not counted: 1 row with a mistake. " in found.text
    assert ".." not in found.text


def test_the_numbers_come_with_a_warning_and_the_period() -> None:
    assert read(counts()).text.startswith(
        "Monitoring From 1 July 2025 to 20 November 2026, by calendar quarter. Where nothing else is said the "
        "numbers are exact and for the assessor: small ones can tell who is meant. Do not pass them on."
    )


def test_offences_are_shown_to_nobody_with_small_numbers() -> None:
    """Of 28 cases of 2026-Q3, 25 are theft and 3 arson. That there was arson at all may tell who is meant."""
    held = assessment({"One": [criterion("1.1")]}, tables=Tables(cases=referred()))
    for audience in ("assessor", "public"):
        files = render(site(held, audience))
        found = Page(files["monitoring.md"].decode()).tables["referrals-by-offence-numbers"]
        assert found[0] == ["Quarter", "Theft", "Not named", "Total of the figures shown"]
        assert found[-1] == ["Total of the figures shown", "25", "not told", "25"]
        assert "data/referrals-by-offence.csv" in files
        assert not any(b"rson" in content.replace(b"erson", b"") for content in files.values())


def test_what_could_not_be_counted_is_said() -> None:
    missing = ("Not shown, because there is no table `cases`: Referrals.", "Not shown, for another reason")
    assert read(missing=missing).part("Could not be counted") == (
        "Not shown, because there is no table “cases”: Referrals. Not shown, for another reason."
    )


def test_without_tables_it_says_what_is_needed() -> None:
    made = site(assessment({"One": [criterion("1.1")]}))
    assert Page(monitoring.pages(made)["monitoring"]).text == (
        "Monitoring There are no figures yet: none of the service's tables is here to count in."
    )
    assert monitoring.figures(made) == ()


def test_everybody_sees_what_is_fit_to_be_shown() -> None:
    """The assessor sees the exact 28 referrals by source; everybody sees 25 of the police, and that some are hidden."""
    held = assessment({"One": [criterion("1.1")]}, tables=Tables(cases=referred()))
    exact, shown = (
        Page(render(site(held, audience))["monitoring.md"].decode()).tables["referrals-by-source-numbers"]
        for audience in ("assessor", "public")
    )
    assert exact[-1][1:4] == ["0", "0", "0"] and "25" in exact[-2] and "3" in exact[-2]
    assert shown[-1] == ["Total of the figures shown", "25", "not told", "25"]


def referred() -> Table[Any]:
    """28 cases of one quarter: 25 of the police about theft, and 3 of a prison about arson."""
    rows = [("Police", "Theft")] * 25 + [("Prison", "Arson")] * 3
    lines = [f"C-{n} | 2026-07-01 | {source} | {harm}" for n, (source, harm) in enumerate(rows)]
    return table("cases", "\n".join(["case_id | referred_on | source | offence_group", *lines]))


def test_figures_of_a_service_reach_its_page() -> None:
    """Two cases: one in the third quarter from the police, one in the fourth from the prison."""
    cases = table("cases", """
        case_id | referred_on | source | offence_group
        C-1     | 2026-07-01  | Police | Arson
        C-2     | 2026-10-30  | Prison | Theft
    """)  # fmt: skip
    made = site(assessment({"One": [criterion("1.1")]}, tables=Tables(cases=cases)))
    found = Page(monitoring.pages(made)["monitoring"])
    head, *rows = found.tables["referrals-by-source-numbers"]
    assert [dict(zip(head, row, strict=True))["Total"] for row in rows[-2:]] == ["1", "1"]
    assert "Referrals by offence or harm" in found.part("Not shown")
    assert "Arson" not in found.text


def test_tables_without_a_row_have_nothing_to_count() -> None:
    empty = from_rows("cases", [], ["case_id", "referred_on", "source"])
    made = site(assessment({"One": [criterion("1.1")]}, tables=Tables(cases=empty)))
    found = Page(monitoring.pages(made)["monitoring"])
    assert not found.tables
    assert "there is nothing to count in this period" in found.part("Could not be counted")
