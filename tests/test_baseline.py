from __future__ import annotations

import json
from typing import Any

import pytest

from rsqm_tool import baseline, reports
from rsqm_tool.model import Assessment, Because, CriterionResult, Location, Problem
from rsqm_tool.reports import Options
from tests.builders import assessment, criterion, finding, person


def made(*results: CriterionResult) -> Assessment:
    return assessment({"Leadership": results})


def saved(*results: CriterionResult) -> Any:
    return baseline.read(reports.load("json").render(made(*results), (), Options()))


def test_the_same_is_never_worse() -> None:
    results = [criterion("1.1", finding(subjects=("P-001",)), safeguarding=True), criterion("1.2", rating=None)]
    assert baseline.worse(made(*results), saved(*results)) == []


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        ("met", "partly met", ["1.1 Title of 1.1 was met and is partly met now."]),
        ("partly met", None, ["1.1 Title of 1.1 was partly met and is not assessed now."]),
        (None, "not met", ["1.1 Title of 1.1 was not assessed and is not met now."]),
        ("not applicable", "partly met", ["1.1 Title of 1.1 was not applicable and is partly met now."]),
        ("not met", "met", []),
        ("not applicable", "met", []),
        ("met", "not applicable", []),
    ],
)
def test_a_lower_outcome_is_worse(then: str | None, now: str | None, said: list[str]) -> None:
    assert baseline.worse(made(criterion("1.1", rating=now)), saved(criterion("1.1", rating=then))) == said


def broken(*subjects: str, **more: Any) -> CriterionResult:
    more = {"safeguarding": True, **more}
    return criterion("5.1", finding(check="risk_gap", subjects=subjects), title="Safety", **more)


def test_a_new_subject_of_a_safeguarding_finding_is_worse() -> None:
    said = baseline.worse(made(broken("P-001", "P-003", "P-004")), saved(broken("P-001", "P-002")))
    assert said == ["5.1 Safety has 2 new subjects of `risk_gap`."]
    said = baseline.worse(made(broken("P-001", "P-003")), saved(broken("P-001", "P-002")), ids=True)
    assert said == ["5.1 Safety has 1 new subject of `risk_gap`: P-003."]


def test_fewer_subjects_or_no_safeguarding_are_not() -> None:
    assert baseline.worse(made(broken("P-001")), saved(broken("P-001", "P-002"))) == []
    assert baseline.worse(made(broken("P-009", safeguarding=False)), saved(broken("P-001", safeguarding=False))) == []


def test_only_what_counts_has_subjects() -> None:
    told = finding("Told", "met", check="risk_gap", subjects=("P-009",))
    nobody = finding("None", "not assessed", check="risk_gap", subjects=("P-008",), because=Because.NOBODY)
    result = criterion("5.1", told, nobody, person("Staff"), safeguarding=True)
    assert baseline.worse(made(result), saved(criterion("5.1", safeguarding=True))) == []


def test_who_was_only_told_before_is_new_when_the_rule_is_broken() -> None:
    told = criterion("5.1", finding("Told", "met", check="risk_gap", subjects=("P-001",)), finding(), safeguarding=True)
    said = baseline.worse(made(broken("P-001")), saved(told))
    assert said == ["5.1 Safety has 1 new subject of `risk_gap`."]


def test_a_criterion_that_the_baseline_does_not_know_is_worse_if_it_is_a_gap() -> None:
    then = saved(criterion("1.1"))
    assert baseline.worse(made(criterion("1.2"), criterion("1.3", rating="partly met")), then) == []
    said = baseline.worse(made(criterion("1.2", finding())), then)
    assert said == ["1.2 Title of 1.2 is not met now; the baseline does not know it."]


PROBLEM = reports.load("json").render(None, [Problem(Location("rsqm.yaml"), "Broken")], Options())
NO_RESULT = "It is not a result of `rsqm check --format json`"


def shaped(**changes: Any) -> str:
    whole = json.loads(reports.load("json").render(made(criterion("1.1", finding())), (), Options()))
    return json.dumps({**whole, **changes})


def holding(**changes: Any) -> str:
    return shaped(standards=[{"criteria": [{"id": "1.1", "outcome": "met", "findings": [], **changes}]}])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The baseline is not JSON, line 1. Make it with `rsqm check --format json --output FILE`"),
        ("[" * 100_000, "The baseline is not JSON. Make it with `rsqm check --format json --output FILE`"),
        ("[]", f"{NO_RESULT}: it has no `format`"),
        ("{}", f"{NO_RESULT}: it has no `format`"),
        (shaped(format=2), "The baseline has format 2; this program knows format 1"),
        (shaped(format=True), "The baseline has format True; this program knows format 1"),
        (PROBLEM, "The baseline lists problems and assesses nothing, so nothing can be compared with it"),
        (shaped(framework=None), f"{NO_RESULT}: its `framework` has no `id`"),
        (shaped(framework={"id": "other"}), "The baseline was made with the framework other, this run with mine"),
        (shaped(standards={}), f"{NO_RESULT}: its `standards` are no list of standards with `criteria`"),
        (shaped(standards=[1]), f"{NO_RESULT}: its `standards` are no list of standards with `criteria`"),
        (holding(id=1), f"{NO_RESULT}: a criterion has no `id` or no `findings`"),
        (holding(findings=None), f"{NO_RESULT}: a criterion has no `id` or no `findings`"),
        (holding(outcome="fine"), f"{NO_RESULT}: criterion 1.1 has no known `outcome`"),
        (holding(outcome=[]), f"{NO_RESULT}: criterion 1.1 has no known `outcome`"),
        (holding(findings=[{}]), f"{NO_RESULT}: a finding of criterion 1.1 has no `check` or no `subjects`"),
    ],
)
def test_what_is_no_baseline_is_refused_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as refused:
        baseline.read(text, "mine")
    assert str(refused.value) == sentence


def test_a_baseline_may_be_read_without_naming_the_framework() -> None:
    assert baseline.read(shaped())["format"] == 1
    assert baseline.read(shaped(), "rsqm-working-set")["format"] == 1
