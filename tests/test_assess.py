"""How a criterion's outcome comes about, rule by rule, in the contract's order and numbers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from rsqm_tool.assess import assess, narrowed
from rsqm_tool.checks._inquiry import Inquiry
from rsqm_tool.load import load_workspace
from rsqm_tool.model import Because, Finding, Outcome, Sensitivity
from tests.bench import (
    action,
    approved,
    criterion,
    day,
    expectation,
    flat,
    framework,
    gone,
    item,
    judged,
    one,
    rating,
    workspace,
)

POLICY = expectation("kinds", wanted=["policy"])
SHOWN = expectation("sufficient")
ASKED = expectation("person", who="The chair", question="What did you decide?")
FULL = (approved("POL-01"), item("LOG-01", dated="2026-10-01"))


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts a check in the place of `met_by`: one that yields the findings that a test wants, or raises."""

    def put(outcome: str = "met", because: Because | None = None, raises: Exception | None = None) -> None:
        def check(inquiry: Inquiry) -> Iterator[Finding]:
            if raises:
                raise raises
            yield inquiry.finding(Outcome(outcome), "It was looked at", because=because)

        module = ModuleType("rsqm_tool.checks.met_by")
        module.check = check  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, module.__name__, module)
        from rsqm_tool import checks

        checks.get.cache_clear()

    yield put
    from rsqm_tool import checks

    checks.get.cache_clear()


# 0. The lowest of the service's rating and every finding that counts.


@pytest.mark.parametrize(
    ("own", "items", "outcome", "computed"),
    [
        ("met", FULL, "met", "met"),
        ("partly met", FULL, "partly met", "met"),
        ("not met", FULL, "not met", "met"),
        ("met", FULL[:1], "partly met", "partly met"),
        ("partly met", FULL[:1], "partly met", "partly met"),
        ("not met", FULL[:1], "not met", "partly met"),
    ],
)
def test_the_outcome_is_the_lowest_of_rating_and_findings(own: str, items: Any, outcome: str, computed: str) -> None:
    result = one(criterion("1.1", POLICY, SHOWN), items=items, ratings=[rating("1.1", own)])
    assert (str(result.outcome), str(result.computed)) == (outcome, computed)


# 1. Not applicable.


def test_1_not_applicable_with_a_reason_and_no_check_runs() -> None:
    own = rating("1.1", "not applicable", reason="Reserved to the commissioner by contract")
    result = one(criterion("1.1", POLICY), items=[gone(item("MIN-01"))], ratings=[own])
    assert (str(result.outcome), result.findings, result.gap) == ("not applicable", (), False)
    assert [i.id for i in result.evidence] == ["MIN-01"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_1_not_applicable_without_a_reason_is_not_assessed(reason: str) -> None:
    own = rating("1.1", "not applicable", reason=reason)
    result = one(criterion("1.1", POLICY), items=FULL, ratings=[own])
    assert str(result.outcome) == "not assessed"
    last = result.findings[-1]
    assert (last.check, last.message) == ("self_rating", "Rated not applicable without a reason")
    assert last.next_step == "Enter `reason:`, or rate it."
    assert last.where == own.where


def test_1_not_applicable_where_the_catalogue_does_not_allow_it() -> None:
    own = rating("1.1", "not applicable", reason="We do not do this")
    result = one(criterion("1.1", POLICY, may_be_not_applicable=False), items=FULL, ratings=[own])
    assert str(result.outcome) == "not assessed"
    assert flat(result) == [("1.1", "kinds", "met"), ("1.1", "self_rating", "not assessed")]
    assert result.findings[-1].message == "Rated not applicable, which this criterion does not allow"


# 2. Nothing to read.


def test_2_nothing_registered_is_not_met_and_the_checks_are_told() -> None:
    result = one(criterion("1.1", POLICY, SHOWN))
    assert str(result.outcome) == "not met"
    assert flat(result) == [
        ("1.1", "evidence", "not met"),
        ("1.1", "kinds", "partly met"),
        ("1.1", "sufficient", "partly met"),
    ]
    assert result.findings[0].message == "Nothing in the register supports this criterion"
    assert result.findings[0].next_step == (
        "Register what shows it, with 1.1 under `supports:`. Good evidence: A dated note."
    )


def test_2_what_supports_another_criterion_does_not_help() -> None:
    result = one(criterion("1.1", POLICY), items=[approved("POL-01", supports=["1.10"])])
    assert (str(result.outcome), result.evidence) == ("not met", ())


def test_2_registered_and_every_file_missing_is_not_met() -> None:
    lost = gone(approved("POL-01", line=30))
    result = one(criterion("1.1", expectation("file_there"), POLICY), items=[lost])
    assert str(result.outcome) == "not met"
    assert {f.next_step for f in result.findings} == {result.findings[0].next_step}  # one cause, one step
    assert [str(f.where) for f in result.findings] == ["evidence/register.yaml:30:5"] * 3
    assert result.findings[0].message == "Nothing that supports this criterion can be read: POL-01"


def test_2_one_readable_item_is_enough_for_the_rest_to_be_judged() -> None:
    result = one(criterion("1.1", expectation("file_there"), POLICY), items=[approved("POL-01"), gone(item("MIN-01"))])
    assert str(result.outcome) == "partly met"
    assert flat(result) == [("1.1", "file_there", "partly met"), ("1.1", "kinds", "met")]


def test_2_a_web_page_and_a_testimony_count() -> None:
    page = item("WEB-01", file=None, url="https://fenland.example", seen_on="2026-10-01")
    words = item("STM-01", file=None, statement="The chair can tell")
    assert [str(one(criterion("1.1"), items=[i]).outcome) for i in (page, words)] == ["met", "met"]


def test_2_comes_before_3_nothing_to_read_and_not_rated() -> None:
    result = one(criterion("1.1", POLICY), ratings=[])
    assert str(result.outcome) == "not met"
    assert [f.check for f in result.findings] == ["evidence", "kinds", "self_rating"]


# 3. Not rated.


@pytest.mark.parametrize("own", [[], [rating("1.1", None, how="Being written")]])
def test_3_not_rated_is_not_assessed_and_the_checks_are_told(own: Any) -> None:
    result = one(criterion("1.1", POLICY), items=[item("MIN-01")], ratings=own)
    assert (str(result.outcome), str(result.computed), result.gap) == ("not assessed", "partly met", True)
    assert flat(result) == [("1.1", "kinds", "partly met"), ("1.1", "self_rating", "not assessed")]
    last = result.findings[-1]
    assert (last.message, last.because) == ("Nobody has rated this criterion yet", Because.UNREAD)
    assert last.next_step == "Rate 1.1 in the self-assessment: met, partly met or not met, and say how."


def test_3_holds_whatever_the_findings_are() -> None:
    ended = item("BUD-01", covers="2025-04-01/2026-03-31")
    asked = criterion("1.1", expectation("in_force", kinds=["budget"], at_worst="not met"))
    result = one(asked, items=[ended], ratings=[])
    assert (str(result.outcome), str(result.computed)) == ("not assessed", "not met")


# 4. How low a check can pull.


@pytest.mark.parametrize("at_worst", ["partly met", "not met"])
def test_4_at_worst_clamps_a_finding(at_worst: str) -> None:
    ended = item("BUD-01", covers="2025-04-01/2026-03-31")
    result = one(criterion("1.1", expectation("in_force", kinds=["budget"], at_worst=at_worst)), items=[ended])
    assert (str(result.findings[0].outcome), str(result.outcome)) == (at_worst, at_worst)


@pytest.mark.parametrize(
    ("check", "parameters", "held", "outcome"),
    [
        ("kinds", {"wanted": ["policy"]}, item("MIN-01"), "partly met"),  # wanted kind absent
        ("sufficient", {}, approved("POL-01"), "partly met"),  # policy without proof of practice
        ("reviewed", {}, item("POL-01", review_by="2026-01-01"), "partly met"),  # past review
        ("approved", {}, item("POL-01"), "partly met"),  # unapproved
        ("core_policies", {"topics": {"risk": ["risk policy"]}}, approved("POL-01"), "partly met"),  # topic not found
        ("in_force", {"kinds": ["budget"]}, item("BUD-01", covers="2025-01-01/2026-01-01"), "not met"),  # not in force
        (
            "in_force",
            {"kinds": ["budget"]},
            item("BUD-01", covers="2026-01-01/2027-01-01"),
            "partly met",
        ),  # ends before
        ("classified", {}, approved("POL-01", sensitivity=None), "met"),  # told, lowers nothing
    ],
)
def test_4_findings_grade_themselves(check: str, parameters: Any, held: Any, outcome: str) -> None:
    asked = criterion("1.1", expectation(check, at_worst="not met", **parameters))
    assert str(one(asked, items=[held]).outcome) == outcome


def test_4_a_finding_carries_its_question_and_its_source() -> None:
    result = one(criterion("1.1", expectation("kinds", half="says", wanted=["policy"])), items=FULL)
    assert (str(result.findings[0].half), result.findings[0].source) == ("says", "expected practice")


# 5. Not assessed, because.


@pytest.mark.parametrize(
    ("because", "outcome"),
    [(Because.PERSON, "met"), (Because.NOBODY, "met"), (Because.UNREAD, "not assessed")],
)
def test_5_a_person_and_nobody_do_not_count_and_unread_does(stand_in: Any, because: Because, outcome: str) -> None:
    stand_in("not assessed", because)
    result = one(criterion("1.1", expectation("met_by")), items=FULL)
    assert (str(result.outcome), str(result.computed)) == (outcome, outcome)
    assert flat(result) == [("1.1", "met_by", "not assessed")]


@pytest.mark.parametrize(("own", "outcome"), [("partly met", "not assessed"), ("not met", "not met")])
def test_5_not_assessed_stands_between_partly_met_and_not_met(stand_in: Any, own: str, outcome: str) -> None:
    stand_in("not assessed", Because.UNREAD)
    result = one(criterion("1.1", expectation("met_by")), items=FULL, ratings=[rating("1.1", own)])
    assert str(result.outcome) == outcome


def test_5_a_question_for_a_person_lowers_nothing() -> None:
    result = one(criterion("1.1", POLICY, ASKED), items=FULL)
    assert (str(result.outcome), result.gap) == ("met", False)


def test_5_every_finding_that_is_not_assessed_says_why() -> None:
    bare = one(criterion("1.1", POLICY, ASKED, expectation("actions_moving")), ratings=[])
    assert {f.because is not None for f in bare.findings if f.outcome is Outcome.NOT_ASSESSED} == {True}
    assert {f.because for f in bare.findings if f.outcome is not Outcome.NOT_ASSESSED} == {None}


# 6. Lapsing.


def test_6_in_date_today_and_lapsing_before_the_assessment_is_met_with_the_first_day() -> None:
    held = [item("POL-01", review_by="2027-02-01"), item("POL-02", review_by="2027-01-10")]
    result = one(criterion("1.1", expectation("reviewed")), items=held)
    assert (str(result.outcome), result.lapses_on) == ("met", day("2027-01-10"))


def test_6_what_is_not_met_has_no_day_on_which_it_lapses() -> None:
    held = [item("POL-01", review_by="2027-02-01")]
    result = one(criterion("1.1", expectation("reviewed"), SHOWN), items=held)
    assert (str(result.outcome), result.lapses_on) == ("partly met", None)
    assert day("2027-02-01") in [f.lapses_on for f in result.findings]


# 7. The service's own rating.


def test_7_lowered_by_the_rating_alone_is_told_with_a_next_step() -> None:
    own = rating("1.1", "partly met")
    result = one(criterion("1.1", POLICY), items=FULL, ratings=[own])
    last = result.findings[-1]
    assert flat(result) == [("1.1", "kinds", "met"), ("1.1", "self_rating", "partly met")]
    assert last.message == "The service rates itself partly met; the evidence alone would come to met"
    assert last.next_step == "Do what your own rating still wants, then rate it again."
    assert last.where == own.where


@pytest.mark.parametrize("own", ["met", "partly met"])
def test_7_a_rating_that_agrees_or_hopes_is_nothing_to_tell(own: str) -> None:
    result = one(criterion("1.1", POLICY), items=[item("MIN-01")], ratings=[rating("1.1", own)])
    assert flat(result) == [("1.1", "kinds", "partly met")]


# Gaps, and when a standard is ready.


@pytest.mark.parametrize(
    ("own", "safeguarding", "gap"),
    [
        ("met", True, False),
        ("partly met", False, False),
        ("partly met", True, True),
        ("not met", False, True),
        (None, False, True),
    ],
)
def test_a_gap(own: str | None, safeguarding: bool, gap: bool) -> None:
    result = one(criterion("1.1", safeguarding=safeguarding), items=FULL, ratings=[rating("1.1", own)])
    assert result.gap is gap


@pytest.mark.parametrize(
    ("actions", "ready"),
    [
        ([], False),
        ([action("A-01", due="2027-03-14")], True),
        ([action("A-01", due="2027-03-15")], False),  # not before the assessment
        ([action("A-01", due=None)], False),
        ([action("A-01", due="2027-01-31", status="done")], False),
        ([action("A-01", "1.2", due="2027-01-31")], False),  # for something else
        ([action("A-01", due=None), action("A-02", due="2027-01-31", status="in progress")], True),
    ],
)
def test_what_is_partly_met_needs_an_action_due_before_the_assessment(actions: Any, ready: bool) -> None:
    result = judged(criterion("1.1"), items=FULL, ratings=[rating("1.1", "partly met")], actions=actions)
    assert result.ready is ready


def test_without_an_assessment_date_any_dated_action_will_do() -> None:
    own, plan = [rating("1.1", "partly met")], [action("A-01", due="2031-01-01")]
    assert judged(criterion("1.1"), items=FULL, ratings=own, actions=plan, assessment_on=None).ready


def test_an_action_does_not_mend_a_gap() -> None:
    own, plan = [rating("1.1", "partly met")], [action("A-01", due="2027-01-31")]
    assert not judged(criterion("1.1", safeguarding=True), items=FULL, ratings=own, actions=plan).ready


def test_the_service_is_ready_when_every_standard_is() -> None:
    both = [criterion("1.1"), criterion("2.1")]
    held = [item("LOG-01", supports=["1.1", "2.1"])]
    good, bad = rating("1.1"), rating("2.1", "not met")
    assert judged(*both, items=held, ratings=[good, rating("2.1")]).ready
    result = judged(*both, items=held, ratings=[good, bad])
    assert [s.ready for s in result.standards] == [True, False]
    assert not result.ready
    assert [r.criterion.id for r in result.gaps] == ["2.1"]
    assert {str(o): n for o, n in result.summary.items() if n} == {"met": 1, "not met": 1}


def test_not_applicable_stands_in_nobodys_way() -> None:
    own = [rating("1.1"), rating("1.2", "not applicable", reason="Reserved")]
    assert judged(criterion("1.1"), criterion("1.2"), items=FULL, ratings=own).ready


# A check that crashes.


def test_a_check_that_crashes_is_told_and_the_rest_runs(stand_in: Any) -> None:
    stand_in(raises=KeyError("P-004 born 1 May 1990"))
    result = judged(criterion("1.1", expectation("met_by"), POLICY), criterion("1.2", POLICY), items=FULL)
    assert flat(result.results[0]) == [("1.1", "met_by", "not assessed"), ("1.1", "kinds", "met")]
    crashed = result.results[0].findings[0]
    assert (crashed.message, crashed.because) == (
        "Check `met_by` failed, through no fault of the evidence",
        Because.UNREAD,
    )
    assert str(result.results[0].outcome) == "not assessed"
    assert result.faults[0].startswith("criterion 1.1, check met_by: KeyError in test_assess.py, line ")
    assert "1990" not in str(result.faults)


def test_a_check_that_crashes_halfway_leaves_no_half_told_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    from rsqm_tool.checks import classified

    def half(inquiry: Inquiry) -> Iterator[Finding]:
        yield inquiry.finding(Outcome.MET, "So far so good")
        raise ZeroDivisionError

    from rsqm_tool import checks

    checks.get.cache_clear()
    monkeypatch.setattr(classified, "check", half)
    result = one(criterion("1.1", expectation("classified")), items=FULL)
    checks.get.cache_clear()
    assert flat(result) == [("1.1", "classified", "not assessed")]


# What no criterion owns.


def notes(**others: Any) -> list[str]:
    return [n.message for n in judged(criterion("1.1"), **others).notes]


def test_a_tidy_workspace_has_no_notes() -> None:
    assert notes(items=FULL) == []


def test_evidence_that_supports_nothing_is_told_at_its_line() -> None:
    result = judged(criterion("1.1"), items=[item("POL-09", "Old policy", supports=[], line=77)])
    (note,) = result.notes
    assert note.message == "POL-09 (Old policy) supports no criterion"
    assert note.next_step == "Name the criteria under `supports:`, or take it out of the register."
    assert str(note.where) == "evidence/register.yaml:77:5"


def test_what_supports_another_framework_of_the_workspace_supports_something() -> None:
    first, second = framework(criterion("1.1")), framework(criterion("9.9"))
    service = workspace([item("POL-01", supports=["9.9"])], frameworks=[first, second])
    assert assess(service, first, date(2026, 11, 20)).notes == ()


def test_evidence_dated_later_is_told() -> None:
    assert notes(items=[item("MIN-01", dated="2026-11-20")]) == []
    assert notes(items=[item("MIN-01", dated="2026-11-21")]) == [
        "MIN-01 (Minutes) is dated 21 November 2026, after the as-of date"
    ]
    assert notes(items=[item("RPT-01", covers="2026-10-01/2026-12-31")]) == [
        "RPT-01 (Report) is dated 31 December 2026, after the as-of date"
    ]
    assert notes(items=[approved("POL-01", on="2026-12-01")]) == [
        "POL-01 (Policy) is dated 1 December 2026, after the as-of date"
    ]


def test_an_agreement_that_runs_on_is_not_dated_later() -> None:
    assert (
        notes(
            items=[approved("AGR-01", covers="2026-04-01/2028-03-31"), item("BUD-01", covers="2026-04-01/2027-03-31")]
        )
        == []
    )


def test_files_that_nothing_registers_are_told() -> None:
    result = judged(criterion("1.1"), items=FULL, unregistered=("evidence/documents/old.docx",))
    assert [(n.message, str(n.where)) for n in result.notes] == [
        ("Nothing registers the file evidence/documents/old.docx", "evidence/documents/old.docx")
    ]


def test_the_same_file_twice_is_told() -> None:
    shared = "evidence/documents/handbook.pdf"
    held = [approved("POL-01", file=shared), approved("POL-02", file=shared), item("STM-01", file=None, statement="So")]
    (note,) = judged(criterion("1.1"), items=held).notes
    assert note.message == f"POL-01 and POL-02 register the same file, {shared}"
    assert note.next_step == "The stricter class holds for both. Keep one entry."


@pytest.mark.parametrize(
    ("classes", "strictest"),
    [
        (("public", "assessor"), Sensitivity.ASSESSOR),
        (("assessor", "private"), Sensitivity.PRIVATE),
        (("private", None), Sensitivity.PRIVATE),
        (("public", None), None),  # what has no class is never published
        (("assessor", None), None),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_the_same_file_twice_has_the_stricter_class(
    tmp_path: Path, classes: tuple[str | None, str | None], strictest: Sensitivity | None, turned: bool
) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "rsqm.yaml").write_text("service: {name: Hub}\nframework: rsqm-working-set\n")
    (tmp_path / "evidence" / "handbook.md").write_text("Words.\n")
    lines = ["evidence:"]
    for n, word in enumerate(classes[::-1] if turned else classes):
        own = f", class: {word}" if word else ""
        lines.append(f'  - {{id: P-{n}, title: Handbook, kind: policy, file: handbook.md, supports: ["2.2"]{own}}}')
    (tmp_path / "evidence" / "register.yaml").write_text("\n".join(lines) + "\n")
    loaded = load_workspace(tmp_path)
    assert loaded.problems == ()
    assert loaded.workspace
    assert [i.sensitivity for i in loaded.workspace.items] == [strictest] * 2


@pytest.mark.parametrize(
    ("assessment_on", "words"),
    [
        (None, ["No assessment date is set, so nothing is held against it"]),
        ("2026-11-19", ["The assessment date is 1 day past"]),
        ("2026-11-20", []),
    ],
)
def test_the_assessment_date_is_wanted(assessment_on: str | None, words: list[str]) -> None:
    assert notes(items=FULL, assessment_on=assessment_on) == words


# Some criteria only, and the plan.


def test_narrowed_to_a_criterion_or_a_standard() -> None:
    result = judged(criterion("1.1"), criterion("1.2"), criterion("2.1"), items=FULL)
    assert [r.criterion.id for r in narrowed(result, ["1.2"]).results] == ["1.2"]
    assert [r.criterion.id for r in narrowed(result, ["1"]).results] == ["1.1", "1.2"]
    assert [s.standard.id for s in narrowed(result, ["2", "1.1"]).standards] == ["1", "2"]
    assert narrowed(result, []).standards == ()


def test_narrowing_judges_nothing_anew() -> None:
    result = judged(criterion("1.1"), criterion("1.2"), items=FULL)
    small = narrowed(result, ["1.1"])
    assert small.results[0] is result.results[0]
    assert small.standards[0].ready is result.standards[0].ready is False
    assert small.notes == result.notes


def test_a_criterion_has_its_own_evidence_once_and_in_the_registers_order() -> None:
    twice = item("POL-02", supports=["1.1", "1.1"])
    result = one(criterion("1.1"), items=[twice, item("POL-01"), replace(item("POL-03"), supports=())])
    assert [i.id for i in result.evidence] == ["POL-02", "POL-01"]
