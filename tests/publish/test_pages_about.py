"""Definitions and "About this assessment": what words mean, how things were counted, what the site was made from."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from rsqm_tool import checks
from rsqm_tool.model import Assessment, Partner, SelfAssessment, Service, Targets
from rsqm_tool.model.tables import Tables
from rsqm_tool.publish import rules, wording
from rsqm_tool.publish.context import Origin
from rsqm_tool.publish.pages import about, definitions
from tests.bench import ROOT
from tests.builders import asked, assessment, criterion, finding
from tests.publish.hand import page, pages, service, site
from tests.publish.reading import Page
from tests.publish.services import ORIGIN
from tests.rows import flat


def made(result: Assessment, origin: Origin | None = None, audience: str = "assessor") -> Page:
    return Page(about.pages(site(result, audience, origin))["about"])


# Definitions.


def test_every_rule_that_a_page_names_has_its_place_among_the_definitions() -> None:
    """Pages of criteria link to the rules that count; each link leads to an anchor."""
    read = {name: Page(text) for name, text in pages(service()).items()}
    links = {link for name, found in read.items() for link in found.links if "definitions.html#" in link}
    anchors = {link.partition("#")[2] for link in links}
    assert {"rule-supervision-gap", "rule-states-agree", "rule-sufficient", "rule-in-force"} <= anchors
    assert anchors <= set(read["definitions"].ids)


def test_every_rule_of_the_framework_is_defined_used_or_not() -> None:
    result = assessment({"One": [criterion("1.1", asks=[asked(name) for name in checks.names()])]})
    found = page(result, "definitions")
    assert {rules.anchor(name) for name in (*checks.names(), *rules.BUILT_IN)} <= set(found.ids)
    words = [words for level, words in found.headings if level == 3]
    assert words == sorted(words) and len(set(words)) == len(checks.names()) + len(rules.BUILT_IN)


def test_a_rule_is_told_in_its_own_words_with_use_and_source() -> None:
    uses = [criterion("4.4", asks=[asked("supervision_gap", "does", source="https://example.org/code")])]
    others = [criterion(f"1.{n}") for n in range(1, 4)]
    part = page(assessment({"One": [*uses, *others]}), "definitions").part("Supervision gap")
    assert part.startswith(
        "Every active practitioner has case supervision at least every twelve weeks. Counted for each"
    )
    assert part.endswith("Used in 4.4 Source https://example.org/code")
    assert "A run up to 84 days is kept, up to 98 days partly met" in part  # the limits that this framework sets


def test_a_limit_that_the_framework_sets_is_the_one_that_is_told() -> None:
    uses = [criterion("4.4", asks=[asked("supervision_gap", "does", limit_days=50)])]
    assert "A run up to 50 days is kept" in page(assessment({"One": uses}), "definitions").part("Supervision gap")
    two = [*uses, criterion("4.5", asks=[asked("supervision_gap", "does", limit_days=84)])]
    assert "up to 50 days or 84 days is kept" in page(assessment({"One": two}), "definitions").part("Supervision gap")


def test_a_limit_that_the_service_sets_goes_before_that_of_the_framework() -> None:
    """Six weeks unless the framework sets eight, and twenty whatever it sets where the service does. Everybody is told
    of the framework's only, and so.
    """
    uses = [criterion("5.6", asks=[asked("follow_up_offered", "does", weeks=8), asked("agreements_followed", "does")])]
    result = assessment({"One": uses})
    own = replace(result, workspace=replace(result.workspace, targets=Targets(others={"follow_up_weeks": 20})))
    for name in ("Follow up offered", "Agreements followed"):
        assert "than 20 weeks" in page(own, "definitions").part(name)
    assert "more than 8 weeks ago (a time that the" in page(result, "definitions").part("Follow up offered")
    assert "older than 6 weeks (a time that the" in page(result, "definitions").part("Agreements followed")
    assert "The limits are those that this assessment uses." in page(own, "definitions").text
    everybody = page(own, "definitions", "public").text
    assert "more than 8 weeks ago" in everybody
    assert "those that the framework sets. Where the service has set its own, those count instead." in everybody


def test_each_target_that_goes_before_a_limit_is_one_of_the_workspace() -> None:
    known = json.loads((ROOT / "standards" / "schema" / "workspace.schema.json").read_text("utf-8"))
    for name in checks.names():
        assert set(checks.targets(name)) <= set(checks.parameters(name))
        assert set(checks.targets(name).values()) <= set(known["properties"]["targets"]["properties"])


@pytest.mark.parametrize("name", checks.names())
def test_no_rule_is_described_in_the_words_of_its_files(name: str) -> None:
    """An assessor sees no key, no column's name, no file of ours; whatever a description names has plain words."""
    held = assessment({"One": [criterion("1.1", asks=[asked(name)])]}).framework
    for rowwise in (True, False):
        told = wording.plain(checks.documentation(name), wording.limits(held, name, Targets()), rowwise)
        assert not re.search(r"[`_*]|\.yaml|\w:[”)]|flat export|catalogue", told), told
        assert rowwise or "one row for each case" not in told, told


def test_every_turn_of_phrase_is_still_in_some_description() -> None:
    every = " ".join(" ".join(checks.documentation(name).split()) for name in checks.names())
    assert [said for said, _ in wording._PHRASES if said not in every] == []


def test_what_is_said_of_one_row_for_each_case_stands_only_where_the_service_has_such_a_table() -> None:
    asks = [criterion("5.2", asks=[asked("written_consent", "does")])]
    single = page(assessment({"One": asks}), "definitions").part("Written consent")
    assert "one row" not in single
    held = Tables(cases=flat({"case_id": "C-1", "consent_harmed_on": "2026-01-01"}))
    flat_ = page(assessment({"One": asks}, tables=held), "definitions").part("Written consent")
    assert "Where the table has one row for each case, the day of one side is that of everyone on it" in flat_


def test_a_rule_that_nearly_all_use_names_those_that_do_not() -> None:
    every = [criterion(f"1.{n}", asks=[asked("approved")]) for n in range(1, 9)]
    found = page(assessment({"One": every}), "definitions")
    assert "Used in all 8 criteria Source" in found.part("Approval")
    found = page(assessment({"One": [*every, criterion("1.9")]}), "definitions")
    assert "Used in all 9 criteria but 1.9 Source" in found.part("Approval")


def test_a_finding_of_a_rule_that_nothing_describes_breaks_nothing() -> None:
    found = page(assessment({"One": [criterion("1.1", finding("x", check="of_another_program"))]}), "definitions")
    assert found.part("Of another program") == "Nothing describes this rule."


def test_words_are_those_of_the_framework() -> None:
    result = service()
    labels = {**result.framework.labels, "criterion": "Indicator", "criteria": "Indicators"}
    result = replace(result, framework=replace(result.framework, labels=labels))
    assert (
        "Gap What is not met or not assessed, and indicators about safeguarding that are only partly met."
        in page(result, "definitions").text
    )
    for name, text in pages(result).items():
        assert " a indicator" not in Page(text).text.lower(), name  # no article of ours before a word of theirs


def test_the_five_outcomes_and_the_piles_are_explained() -> None:
    found = page(service(), "definitions")
    for word in ("Met", "Partly met", "Not met", "Not assessed", "Not applicable", "Gap", "In order", "Not counted"):
        assert f"{word} " in found.part("Words"), word


def test_each_figure_is_defined_where_there_are_figures() -> None:
    assert "Monitoring figures" not in [words for _, words in page(service(), "definitions").headings]
    assert definitions.pages(site(service(), "public"))["definitions"].startswith("---\ntitle: ")


# About this assessment.


def test_what_it_was_made_from_and_with() -> None:
    found = made(service(), ORIGIN)
    part = found.part("What it was made from")
    assert "Made with RSQM toolkit 0.1.0, Python 3.11.7" in part
    assert "From the commit 0123456789abcdef0123456789abcdef01234567, with changes since" in part
    assert found.tables["files-table"] == [
        ["Item", "File", "SHA-256"],
        ["PRO-01 Title of PRO-01", "evidence/documents/pro-01.pdf", "a" * 64],
    ]  # the private file has a hash, too, and is not shown


def test_an_unchanged_commit_says_nothing_of_changes_and_no_commit_nothing_at_all() -> None:
    assert "with changes" not in made(service(), replace(ORIGIN, changed=False)).text
    plain = made(service(), Origin(versions=ORIGIN.versions))
    assert "From the commit" not in plain.text and "files-table" not in plain.tables


def test_an_items_page_bears_the_hash_of_its_file() -> None:
    from rsqm_tool.publish.pages import evidence

    found = Page(evidence.pages(site(service(), origin=ORIGIN))["evidence/pro-01"])
    assert f"SHA-256 of the file {'a' * 64}" in found.text


def test_who_was_assessed_by_what() -> None:
    result = service()
    who = Service("Fenland", provider="Constabulary", partners=(Partner("a", "Probation"), Partner("b", "Prison")),
                  sectors=("prison", "probation"), contacts=("0800 555 0100",))  # fmt: skip
    own = SelfAssessment(date(2026, 10, 1), "Manager")
    found = made(replace(result, workspace=replace(result.workspace, service=who, self_assessment=own)))
    assert found.part("This assessment") == (
        "Service Fenland Run by Constabulary Sectors prison, probation Partners Probation, Prison "
        "Contact 0800 555 0100 Judged as on 20 November 2026 Assessment 15 March 2027 "
        "Self-assessed 1 October 2026, Manager Made for the assessor"
    )
    assert "Holds 2 standards, 6 criteria" in found.part("The framework")


def test_limits_speak_to_their_reader() -> None:
    private = "Evidence that the service keeps private or has not classified is judged, and is not shown here."
    assert private in made(service()).part("What the checks cannot see")
    everybody = made(service(), audience="public")
    assert "Evidence that is not public is judged, and is not shown here." in everybody.text
    assert "Made for everybody" in everybody.text and "Self-assessed" not in everybody.text


def test_checks_that_crashed_are_told() -> None:
    found = made(service(faults=["criterion 1.1, check kinds: ValueError in kinds.py, line 9"]))
    assert found.part("Checks that failed").endswith("criterion 1.1, check kinds: ValueError in kinds.py, line 9")
    assert "Checks that failed" not in made(service()).text
