"""One cause is told once in what a person reads, however many checks of a criterion wait for the same table."""

from __future__ import annotations

from rsqm_tool.model import Assessment
from rsqm_tool.model.tables import Tables
from rsqm_tool.reports import Options
from rsqm_tool.reports._explain import explain
from rsqm_tool.reports._first import first_steps
from rsqm_tool.reports.text import render
from tests.bench import criterion, expectation, item, judged
from tests.rows import people

SUPERVISED = criterion("4.4", expectation("supervision_gap"), expectation("practice_review"))
REVIEWED = criterion("4.6", expectation("practice_review"))
MESSAGE = "Not judged: there is no table `supervision`."


def found() -> Assessment:
    """Both checks of 4.4 and the one of 4.6 wait for the log of supervision; the list of people is there."""
    evidence = item("DAT-01", file="evidence/people/practitioners.csv", supports=["4.4", "4.6"])
    return judged(SUPERVISED, REVIEWED, items=[evidence], tables=Tables(practitioners=people("P-01")))


def test_each_check_says_what_it_waits_for() -> None:
    """So that machines see it at the check; nothing is lost."""
    assert [f.check for f in found().results[0].findings if f.message + "." == MESSAGE] == [
        "supervision_gap", "practice_review"
    ]  # fmt: skip


def test_the_text_report_says_it_once_below_each_criterion() -> None:
    text = render(found(), (), Options(width=200))
    above, _, first = text.partition("Do this first")
    assert above.count(MESSAGE) == 2  # 4.4 and 4.6
    assert above.count("Next: Add the table `supervision`") == 2
    assert first.count(MESSAGE) == 1


def test_the_first_step_closes_every_criterion_that_waits() -> None:
    (step,) = first_steps(found())
    assert step.where_it_counts == "4.4, 4.6"


def test_an_explanation_says_it_once() -> None:
    assessment = found()
    criterion = assessment.results[0].criterion
    text = explain(assessment.framework, criterion, assessment, (), Options(width=200))
    assert text.count(f"not assessed: {MESSAGE}") == 1
    assert text.count("Add the table `supervision`") == 1
