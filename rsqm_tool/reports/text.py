"""A report to read: by standard, what is ready, what is not, and the next step for each gap.

Plain in a pipe, in colour on a terminal, with the same words. What is most urgent stands last, where a terminal stops.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rsqm_tool.dates import count, in_words
from rsqm_tool.model import Assessment, Because, CriterionResult, Finding, Outcome, Problem, StandardResult
from rsqm_tool.reports import Options
from rsqm_tool.reports._first import first_steps
from rsqm_tool.reports._layout import Row, Segment
from rsqm_tool.reports._layout import render as lay_out
from rsqm_tool.reports._words import (
    gap_count,
    lapse,
    lapsing,
    lowering,
    nothing_assessed,
    place,
    sentence,
    subjects,
    totals,
    value,
)

# A word, a sign and a colour: whoever cannot see one of them has the others. The signs are in Windows-1252.
_SIGNS = {
    Outcome.MET: ("+", "good"),
    Outcome.PARTLY_MET: ("~", "weak"),
    Outcome.NOT_MET: ("×", "bad"),
    Outcome.NOT_ASSESSED: ("?", "unknown"),
    Outcome.NOT_APPLICABLE: ("-", "quiet"),
}
_WORD = 16  # columns of a sign and the longest outcome
_MOST_STEPS = 5
_FOR_A_PERSON = "Only a person can judge this. "
_BLANK = Row()


def render(assessment: Assessment | None, problems: Sequence[Problem], options: Options) -> str:
    """The report as text. With problems: one line each, and what to do."""
    rows = _report(assessment, options) if assessment and not problems else _problems(problems)
    return lay_out(rows, options.width, options.styled)


def _problems(problems: Sequence[Problem]) -> Iterator[Row]:
    for problem in problems:
        yield Row(((value(problem), ""),), wrapped=False)
    if problems:
        yield _BLANK
    yield Row(((nothing_assessed(problems), "bad"), (" Correct the above and run the check again.", "")), wrapped=False)


def _report(assessment: Assessment, options: Options) -> Iterator[Row]:
    if not options.quiet:
        yield from _head(assessment)
        yield from _overview(assessment)
    for standard in assessment.standards:
        yield from _standard(standard, assessment, options)
    if not options.quiet:
        yield from _told(assessment, options)
        yield from _notes(assessment)
    yield from _faults(assessment)
    if not options.quiet:
        yield from _first(assessment)
    yield _totals(assessment)


def _head(assessment: Assessment) -> Iterator[Row]:
    framework, workspace = assessment.framework, assessment.workspace
    yield Row(((value(workspace.service.name), "strong"),))
    yield Row(((f"{value(framework.title)}. Edition {value(framework.edition)}.", ""),))
    yield Row(((f"As of {in_words(assessment.as_of)}. {_days_left(assessment)}", ""),))
    if workspace.notice:
        yield Row(((sentence(workspace.notice), "weak"),))
    yield Row(((_whose_decision(assessment), "quiet"),))
    yield _BLANK


def _days_left(assessment: Assessment) -> str:
    day = assessment.workspace.assessment_on
    if day is None:
        return "No assessment date is set in rsqm.yaml."
    days = (day - assessment.as_of).days
    if days < 0:
        return f"The assessment was on {in_words(day)}, {count(-days, 'day')} ago."
    return f"Assessment on {in_words(day)}, " + (f"in {count(days, 'day')}." if days else "today.")


def _whose_decision(assessment: Assessment) -> str:
    own = "The wording of the criteria is this project's own."
    sources = sorted({value(c.wording_source) for c in assessment.framework.criteria if c.wording_source})
    if sources:
        own = f"The wording of the criteria is this project's own, except what comes from: {'; '.join(sources)}."
    if not assessment.framework.id.startswith("rsqm"):
        return f"This report helps to prepare; it decides nothing. {own}"
    return (
        "The Restorative Justice Council decides, not this report. RSQM closed in 2020: a service that applies now "
        f"prepares for Registered Service Provider status. {own}"
    )


def _overview(assessment: Assessment) -> Iterator[Row]:
    """One line per standard: ready or not, and what it comes to."""
    for standard in assessment.standards:
        sign, style, word = ("+", "good", "ready") if standard.ready else ("×", "bad", "not ready")
        counted = ((sum(r.outcome is o for r in standard.results), o) for o in _SIGNS)
        numbers = ", ".join(f"{number} {outcome}" for number, outcome in counted if number)
        name = f"{value(standard.standard.id)} {value(standard.standard.title)}"
        yield Row(((name, "strong"), (f": {numbers}", "")), (("  ", ""), (f"{sign} {word:<11}", style)), indent=15)
    yield _BLANK


def _standard(standard: StandardResult, assessment: Assessment, options: Options) -> Iterator[Row]:
    results = [r for r in standard.results if r.gap or not options.quiet]
    if not results:
        return
    title = f"{value(standard.standard.id)} {value(standard.standard.title)}"
    state = "ready" if standard.ready else "not ready"
    if any(r.gap for r in standard.results):
        state += f", {gap_count(standard.results)}"
    yield Row(((title, "strong"), (f": {state}", "good" if standard.ready else "bad")))
    yield Row((("-" * len(f"{title}: {state}"), "quiet"),), wrapped=False)
    ids = max(len(value(r.criterion.id)) for r in standard.results)
    for result in results:
        yield from _criterion(result, ids, assessment, options)
    yield _BLANK


def _criterion(result: CriterionResult, ids: int, assessment: Assessment, options: Options) -> Iterator[Row]:
    sign, style = _SIGNS[result.outcome]
    column = 2 + _WORD + 2 + ids + 2
    word = f"{sign} {result.outcome}"
    lead = (("  ", ""), (f"{word:<{_WORD}}", style), (f"  {value(result.criterion.id):<{ids}}  ", ""))
    title = [(value(result.criterion.title), "strong" if result.gap else "")]
    if result.criterion.safeguarding:
        title.append((" [safeguarding]", "next"))
    yield Row(tuple(title), lead, column)
    # Below the title where there is room; a narrow window gives its width to the words.
    indent = column if options.width >= column + 45 else 6
    for text in _below(result, assessment, options):
        yield Row(tuple(text), indent=indent)


def _below(result: CriterionResult, assessment: Assessment, options: Options) -> Iterator[list[Segment]]:
    """What stands under a criterion's line; nothing for what is simply met."""
    if result.outcome is Outcome.NOT_APPLICABLE and result.rating and result.rating.reason:
        yield [(sentence(result.rating.reason), "quiet")]
    found = lowering(result)
    shown = found
    if not result.evidence and not options.verbose:
        # Where nothing is registered, what else is wanting follows from it.
        shown = tuple(f for f in found if f.outcome is result.outcome)
    told: list[list[Segment]] = []
    steps: set[str] = set()
    for finding in shown:
        line = _finding(finding, assessment, options)
        if line not in told:  # several checks may wait for the same
            told.append(line)
            yield line
        if finding.next_step and finding.next_step not in steps:
            steps.add(finding.next_step)
            yield [("Next: ", "next"), (sentence(finding.next_step), "")]
    if lapsing(result):
        yield _lapses(result, assessment)
    if result.outcome is Outcome.PARTLY_MET or result.gap:
        yield from _planned(result, assessment)
    yield from _decided(result, assessment, options)
    if options.verbose:
        yield from _verbose(result, found, assessment, options)


def _finding(finding: Finding, assessment: Assessment, options: Options) -> list[Segment]:
    """A finding's message, whom it is about, and its place in brackets."""
    who, where = subjects(finding, assessment, options), place(finding)
    message = sentence(finding.message)
    if who:
        message = f"{message} Who or what: {who}."
    return [(message, ""), (f" ({where})" if where else "", "quiet")]


def _lapses(result: CriterionResult, assessment: Assessment) -> list[Segment]:
    """All that lapses under a criterion, in one paragraph: the item, the day, and what to do."""
    day, parts, steps = assessment.workspace.assessment_on, [], []
    for finding in lapsing(result):
        if finding.lapses_on:
            parts.append(f"{value(finding.evidence or finding.message)} {lapse(finding.lapses_on, day)}")
            steps.append(sentence(finding.next_step))
    text: list[Segment] = [("In date today, lapses: ", "weak"), (f"{'; '.join(parts)}. ", "")]
    if any(steps):
        text += [("Next: ", "next"), (" ".join(filter(None, dict.fromkeys(steps))), "")]
    return text


def _planned(result: CriterionResult, assessment: Assessment) -> Iterator[list[Segment]]:
    """Open actions; and, for what is partly met without being a gap, that readiness waits for one."""
    waiting = [a for a in result.actions if not a.done]
    if waiting:
        named = (value(a.id) + (f" (due {in_words(a.due)})" if a.due else " (no date)") for a in waiting)
        yield [(f"In the action plan: {', '.join(named)}.", "quiet")]
    if not result.gap and not _has_action(result, assessment):
        what = "Enter an action that is due before the assessment: without one this standard is not ready."
        yield [("Next: ", "next"), (what, "")]


def _has_action(result: CriterionResult, assessment: Assessment) -> bool:
    """An open action is due before the assessment: then a partly met criterion does not hold its standard back."""
    day = assessment.workspace.assessment_on
    return any(not a.done and a.due and (day is None or a.due < day) for a in result.actions)


def _decided(result: CriterionResult, assessment: Assessment, options: Options) -> Iterator[list[Segment]]:
    decision = result.decision
    if decision is None:
        return
    on = assessment.workspace.decided_on(decision, assessment.as_of)
    said = f"{decision.outcome} ({value(decision.state)}{f', {in_words(on)}' if on else ''})"
    if decision.condition and decision.discharged_on is None:
        said += ", with a condition" + (f" due {in_words(decision.due)}" if decision.due else "")
        # The assessor's own words may name a person or a case by its id.
        said += f": {value(decision.condition).removesuffix('.')}" if options.ids else ""
    yield [("Assessor: ", "next"), (f"{said}.", "")]


def _verbose(
    result: CriterionResult, found: Sequence[Finding], assessment: Assessment, options: Options
) -> Iterator[list[Segment]]:
    """What lowers nothing: other findings, whom to ask, and the evidence."""
    for finding in result.findings:
        if finding not in found and finding.because is not Because.PERSON:
            yield _finding(finding, assessment, options)
    people = [sentence(f.message).removeprefix(_FOR_A_PERSON) for f in result.findings if f.because is Because.PERSON]
    if people:
        yield [(_FOR_A_PERSON, "next"), (" ".join(dict.fromkeys(people)), "")]
    if result.evidence:
        yield [(f"Evidence: {', '.join(value(i.id) for i in result.evidence)}.", "quiet")]


def _told(assessment: Assessment, options: Options) -> Iterator[Row]:
    """What lowers nothing, one cause told once; and how much only a person can judge."""
    if options.verbose:
        return
    causes: dict[tuple[str, str], list[str]] = {}
    for result in assessment.results:
        for f in result.findings:
            if f.outcome is Outcome.MET and f.next_step and not f.lapses_on:
                causes.setdefault((sentence(f.message), sentence(f.next_step)), []).append(value(result.criterion.id))
    if causes:
        yield Row((("Worth knowing, lowers nothing", "strong"),))
        for (message, step), ids in causes.items():
            yield Row(((f"{message} {step}", ""), (f" ({', '.join(dict.fromkeys(ids))})", "quiet")), (("  - ", ""),), 4)
        yield _BLANK
    questions = sum(f.because is Because.PERSON for r in assessment.results for f in r.findings)
    if questions:
        what = "1 matter is" if questions == 1 else f"{questions} matters are"
        yield Row(((f"{what} for a person to judge. See them with -v, or with: rsqm explain CRITERION.", ""),))
        yield _BLANK


def _notes(assessment: Assessment) -> Iterator[Row]:
    if not assessment.notes:
        return
    yield Row((("Notes", "strong"),))
    for note in assessment.notes:
        text = " ".join(filter(None, (sentence(note.message), sentence(note.next_step))))
        yield Row(((text, ""), (f" ({value(note.where)})", "quiet")), (("  - ", ""),), 4)
    yield _BLANK


def _faults(assessment: Assessment) -> Iterator[Row]:
    if not assessment.faults:
        return
    checks = "A check" if len(assessment.faults) == 1 else f"{len(assessment.faults)} checks"
    yield Row(((f"{checks} of this program crashed. That is a fault of the program, not of the service:", "bad"),))
    for fault in assessment.faults:
        yield Row(((value(fault), ""),), (("  - ", ""),), 4)
    yield _BLANK


def _first(assessment: Assessment) -> Iterator[Row]:
    """The steps that matter most, last on the screen."""
    steps = first_steps(assessment)
    if not steps:
        yield from _waiting(assessment)
        return
    yield Row((("Do these first" if len(steps) > 1 else "Do this first", "strong"),))
    for number, step in enumerate(steps[:_MOST_STEPS], 1):
        mark: Segment = (" [safeguarding]", "next") if step.safeguarding else ("", "")
        yield Row(((step.where_it_counts, "strong"), mark), ((f"  {number}. ", "next"),), 5)
        yield Row(((f"{sentence(step.message)} {sentence(step.next_step)}", ""),), indent=5)
    if len(steps) > _MOST_STEPS:
        yield Row(((f"Then {count(len(steps) - _MOST_STEPS, 'more step')}, told above.", "quiet"),), indent=5)
    yield _BLANK


def _waiting(assessment: Assessment) -> Iterator[Row]:
    """Without a gap and still not ready: what is partly met waits for an action."""
    results = (r for s in assessment.standards if not s.ready for r in s.results)
    ids = [value(r.criterion.id) for r in results if r.outcome is Outcome.PARTLY_MET and not _has_action(r, assessment)]
    if ids:
        text = (
            f"No gap is left. What is partly met needs an action that is due before the assessment: {', '.join(ids)}."
        )
        yield Row(((text, "strong"),))
        yield _BLANK


def _totals(assessment: Assessment) -> Row:
    return Row(((totals(assessment), "good" if assessment.ready else "bad"),), wrapped=False)
