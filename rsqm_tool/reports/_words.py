"""Words and choices that several reports share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from rsqm_tool.dates import count, in_words
from rsqm_tool.escape import one_line
from rsqm_tool.model import Assessment, CriterionResult, Finding, Location, Outcome, Problem
from rsqm_tool.reports import Options

# From the most urgent to what needs nothing.
_URGENCY = (Outcome.NOT_MET, Outcome.NOT_ASSESSED, Outcome.PARTLY_MET, Outcome.MET, Outcome.NOT_APPLICABLE)

# Runners of CI obey a line that begins with `::name` or has `##[name]` in it. A wrapped line may begin with any word.
_COMMAND = re.compile(r"([:#])(?=\1)")


def value(thing: object) -> str:
    """`thing` as one harmless line for a terminal or a log: no control character, and no command to a CI runner."""
    return _COMMAND.sub(r"\1 ", one_line(thing))


def sentence(text: object) -> str:
    """`text` as one harmless line with a full stop, unless it ends with a mark of its own."""
    line = value(text)
    return line if not line or line.endswith((".", "!", "?", ":")) else line + "."


def urgency(outcome: Outcome) -> int:
    """A number to sort by: the most urgent first."""
    return _URGENCY.index(outcome)


def lowering(result: CriterionResult) -> tuple[Finding, ...]:
    """The findings that stand between a criterion and `met`, the most urgent first."""
    if result.outcome is Outcome.NOT_APPLICABLE:
        return ()
    found = [f for f in result.findings if f.counts and f.outcome in _URGENCY[:3]]
    return tuple(sorted(found, key=lambda f: urgency(f.outcome)))


def lapsing(result: CriterionResult) -> tuple[Finding, ...]:
    """The findings about what is in date today and lapses before the assessment, the first day first."""
    if result.outcome is Outcome.NOT_APPLICABLE:
        return ()
    return tuple(sorted((f for f in result.findings if f.lapses_on), key=lambda f: f.lapses_on or date.max))


def lapse(lapses_on: date, assessment_on: date | None) -> str:
    """When something lapses, against the assessment: "on 20 February 2027, 23 days before the assessment"."""
    day = f"on {in_words(lapses_on)}"
    if assessment_on is None or assessment_on < lapses_on:
        return day
    days = (assessment_on - lapses_on).days
    return f"{day}, {count(days, 'day')} before the assessment" if days else f"{day}, the day of the assessment"


def subjects(finding: Finding, assessment: Assessment, options: Options) -> str:
    """Whom and what a finding is about: ids with commas, or how many are not named; empty where there is none.

    Without `options.ids` only ids that cannot be a person's or a case's are shown: the register's and the framework's.
    """
    shown = tuple(s for s in finding.subjects if s != finding.evidence)  # the message names that one
    if not options.ids:
        known = {i.id for i in assessment.workspace.items} | {c.id for c in assessment.framework.criteria}
        shown = tuple(s for s in shown if s in known)
    hidden = len(finding.subjects) - len(shown) - (finding.evidence in finding.subjects)
    parts = [", ".join(value(s) for s in shown), f"{hidden} not named here; use --ids" if hidden else ""]
    return ", and ".join(p for p in parts if p)


def place(finding: Finding) -> str:
    """Where a finding stands, or empty."""
    return value(finding.where) if finding.where else ""


def where_to_look(result: CriterionResult, finding: Finding | None, assessment: Assessment) -> Location:
    """The place for a finding that has none of its own: its item in the register, else the criterion's rating."""
    if finding and finding.where:
        return finding.where
    for item in result.evidence:
        if finding and item.id == finding.evidence:
            return item.where
    if result.rating:
        return result.rating.where
    return Location((assessment.workspace.self_assessment.where or Location("evidence/self-assessment.yaml")).path)


def crashed(assessment: Assessment, result: CriterionResult) -> tuple[str, ...]:
    """The faults of the checks that crashed on this criterion."""
    return tuple(f for f in assessment.faults if f.startswith(f"criterion {result.criterion.id},"))


def gap_count(results: Sequence[CriterionResult]) -> str:
    """How many of these are gaps: "12 gaps, 2 of them safeguarding"."""
    gaps = [r for r in results if r.gap]
    grave = sum(r.criterion.safeguarding for r in gaps)
    return count(len(gaps), "gap") + (f", {grave} of them safeguarding" if grave else "")


def totals(assessment: Assessment) -> str:
    """The one line that says it all. A run over some of the criteria says nothing about readiness."""
    every, judged = len(assessment.framework.criteria), len(assessment.results)
    one, many = (value(assessment.framework.labels.get(k, k)).lower() for k in ("criterion", "criteria"))
    noun = count(every, one, many)
    numbers = ", ".join(f"{number} {outcome}" for outcome, number in assessment.summary.items())
    line = f"{noun if judged == every else f'{judged} of {noun}'}: {numbers}. {gap_count(assessment.results)}."
    if judged < every:
        return line
    return f"{line} {'Ready' if assessment.ready else 'Not ready'}."


def nothing_assessed(problems: Sequence[Problem]) -> str:
    """How many problems there are, and what that means."""
    return f"{count(len(problems), 'problem')}. Nothing was assessed."


def told(problem: Problem) -> str:
    """A problem without its place, for formats that give the place apart."""
    return str(problem).removeprefix(f"{problem.where}: ")
