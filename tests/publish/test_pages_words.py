"""The words of the pages: for whoever has none of the service's files, and the same wherever the same is meant."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from rsqm_tool.load.tables.definitions import called
from rsqm_tool.model import Outcome
from rsqm_tool.model.tables import Tables
from rsqm_tool.publish import html, rules
from rsqm_tool.publish.pages import definitions
from tests.builders import assessment, criterion, finding
from tests.process import ROOT
from tests.publish.hand import document, page, record


def words(value: str) -> str:
    """What a reader sees of a sentence of a rule."""
    return unescape(re.sub("<[^>]+>", "", html.step(value)))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Enter `due:`", "Enter “due”."),
        ("Have it signed, then enter `signed_by:`.", "Have it signed, then enter “signed by”."),
        ("Register it with `agency: probation`.", "Register it with “agency: probation”."),
        ("Enter the dates away in the table `away`.", "Enter the dates away in the table “away”."),
        ("Then run `rsqm tables suggest FILE`.", "Then run rsqm tables suggest FILE."),
        ("`none` and `no` are answers.", "“none” and “no” are answers."),
        ("Somebody typed `so`.", "Somebody typed `so`."),
        ("FRM-01 dates from 21 May 2024 (evidence/register.yaml:585:11)", "FRM-01 dates from 21 May 2024."),
        ("It says 3 (evidence/my plan.yaml:4); the log 5", "It says 3; the log 5."),
        ("See page 2 (evidence/policy.docx) and (a note)", "See page 2 (evidence/policy.docx) and (a note)."),
    ],
)
def test_a_sentence_names_keys_in_words_and_no_place_in_a_list(written: str, shown: str) -> None:
    assert words(written) == shown


def test_a_command_is_code_and_a_key_is_none() -> None:
    assert html.step("Run `rsqm next`").startswith("Run <code>rsqm next</code>")
    assert "<code>" not in html.step("Enter `due:`")


def test_both_pages_say_alike_how_an_outcome_comes_about() -> None:
    """The one is written by hand and the other made: each of the five words, and what decides, word for word."""
    written = " ".join((ROOT / "site" / "docs" / "how-to-read.md").read_text(encoding="utf-8").split())
    for word, said in definitions.OUTCOMES:
        assert f"{html.SIGNS[Outcome(word.lower())][0]} **{word}** : {said}" in written
    assert len(definitions.OUTCOMES) == len(Outcome)
    assert definitions.LOWEST in written
    made = page(assessment({"One": [criterion("1.1")]}), "definitions").part("Words")
    assert all(f"{word} {said}" in made for word, said in definitions.OUTCOMES)
    assert definitions.LOWEST in made


def test_the_cases_are_told_where_something_else_was_counted() -> None:
    """163 cases of 398 participations; of 247 cases nothing more is to be told than that they are 247."""

    def told(**figures: int) -> str:
        return rules.limits(finding("Told", figures=figures))

    assert told(denominator=398, cases=163, cases_complete=162) == "in 163 cases, 162 of them wholly in order"
    assert told(denominator=2, cases=1, cases_complete=0) == "in 1 case"
    assert told(denominator=247, cases=247, cases_complete=244) == ""
    assert told(denominator=0, cases=0, cases_complete=0) == ""


def test_a_field_is_told_by_its_title_and_what_it_holds() -> None:
    figures = {"kept": 9, "broken": 1, "denominator": 10, "cases.accepted_on": "9 of 10", "cases.own": "1 of 1"}
    result = criterion("6.1", finding("1 of 2 fields", check="fields_complete", half="does", figures=figures))
    held = assessment({"Six": [result]})
    held = replace(held, workspace=replace(held.workspace, tables=Tables(called=called())))
    assert page(held, "criteria/6-1").tables["fields-table"][1:] == [
        ["Cases: Accepted, day on which the service took the case on", "9 of 10"],
        ["cases.own", "1 of 1"],
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("MIN-01, CST-01 and CST-02", "MIN-01 and items that are not published"),
        ("MIN-01, RPT-01, CST-01 and CST-02", "MIN-01, RPT-01 and items that are not published"),
        ("CST-01, CST-02 and MIN-01", "items that are not published and MIN-01"),
        ("CST-01 and MIN-01", "an item that is not published and MIN-01"),
        ("MIN-01, CST-01, CST-02 and RPT-01", "MIN-01, items that are not published and RPT-01"),
        ("CST-01 and CST-02", "items that are not published"),
    ],
)
def test_what_is_not_published_stands_in_a_sentence_like_anything_else(written: str, shown: str) -> None:
    hidden = [record(id, ("1.1", "", ""), sensitivity=None, kind="case study") for id in ("CST-01", "CST-02")]
    held = [*hidden, record("MIN-01", ("1.1", "", "")), document("RPT-01", ("1.1", "", ""))]
    result = criterion("1.1", evidence=held, how=f"It is shown by {written}.")
    assert f"It is shown by {shown}." in page(assessment({"One": [result]}), "criteria/1-1").text


def test_no_page_of_the_fictional_service_names_a_key_as_code() -> None:
    """Commands and hashes are code; whatever stands in a list of the service is in words."""
    pages = (p.read_text(encoding="utf-8") for p in sorted((ROOT / "rsqm_tool" / "checks").glob("*.py")))
    steps = re.findall(r'"([^"\n]*`[a-z_]+:`[^"\n]*)"', "\n".join(pages))
    assert len(steps) > 10
    assert [s for s in steps if "<code>" in html.step(s.replace("{", "").replace("}", ""))] == []
