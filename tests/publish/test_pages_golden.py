"""Three pages as they are, for whoever wants to see one whole; and a criterion's page for each thing it must tell.

The pages stand in tests/golden/pages. RSQM_REFRESH_GOLDEN=1 writes them again.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from rsqm_tool.model import Assessment, CriterionResult, Location, OverallDecision, Sensitivity
from tests.bench import ROOT
from tests.builders import assessment, criterion, finding, person
from tests.publish.hand import (
    CONDITION,
    STANDARDS,
    conditioned,
    document,
    nobody,
    page,
    pages,
    record,
    says_without_does,
    service,
    set_aside,
    whole,
    withheld,
)

GOLDEN = ROOT / "tests" / "golden" / "pages"


def one(result: CriterionResult, **others: object) -> Assessment:
    """A service with one criterion."""
    return assessment({"One": [result]}, **others)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "file"),
    [("criteria/1-1", "criterion.md"), ("criteria/1-2", "says-without-does.md"), ("index", "dashboard.md")],
)
def test_the_whole_page(name: str, file: str) -> None:
    made, path = pages(service())[name], GOLDEN / file
    if os.environ.get("RSQM_REFRESH_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(made, encoding="utf-8", newline="\n")
    assert made == path.read_text(encoding="utf-8")


def test_the_order_is_that_in_which_an_assessor_judges() -> None:
    """The claim, what is asked, the four questions, what speaks against them, what was decided, what to do."""
    read = page(service(), "criteria/1-1")
    assert [words for level, words in read.headings if level == 2] == [
        "The claim", "What is asked", "Says: what documents say", "Does: what records show is done",
        "Told: whom to ask, and what", "Felt: what participants say", "What does not agree", "Explained exceptions",
        "The evidence as a whole", "The assessor's decision", "What would make it met", "Actions", "How to meet this",
        "What this rests on",
    ]  # fmt: skip


def test_three_views_stand_side_by_side() -> None:
    read = page(service(), "criteria/1-1")
    assert (
        "The service's own rating ✓ Met What the checks find ½ Partly met The assessor's decision ½ Partly met"
        in read.text
    )


def test_says_names_document_page_and_quotation() -> None:
    read = page(service(), "criteria/1-1")
    assert read.tables["says-table"][1] == [
        "PRO-01 Title of PRO-01", "procedure", "section 4", "Who supervises, and how often", "17 March 2026",
    ]  # fmt: skip
    assert read.tables["topics-table"][1] == [
        "Who supervises", "PRO-01 Title of PRO-01", "page 2", "Each practitioner is supervised by…",
    ]  # fmt: skip


def test_does_gives_the_figure_its_whole_and_who_is_out() -> None:
    """12 in order, 1 not, 1 explained: 14 counted. Two who left are not among them."""
    read = page(service(), "criteria/1-1")
    assert read.tables["does-figures"] == [
        ["Rule", "In order", "Not in order", "Cannot be told", "Explained", "Counted"],
        ["Supervision gap limit 84 days", "12", "1", "0", "1", "14"],
    ]
    assert read.part("Does: what records show is done").count("not counted: 2 left") == 1  # in the finding's sentence
    assert "Who or what P-010" in read.part("Does: what records show is done")


def test_who_is_out_stands_beside_the_figure_where_the_sentence_does_not_say_it() -> None:
    told = finding("1 of 14 went without", "partly met", check="supervision_gap", half="does",
                   figures={"kept": 13, "broken": 1, "denominator": 14, "out: left": 2})  # fmt: skip
    read = page(one(criterion("4.4", told)), "criteria/4-4")
    assert read.column("does-figures", "Rule") == ["Supervision gap not counted: 2 left"]


@pytest.mark.parametrize(
    ("quotation", "shown"),
    [
        ("2 Lead and deputy The lead is reached by day.", "The lead is reached by day."),
        ("…and deputy The lead is reached by day.", "The lead is reached by day."),
        ("…by day. A deputy stands in.", "…by day. A deputy stands in."),
        ("2 Lead and deputy", ""),
        ("2 Lead and deputyship", "2 Lead and deputyship"),
    ],
)
def test_a_quotation_does_not_begin_with_the_heading_that_stands_beside_it(quotation: str, shown: str) -> None:
    where = Location("evidence/documents/pro-01.docx", heading="2 Lead and deputy")
    told = finding("x", "met", check="topics", next_step="", half="says", evidence="PRO-01", where=where,
                   figures={"topic": "the lead", "quotation": quotation})  # fmt: skip
    held = document("PRO-01", ("2.5", "", ""))
    read = page(one(criterion("2.5", told, evidence=[held])), "criteria/2-5")
    assert read.tables["topics-table"][1][2:] == ["“2 Lead and deputy”", shown]


def test_a_rule_that_only_tells_has_no_piles() -> None:
    """44 open cases for 15 practitioners: nobody is in order or not, and 0 of 15 in order would say something else."""
    told = finding(
        "44 open cases for 15 active practitioners", "met", check="caseload", next_step="", half="does",
        figures={"kept": 0, "broken": 0, "cannot_tell": 0, "explained": 0, "denominator": 15, "open_cases": 44},
    )  # fmt: skip
    read = page(one(criterion("1.1", told)), "criteria/1-1")
    assert read.tables["does-figures"][1] == ["Caseload", "–", "–", "–", "–", "15"]


def test_a_figure_that_lowers_nothing_is_for_information_and_not_met() -> None:
    """Nothing is met by 161 replies, whatever they say; how many replied is the same, of a rule that else judges."""
    told = finding("161 replies", "met", check="feedback_views", next_step="", half="felt", figures={"replies": 161})
    replied = finding("158 of 320 replied", "met", check="feedback_asked", next_step="", half="does",
                      figures={"replied": 158, "asked": 320})  # fmt: skip
    judged = finding("All were asked", "met", check="feedback_asked", next_step="", half="does", figures={"kept": 5})
    read = page(one(criterion("6.2", told, replied, judged)), "criteria/6-2")
    assert "Does ✓ Met" in read.text and "Felt · For information" in read.text
    assert "· For information 161 replies. Note A figure to read, not to pass or fail." in read.text
    assert "✓ Met All were asked. Rule: Feedback asked, expected practice · For information 158 of 320" in read.text


def test_what_somebody_only_states_is_not_shown() -> None:
    """The outcome is met, as a statement counts; no page says more than that somebody says so."""
    told = finding("STM-01 tells what is done, and no registered item shows it", "met", check="sufficient",
                   next_step="", half="does", figures={"found": 1, "wanted": 1, "only_stated": 1})  # fmt: skip
    held = record("STM-01", ("1.1", "", ""), kind="statement")
    read = page(one(criterion("1.1", told, rating="met", evidence=[held])), "criteria/1-1")
    assert "Outcome ✓ Met" in read.text
    assert "What is done is stated by somebody, and no registered item shows it." in read.text
    assert "Does ! Stated, not shown 1 statement" in read.text
    assert "✓ Met" not in read.part("Does: what records show is done")


def test_what_is_counted_is_not_only_stated() -> None:
    """A statement is registered, and a log that is dated tomorrow; tables show that 8 of 8 were debriefed."""
    told = finding("STM-01 tells what is done, and no registered item shows it", "met", check="sufficient",
                   next_step="", half="does", figures={"found": 1, "wanted": 1, "only_stated": 1})  # fmt: skip
    debriefed = finding("8 of 8 were debriefed", "met", check="debriefed", next_step="", half="does",
                        figures={"kept": 8, "denominator": 8})  # fmt: skip
    held = [record("STM-01", ("1.1", "", ""), kind="statement"),
            record("LOG-01", ("1.1", "", ""), kind="log", dated=date(2026, 11, 21))]  # fmt: skip
    both = page(one(criterion("1.1", told, debriefed, rating="met", evidence=held)), "criteria/1-1")
    assert "tated, not shown" not in both.text and "stated by somebody" not in both.text
    assert "Does ✓ Met 1 record, 1 statement" in both.text
    alone = page(one(criterion("1.1", told, rating="met", evidence=held)), "criteria/1-1")
    assert "Does ! Stated, not shown 1 statement" in alone.text  # the log is none, and shows nothing yet


def test_a_statement_is_called_one_where_it_is_not_all_that_there_is() -> None:
    """Something else of the half is not met: the statement is no record of it."""
    stale = finding("Stale", "partly met", check="recent", half="does")
    held = [record("STM-01", ("1.1", "", ""), kind="statement")]
    read = page(one(criterion("1.1", stale, rating="met", evidence=held)), "criteria/1-1")
    assert "Does ½ Partly met 1 statement" in read.text


def test_a_day_is_told_unless_the_sentence_gives_that_very_day() -> None:
    """1 March stands in 31 March, and is another day."""

    def lapses(message: str) -> bool:
        told = finding(message, "met", check="in_force", next_step="", half="says", lapses_on=date(2027, 3, 1))
        return "Lapses on 1 March 2027" in page(one(criterion("1.1", told)), "criteria/1-1").text

    assert lapses("Insured to 31 March 2027, agreed to 11 March 2027")
    assert lapses("2 of 2 documents are in force")
    assert not lapses("The first lapses on 1 March 2027, the other on 31 March 2027")


def test_limits_and_periods_are_words() -> None:
    figures = {"kept": 397, "broken": 1, "denominator": 398, "since": "2024-04-01", "cases": 163, "cases_complete": 1,
               "limit_months": 1, "gone": 2, "route_unknown": 0, "rows_left_out": 3}  # fmt: skip
    told = finding("1 of 398", check="written_consent", half="does", figures=figures)
    (rule, *_), _ = (page(one(criterion("1.1", told)), "criteria/1-1").tables["does-figures"][n] for n in (1, 0))
    assert rule == (
        "Written consent in 163 cases, 1 of them wholly in order, since 1 April 2024, limit 1 month, gone: 2, "
        "3 rows with a mistake left out"
    )


def test_the_fields_of_tables_have_a_table_of_their_own() -> None:
    figures = {"kept": 9, "broken": 1, "denominator": 10, "cases.source": "9 of 10", "cases.stage": "no such column"}
    told = finding("1 of 2 fields", "met", check="fields_complete", next_step="", half="does", figures=figures)
    read = page(one(criterion("6.1", told)), "criteria/6-1")
    assert read.tables["fields-table"][1:] == [["cases.source", "9 of 10"], ["cases.stage", "no such column"]]
    assert read.column("does-figures", "Rule") == ["Completeness of the tables"]


def test_told_and_felt_ask_their_own_questions_once() -> None:
    read = page(service(), "criteria/1-1")
    assert read.part("Told: whom to ask, and what") == "A supervisor: Which case did you last hear of?"
    assert read.part("Felt: what participants say") == "People who took part: Did you feel safe?"
    assert "Told: ask ○ For a person 1 question Felt ○ For a person 1 question" in read.text


def test_a_contradiction_stands_apart_also_where_it_lowers_nothing() -> None:
    differ = finding("PRO-01 says 17 March; the register says 24 March", "met", check="dates_agree",
                     next_step="Correct whichever is wrong.")  # fmt: skip
    agree = finding("19 of 20 dates agree", "met", check="dates_agree", next_step="")
    read = page(one(criterion("2.2", differ, agree)), "criteria/2-2")
    assert read.part("What does not agree").endswith(
        "✓ Met PRO-01 says 17 March; the register says 24 March. "
        "Next step for the service: Correct whichever is wrong. Note It does not lower the outcome. "
        "Rule Dates in documents, expected practice"
    )
    assert "19 of 20" in read.part("The evidence as a whole")


def test_an_exception_that_is_over_is_marked() -> None:
    late = page(replace(service(), as_of=date(2026, 12, 2)), "criteria/1-1")
    assert late.column("exceptions-table", "Until") == ["1 December 2026 ! Over"]
    assert page(service(), "criteria/1-1").column("exceptions-table", "Until") == ["1 December 2026"]


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (whole, "Due 15 June 2026. Discharged on 20 May 2026."),
        (conditioned, "Sign with probation. Due 15 June 2026. Not discharged yet. ! Overdue"),
        (
            lambda: replace(conditioned(), decision=replace(CONDITION, discharged_on=None, due=None)),
            "Evidence wanted: Two sessions in the log. Not discharged yet. The claim",
        ),
    ],
)
def test_the_last_assessments_condition(make: Callable[[], CriterionResult], told: str) -> None:
    result = make()
    assert told in page(one(result), f"criteria/{result.criterion.id.replace('.', '-')}").text


def test_a_final_decision_has_its_day() -> None:
    """Last time's is told from this time's by it. A draft is nobody's decision yet, whatever was decided before."""
    decided = OverallDecision("Assessment panel", date(2024, 3, 27), "Accepted, with conditions")
    final = page(one(whole(), decision=decided), "criteria/1-1")
    assert "The assessor's decision, 27 March 2024 ½ Partly met" in final.text
    assert final.part("The assessor's decision").startswith("Outcome ½ Partly met State final Decided on 27 March 2024")
    draft = page(one(conditioned(), decision=decided), "criteria/2-3")
    assert "The assessor's decision ✓ Met" in draft.text
    assert "27 March 2024" not in draft.text


def test_without_a_decision_there_is_no_part_about_it() -> None:
    read = page(service(), "criteria/1-2")
    assert "The assessor's decision None recorded" in read.text
    assert "Condition" not in read.text
    assert "The assessor's decision" not in [words for _, words in read.headings]


def test_says_without_does_is_plain_to_see() -> None:
    read = page(one(says_without_does()), "criteria/1-2")
    assert "Says ✓ Met 1 document Does ! Says without does" in read.text
    assert read.part("Does: what records show is done").startswith(
        "! Says without does No registered record shows this in practice."
    )
    assert "This is a gap. About safeguarding, partly met is not enough." in read.text


def test_nothing_that_says_or_shows_is_not_says_without_does() -> None:
    """A new service has neither: the tag would accuse it of saying something."""
    bare = criterion(
        "1.2", *(finding(check=c, half=h) for c, h in (("kinds", "says"), ("sufficient", "does"))), rating=None
    )
    read = page(one(bare), "criteria/1-2")
    assert "Says without does" not in read.text
    assert "Says Nothing says it. Does Nothing shows it." in read.text


def test_what_is_withheld_is_to_be_asked_for_and_not_named() -> None:
    read = page(one(withheld()), "criteria/1-3")
    assert "Does ✓ Met Not published: ask" in read.text
    assert read.text.count("not published: ask to see it") == 1  # at the question that it would answer
    assert "Some of the evidence for this is not published." not in read.text
    assert read.part("Does: what records show is done").startswith(
        "No item on this site shows this. The service holds evidence that is not published: ask to see it. ✓ Met "
        "Something shows that what is said is also done: met, counting what is not published."
    )
    assert read.part("The claim").startswith("An item that is not published shows it.")
    assert not {"CST", "family"} & set(read.text.replace("-", " ").split())


def test_what_is_withheld_beside_what_is_shown_is_told_once_for_all() -> None:
    shown = document("PRO-01", ("1.3", "", ""))
    held = record("CST-01", ("1.3", "", ""), sensitivity=Sensitivity.PRIVATE)
    other = record("MIN-01", ("1.3", "", ""))
    read = page(one(criterion("1.3", evidence=[shown, held, other])), "criteria/1-3")
    assert read.text.count("Some of the evidence for this is not published. Ask to see it.") == 1


def test_several_withheld_items_are_named_once() -> None:
    others = [record(f"CST-0{n}", ("5.5", "", ""), sensitivity=Sensitivity.PRIVATE, title=f"Story {n}") for n in (1, 2)]
    told = criterion("5.5", evidence=others, how="Two stories show it (CST-01, CST-02).")
    assert "Two stories show it (items that are not published)." in page(one(told), "criteria/5-5").text


def test_rules_about_a_private_table_tell_all_but_where_it_lies() -> None:
    """The contradiction matters more than the file; its path, its sheet and its rows are nobody's business."""
    table = document("DAT-02", ("4.2", "", ""), kind="data", file="evidence/people/people.xlsx",
                     title="Staff list", sensitivity=Sensitivity.PRIVATE)  # fmt: skip
    told = finding(
        "1 of 9 facilitations were by somebody gone, for example: left on 27 February 2026 "
        "(evidence/people/people.xlsx, sheet Staff, row 21)", "partly met", check="facilitators_ready",
        next_step="One of the two may be wrong.", half="does", evidence="DAT-02", subjects=("P-017", "DAT-02"),
    )  # fmt: skip
    read = page(one(criterion("4.2", told, evidence=[table])), "criteria/4-2")
    assert "for example: left on 27 February 2026. Next step" in read.part("What does not agree")
    assert "Who or what P-017 Rule" in read.part("What does not agree")
    assert "people.xlsx" not in read.text and "DAT-02" not in read.text


@pytest.mark.parametrize("known", [True, False])
def test_a_table_that_nothing_registers_is_not_named_either(known: bool) -> None:
    """It has no class, and what has none is never published; whether rsqm.yaml knows it, or it only lies there."""
    where = Location("evidence/people/log.csv", row=41, field="held_on")
    message = "1 of 9 went without" + ("" if known else " (evidence/people/log.csv, row 41)")
    told = finding(message, check="supervision_gap", half="does", subjects=("P-004",), where=where)
    made = one(criterion("4.4", told))
    workspace = replace(made.workspace, unregistered=() if known else ("evidence/people/log.csv",))
    text = page(replace(made, workspace=workspace), "criteria/4-4").text
    assert "1 of 9 went without. Next step" in text and "P-004" in text
    assert "log.csv" not in text and "row 41" not in text


def test_a_place_in_a_shown_table_is_shown() -> None:
    table = document("DAT-03", ("6.1", "", ""), kind="data", file="evidence/monitoring/offers.csv")
    told = finding("1 of 4 has no number", check="offers_informed", evidence="DAT-03",
                   where=Location("evidence/monitoring/offers.csv", row=3, field="informed"))  # fmt: skip
    assert "Place evidence/monitoring/offers.csv, row 3" in (
        page(one(criterion("6.1", told, evidence=[table])), "criteria/6-1").text
    )


def test_a_reason_stands_where_it_is_not_applicable() -> None:
    read = page(one(set_aside()), "criteria/2-1")
    assert read.part("The claim") == "Why it is not applicable Publicity is the commissioner's (AGR-01)"
    assert "What the checks find No check runs" in read.text
    assert "What would close the gap" not in read.text


def test_nobody_to_count_is_no_failure() -> None:
    read = page(one(nobody()), "criteria/2-2")
    assert "Nobody to count" in read.text
    assert "There was nobody to count. It does not lower the outcome." in read.text
    assert read.tables["does-figures"][1] == ["Establishment agreed", "–", "–", "–", "–", "0"]
    assert "The service's own rating Not rated yet" in read.text


def test_alike_findings_of_several_rules_are_told_once() -> None:
    """A missing table stops three rules: its step stands once, with the three."""
    step = "Add a list of supervision sessions. Then run `rsqm tables suggest FILE`."
    told = [finding("Not judged: there is no table `supervision`", check=c, next_step=step, half="does")
            for c in ("supervision_gap", "observed", "debriefed")]  # fmt: skip
    read = page(one(criterion("4.4", *told)), "criteria/4-4")
    assert read.part("Does: what records show is done").count("there is no table “supervision”.") == 1
    assert (
        "Rule Supervision gap, expected practice Observed practice, expected practice Debriefs, expected practice"
        in read.text
    )


def test_only_the_catalogues_questions_are_questions() -> None:
    """A rule that cannot count in a flat export asks a person, too: that stays a finding, with its next step."""
    told = replace(person("A flat export has no column for it", half="does"), check="debriefed",
                   next_step="Look at the records.")  # fmt: skip
    read = page(one(criterion("4.6", told)), "criteria/4-6")
    assert "Does Nothing shows it. ○ For a person 1 question" in read.text
    assert "Next step for the service: Look at the records. Note Only a person can judge this." in read.text


def test_everybody_sees_the_outcome_and_public_items() -> None:
    read = page(service(), "criteria/1-2", "public")
    assert [words for level, words in read.headings if level == 2] == [
        "What is asked", "Published evidence", "How to meet this", "What this rests on",
    ]  # fmt: skip
    assert read.tables["evidence-table"] == [
        ["Item", "Kind", "Date or period"], ["POL-02 Title of POL-02", "policy", "17 March 2026"],
    ]  # fmt: skip
    assert "As on 20 November 2026, by the service's own check of its evidence." in read.text
    assert page(service(), "criteria/1-1", "public").part("Published evidence") == (
        "None of its evidence is published here."
    )


def test_every_criterion_of_the_service_has_a_page() -> None:
    number = sum(len(made) for made in STANDARDS.values())
    assert len([name for name in pages(service()) if name.startswith("criteria/")]) == number == 6
