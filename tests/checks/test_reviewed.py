from dataclasses import replace

import pytest

from rsqm_tool import checks
from rsqm_tool.model import Sensitivity, Targets
from tests.bench import approved, day, findings, gone, item, outcomes, told, workspace


def test_within_the_interval_there_is_one_line_for_all() -> None:
    held = [approved("POL-01", on="2026-04-01"), approved("PRO-01", on="2025-06-01")]
    assert told("reviewed", held) == [("met", "In date: 2 documents")]


def test_only_documents_that_need_review_are_judged() -> None:
    assert told("reviewed", [item("MIN-01"), item("LEA-01"), item("AGR-01"), item("FRM-01")]) == []


@pytest.mark.parametrize(("review_by", "outcome"), [("2026-11-20", "met"), ("2026-11-19", "partly met")])
def test_due_today_is_not_overdue(review_by: str, outcome: str) -> None:
    assert outcomes("reviewed", [item("POL-01", review_by=review_by)])[0] == outcome


def test_overdue_is_told_with_the_day_and_why() -> None:
    late = approved("POL-01", "Equality policy", on="2024-11-19", line=9)
    finding, summary = findings("reviewed", [late, approved("POL-02")])
    assert finding.message == (
        "POL-01 (Equality policy) is past its review by 1 day: due 19 November 2026 "
        "(24 months after approval, the usual interval for other documents; `review_months:` under `targets:` sets "
        "your own)"
    )
    assert finding.next_step == "Review it, have it approved, and enter the new dates in the register."
    assert (finding.evidence, str(finding.where)) == ("POL-01", "evidence/register.yaml:9:5")
    assert summary.message == "In date: 1 of 2 documents"
    assert dict(summary.figures) == {"kept": 1, "broken": 1, "denominator": 2}


def test_the_earlier_of_both_dates_counts() -> None:
    sooner = approved("POL-01", on="2024-01-10", review_by="2027-06-01")  # the interval ended in January 2026
    assert told("reviewed", [sooner])[0][1] == (
        "POL-01 (Policy) is past its review by 314 days: due 10 January 2026 "
        "(24 months after approval, the usual interval for other documents; `review_months:` under `targets:` sets "
        "your own)"
    )
    named = approved("POL-01", on="2026-04-01", review_by="2026-10-01")
    assert told("reviewed", [named])[0][1].endswith("due 1 October 2026 (the register's review date)")


def test_a_review_date_older_than_the_approval_was_forgotten() -> None:
    (finding,) = findings("reviewed", [approved("POL-01", on="2026-04-01", review_by="2026-04-01")])
    assert finding.next_step == (
        "Its approval is newer than its review date: enter the next one as `review_by:` in the register."
    )


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"title": "Safeguarding policy"}, "12 months after approval, the usual interval for safeguarding (by its"),
        ({"title": "Policy", "about": ("safeguarding",)}, "the usual interval for safeguarding; `review_months:` "),
        ({"title": "Policy", "about": ("Risk assessment", "boundaries")}, "the usual interval for risk; `review_"),
        ({"title": "Health risks: procedure"}, "the usual interval for risk (by its title); `review_months:` under"),
    ],
)
def test_safeguarding_and_risk_have_the_shorter_interval(given: dict[str, object], why: str) -> None:
    late = approved("POL-01", on="2025-11-19", **given)
    assert why in told("reviewed", [late])[0][1]


@pytest.mark.parametrize("title", ["Brisk walking policy", "Asterisk policy", "Default policy"])
def test_part_of_a_word_is_not_the_word(title: str) -> None:
    assert outcomes("reviewed", [approved("POL-01", title, on="2025-11-19")]) == ["met"]  # 24 months


def test_topics_that_are_given_keep_the_title_out_of_it() -> None:
    about = approved("POL-01", "Safeguarding and boundaries", on="2025-11-19", about=("boundaries",))
    assert told("reviewed", [about])[-1] == ("met", "In date: 1 document")


def test_the_service_sets_its_intervals_and_the_shortest_that_fits_holds() -> None:
    service = workspace(review_months={"default": 36, "procedure": 6, "equality": 18})
    held = [approved("PRO-01", "Equality procedure", on="2026-04-30"), approved("POL-01", on="2023-11-20")]
    assert told("reviewed", held, within=service) == [
        (
            "partly met",
            "PRO-01 (Equality procedure) is past its review by 21 days: due 30 October 2026 "
            "(6 months after approval, the service's interval for procedure)",
        ),
        (
            "met",
            "POL-01 (Policy) is in date today; its review is due 20 November 2026 (36 months after approval, the "
            "service's interval for other documents), 115 days before the assessment",
        ),
        ("met", "In date: 1 of 2 documents"),
    ]


def test_only_what_the_service_set_is_its_own() -> None:
    """It set the interval for safeguarding, and none for all else: of the other it is told where to."""
    targets = Targets({"default": 24, "safeguarding": 12}, frozenset({"safeguarding"}))
    held = [approved("POL-01", "Safeguarding policy", on="2025-11-19"), approved("POL-02", on="2024-11-19")]
    own, usual = told("reviewed", held, within=replace(workspace(), targets=targets))
    assert own[1].endswith("(12 months after approval, the service's interval for safeguarding (by its title))")
    assert usual[1].endswith(
        "(24 months after approval, the usual interval for other documents; `review_months:` under `targets:` sets "
        "your own)"
    )


def test_where_nothing_is_in_date_nothing_is_said_to_be() -> None:
    assert outcomes("reviewed", [approved("POL-01", on="2024-11-19")]) == ["partly met"]


def test_a_partners_document_keeps_the_partners_date() -> None:
    theirs = approved("POL-01", on="2020-01-01", review_by="2028-01-01", agency="probation")
    assert told("reviewed", [theirs]) == [("met", "In date: 1 document")]


def test_a_partners_document_without_a_date_is_a_question_to_the_partner() -> None:
    (finding,) = findings("reviewed", [approved("POL-01", on="2026-01-01", agency="probation")])
    assert finding.message == (
        "POL-01 (Policy) belongs to Fenland Probation, and the register does not say when they review it"
    )
    assert finding.next_step == "Ask Fenland Probation, and enter the day as `review_by:` in the register."


def test_no_date_at_all_has_the_step_that_an_approval_has() -> None:
    bare = [item("POL-01")]
    (finding,) = findings("reviewed", bare)
    assert (str(finding.outcome), finding.message) == (
        "partly met",
        "POL-01 (Policy) has no review date and no date of approval to count from",
    )
    assert finding.next_step == findings("approved", bare)[0].next_step


def test_what_is_approved_later_owes_no_review_yet() -> None:
    assert told("reviewed", [approved("POL-01", on="2026-11-21")]) == []
    assert told("reviewed", [approved("POL-01", on="9999-12-31")]) == []  # a slip of the pen breaks nothing


@pytest.mark.parametrize(
    ("review_by", "lapses_on"), [("2027-03-14", "2027-03-14"), ("2027-03-15", None), ("2026-11-20", "2026-11-20")]
)
def test_due_before_the_assessment_is_met_and_lapses(review_by: str, lapses_on: str | None) -> None:
    found = findings("reviewed", [item("POL-01", review_by=review_by)])
    assert {str(f.outcome) for f in found} == {"met"}
    assert found[0].lapses_on == day(lapses_on)


def test_without_an_assessment_date_nothing_lapses() -> None:
    assert told("reviewed", [item("POL-01", review_by="2026-11-20")], within=workspace(assessment_on=None)) == [
        ("met", "In date: 1 document")
    ]


def test_the_whole_register_or_what_supports_the_criterion() -> None:
    elsewhere = approved("POL-09", on="2020-01-01", supports=["5.5"])
    service = workspace([elsewhere])
    assert told("reviewed", [], within=service) == []
    assert outcomes("reviewed", [], within=service, scope="register") == ["partly met"]


def test_another_scope_is_refused_with_what_there_is() -> None:
    assert list(checks.misfits("reviewed", {"scope": "registers"})) == [
        ("scope", "Parameter 'scope' of check `reviewed` is not supports or register")
    ]


def test_neither_the_file_nor_the_class_matters() -> None:
    late = approved("POL-01", on="2020-01-01", sensitivity=Sensitivity.PRIVATE)
    assert told("reviewed", [gone(late)]) == told("reviewed", [late])
